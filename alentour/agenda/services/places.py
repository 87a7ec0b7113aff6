"""Writes of the places."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from alentour.accounts.models import Post
from alentour.agenda import rules
from alentour.agenda.enums import PlaceKind
from alentour.agenda.models import Place
from alentour.core import trace
from alentour.core.doors import Refused


@transaction.atomic
def add_place(*, by: Post, kind: PlaceKind, name: str, address: str = "", capacity: int | None = None) -> Place:
    """A room, a vehicle or an address outside; the same name twice gives the first one back."""
    rules.require_writer(by)
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise Refused("Donnez un nom à ce lieu, en 80 caractères au plus.")
    already: Place | None = Place.objects.for_post(by).filter(kind=kind, name__iexact=name, is_active=True).first()
    if already is not None:
        return already
    try:
        with transaction.atomic():
            place = Place.objects.create(
                structure_id=by.structure_id, kind=kind, name=name, address=address.strip()[:160], capacity=capacity
            )
    except IntegrityError:
        raise Refused("Un lieu porte déjà ce nom.") from None
    trace.record("place.added", by=by, target=place)
    return place


@transaction.atomic
def retire_place(*, place: Place, by: Post) -> None:
    """It is proposed no more; what was planned there stays."""
    rules.require_writer(by)
    if Place.objects.filter(pk=place.pk, is_active=True).update(is_active=False):
        trace.record("place.retired", by=by, target=place)
