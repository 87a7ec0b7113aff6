"""Writing the people around, who represents the person, and what a judge decided about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record.enums import Relation
from alentour.record.models import Contact, ContactVersion, Protection
from alentour.record.services import lines
from alentour.record.services.common import hold, traced

KEPT = (
    "given_name", "family_name", "relation", "organisation", "phone", "other_phone", "email", "address", "is_trusted",
    "trusted_on", "is_emergency", "is_guardian", "measure", "call_order", "comment", "is_active",
)  # fmt: skip


class ContactOvertaken(Refused):
    """Somebody changed this contact since the form was opened; ``current`` is the row as it is now."""

    def __init__(self, current: Contact) -> None:
        self.current = current
        super().__init__(
            "Cette fiche a été modifiée entre-temps : voici ce qu'elle dit maintenant, et ce que vous avez écrit. "
            "Enregistrez à nouveau pour garder le vôtre."
        )


@transaction.atomic
def save_contact(
    *,
    usager: Usager,
    by: Post | None,
    family_name: str,
    relation: Relation,
    contact: Contact | None = None,
    based_on: int | None = None,
    **details: Any,
) -> Contact:
    """Add or change somebody around the person (``details``: the other fields of :class:`Contact`).

    ``based_on`` is the version that the writer had under the eyes; raises :class:`ContactOvertaken` when it is no longer the last.
    """
    hold(usager)
    row = Contact.objects.get(structure_id=usager.structure_id, pk=contact.pk) if contact else None
    if row is not None and based_on is not None and row.version != based_on:
        raise ContactOvertaken(row)
    changes = {"family_name": family_name, "relation": relation, **details}
    if row is None:
        row = Contact(structure_id=usager.structure_id, usager=usager)
    elif all(getattr(row, name) == value for name, value in changes.items()):
        return row
    else:
        row.version += 1
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    _keep(row, by)
    traced("contact.saved", by, usager, row, version=row.version)
    return row


@transaction.atomic
def remove_contact(*, contact: Contact, by: Post) -> None:
    """He no longer shows; a measure he exercises or a decision of a judge about him must be ended first."""
    hold(contact.usager)
    if contact.protections.filter(ended_at=None).exists():
        raise Refused("Cette personne exerce une mesure de protection : terminez la mesure d'abord.")
    if contact.restrictions.filter(ended_at=None).exists():
        raise Refused(
            "Une décision de justice concerne cette personne : elle reste visible tant que la décision court."
        )
    contact.is_active, contact.version = False, contact.version + 1
    contact.save(update_fields=["is_active", "version", "updated_at"])
    _keep(contact, by)
    traced("contact.removed", by, contact.usager, contact)


@transaction.atomic
def order_contacts(*, usager: Usager, by: Post, ids: Sequence[UUID]) -> list[Contact]:
    """Call them in this order; those that are not named come after, as they were."""
    hold(usager)
    rows = {
        row.pk: row for row in Contact.objects.filter(structure_id=usager.structure_id, usager=usager, is_active=True)
    }
    named = [rows.pop(ident) for ident in ids if ident in rows]
    ordered = named + list(rows.values())
    for rank, row in enumerate(ordered, 1):
        if row.call_order != rank:
            row.call_order, row.version = rank, row.version + 1
            row.save(update_fields=["call_order", "version", "updated_at"])
            _keep(row, by)
    traced("contact.ordered", by, usager, None)
    return ordered


@transaction.atomic
def protect(
    *,
    usager: Usager,
    by: Post | None,
    contact: Contact | None = None,
    holder: str = "",
    key: UUID | None = None,
    line: Protection | None = None,
    **fields: Any,
) -> Protection:
    """Write a measure of protection, or correct ``line``. A ``holder`` who is not of the entourage yet enters it, to be called too."""
    hold(usager)
    if contact is None and not holder:
        raise Refused("Indiquez qui exerce la mesure.")
    sent = Protection.objects.filter(structure_id=usager.structure_id, usager=usager, key=key).first() if key else None
    if sent is not None:
        return sent
    if line is not None and not lines.stands(line):
        raise lines.Overtaken(lines.latest(line))
    contact = contact or _enter(usager, by, holder)
    if line is not None:
        return lines.correct(line, by=by, key=key, contact=contact, holder="", **fields)
    return lines.write(Protection, usager=usager, by=by, key=key, contact=contact, **fields)


def _enter(usager: Usager, by: Post | None, holder: str) -> Contact:
    count = Contact.objects.filter(structure_id=usager.structure_id, usager=usager, is_active=True).count()
    return save_contact(
        usager=usager, by=by, family_name=holder[:80], relation=Relation.MJPM, is_guardian=True, call_order=min(count + 1, 99)
    )  # fmt: skip


def _keep(row: Contact, by: Post | None) -> None:
    content = {name: _plain(getattr(row, name)) for name in KEPT}
    ContactVersion.objects.create(
        structure_id=row.structure_id, contact=row, version=row.version, content=content, written_by=by
    )


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, bool)) or value is None else str(value)
