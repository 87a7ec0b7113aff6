"""Reads of the local copy of the directory: public data, the same for every structure."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from alentour.directory.models import Listing
from alentour.directory.words import folded


def lines(text: str, *, profession: str = "", town: str = "", kind: str = "") -> QuerySet[Listing]:
    """Lines whose words begin with each word of ``text``; those that can be written to first. Nothing asked, nothing found."""
    words = folded(text).split()[:6]
    if not (words or town or profession):
        return Listing.objects.none()
    rows = Listing.objects.all()
    for word in words:
        rows = rows.filter(words_n__contains=f" {word}")
    for word in folded(town).split()[:4]:
        rows = rows.filter(words_n__contains=f" {word}")
    if profession:
        rows = rows.filter(Q(profession_code=profession) | Q(profession_code__startswith=f"{profession}/"))
    if kind:
        rows = rows.filter(mailbox_kind=kind)
    silent = Case(When(mailbox_address="", then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.order_by(silent, "name", "place", "mailbox_address")


def of_structure(idnst: str) -> QuerySet[Listing]:
    """The mailboxes of a structure itself: what is offered when a professional has none."""
    return Listing.objects.filter(idnst=idnst, idnps="").exclude(mailbox_address="")


def listing(listing_id: UUID) -> Listing | None:
    return Listing.objects.filter(pk=listing_id).first()
