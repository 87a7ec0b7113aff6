"""The people around as ``post`` may see them: whom a judge bars shows neither phone nor address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.record.models import Contact
from alentour.record.presenters.header import measure_of
from alentour.record.selectors import may_inform
from alentour.ui import words
from alentour.ui.shapes import Tone


@dataclass(frozen=True, slots=True)
class Mark:
    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """A contact in the list; ``phones`` is empty for whom may not be informed."""

    ident: UUID
    name: str
    relation: str
    organisation: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    address: str = ""
    comment: str = ""
    trusted: str = ""
    barred: bool = False
    marks: tuple[Mark, ...] = ()
    url: str = ""


def contact_lines(contacts: Iterable[Contact], post: Post) -> list[ContactLine]:
    """In call order; built from ``selectors.contacts_of``, without a query."""
    may_edit = rights.can(post, Act.WRITE, DataClass.IDENTITE)
    reads_rights = rights.can(post, Act.READ, DataClass.DROITS)
    return [_line(contact, may_edit=may_edit, reads_rights=reads_rights) for contact in contacts]


def _line(contact: Contact, *, may_edit: bool, reads_rights: bool) -> ContactLine:
    free = may_inform(contact)
    return ContactLine(
        ident=contact.pk,
        name=contact.display_name,
        relation=contact.get_relation_display(),
        organisation=contact.organisation,
        phones=tuple(filter(None, (contact.phone, contact.other_phone))) if free else (),
        email=contact.email if free else "",
        address=contact.address if free else "",
        comment=contact.comment,
        trusted=f"désignée le {words.birth(contact.trusted_on)}" if contact.trusted_on and free else "",
        barred=not free,
        marks=tuple(_marks(contact, free=free, reads_rights=reads_rights)),
        url=reverse("record:contact", args=[contact.usager_id, contact.pk]) if may_edit else "",
    )


def _marks(contact: Contact, *, free: bool, reads_rights: bool) -> list[Mark]:
    marks = []
    if not free:
        marks.append(Mark("ne pas informer", "danger", "ban"))
    elif getattr(contact, "restricted", False):
        marks.append(Mark("visites encadrées par décision", "attention", "info"))
    if getattr(contact, "address_kept", False):
        marks.append(Mark("lui taire l'adresse", "danger", "lock"))
    if contact.is_trusted and free:
        marks.append(Mark("personne de confiance", "action", "heart"))
    if contact.is_emergency and free:
        marks.append(Mark("à prévenir", "attention", "phone"))
    if reads_rights and (said := measure_of(contact) or ("représentant légal" if contact.is_guardian else "")):
        marks.append(Mark(said[:1].lower() + said[1:], "attention", "flag"))
    return marks
