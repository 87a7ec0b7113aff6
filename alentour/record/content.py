"""The whole record, neutral and frozen: what portability exports and what documents are made of. No rule of access is applied here.

Ask the door first, and leave out what its reader does not read (``RecordContent`` is cut by kind of data on purpose).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models as db

from alentour.identity.models import Usager
from alentour.record import models, selectors
from alentour.record.enums import EndKind
from alentour.record.services.contacts import KEPT
from alentour.record.services.lines import contents

Value = Any  # text, number, day, moment or key, as the model keeps it


@dataclass(frozen=True, slots=True)
class Item:
    """One line: its ``values`` by name of field, who wrote it and when. ``id`` is that of the chain: it survives corrections."""

    id: UUID
    values: dict[str, Value]
    written_at: datetime
    written_by: str = ""
    version: int = 1
    ended_at: datetime | None = None

    def __getitem__(self, name: str) -> Value:
        return self.values[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContent:
    """Everything that stands in the record of a person; ``stays`` and ``movements`` hold the past ones too.

    ``address_is_secret``: the addresses of the person and of her relatives are then empty, unless they were asked for.
    """

    usager_id: UUID
    whereabouts: selectors.Whereabouts
    address_is_secret: bool
    no_allergy_known: Item | None
    stays: tuple[Item, ...] = ()
    movements: tuple[Item, ...] = ()
    contacts: tuple[Item, ...] = ()
    not_to_inform: frozenset[UUID] = frozenset()
    circle: tuple[Item, ...] = ()
    protections: tuple[Item, ...] = ()
    restrictions: tuple[Item, ...] = ()
    consents: tuple[Item, ...] = ()
    informations: tuple[Item, ...] = ()
    allergies: tuple[Item, ...] = ()
    alerts: tuple[Item, ...] = ()
    problems: tuple[Item, ...] = ()
    vaccinations: tuple[Item, ...] = ()
    devices: tuple[Item, ...] = ()
    directive: Item | None = None
    habits: tuple[Item, ...] = ()
    administrative: Item | None = None
    addresses: tuple[Item, ...] = ()
    coverages: tuple[Item, ...] = ()
    entitlements: tuple[Item, ...] = ()
    resources: tuple[Item, ...] = ()


def content_of(usager: Usager, *, with_secret_address: bool = False) -> RecordContent:
    """The record of ``usager``: a fixed number of queries, whatever its length."""
    known = selectors.known_of(usager)
    contacts = list(selectors.contacts_of(usager))
    secret = selectors.address_is_secret(usager)
    sheet, directive = selectors.administrative_of(usager), selectors.directive_of(usager)
    hide = secret and not with_secret_address
    return RecordContent(
        usager_id=usager.pk,
        whereabouts=selectors.whereabouts(usager),
        address_is_secret=secret,
        no_allergy_known=_item(known.none_known) if known.none_known else None,
        stays=tuple(_row(one) for one in selectors.stays_of(usager)),
        movements=_movements(usager),
        contacts=tuple(_contact(one, hide) for one in contacts),
        not_to_inform=frozenset(one.pk for one in contacts if not selectors.may_inform(one)),
        circle=tuple(_row(one) for one in selectors.circle_of(usager)),
        protections=_items(selectors.protections_of(usager)),
        restrictions=_items(selectors.restrictions_of(usager)),
        consents=tuple(_row(one) for one in selectors.consents_of(usager)),
        informations=_items(selectors.informations_of(usager)),
        allergies=_items(known.allergies),
        alerts=_items(known.others),
        problems=_items(selectors.problems_of(usager)),
        vaccinations=_items(selectors.vaccinations_of(usager)),
        devices=_items(selectors.devices_of(usager)),
        directive=_item(directive) if directive else None,
        habits=_items(selectors.habits_of(usager)),
        administrative=_item(sheet) if sheet else None,
        addresses=() if hide else _items(selectors.addresses_of(usager)),
        coverages=_items(selectors.coverages_of(usager)),
        entitlements=_items(selectors.entitlements_of(usager)),
        resources=_items(selectors.resources_of(usager)),
    )


def _movements(usager: Usager) -> tuple[Item, ...]:
    rows = models.Movement.objects.filter(structure_id=usager.structure_id, usager=usager)
    rows = rows.exclude(end_kind__in=(EndKind.CORRIGEE, EndKind.ERREUR))
    return _items(rows.select_related("written_by__professional").order_by("at"))


def _items(lines: Any) -> tuple[Item, ...]:
    return tuple(_item(line) for line in lines)


def _item(line: models.Line) -> Item:
    return Item(
        id=line.root,
        values={name: getattr(line, name) for name in contents(type(line))},
        written_at=line.created_at,
        written_by=line.written_by.professional.display_name if line.written_by else "",
        version=line.version,
        ended_at=line.ended_at,
    )


ROW = {"id", "structure", "usager", "created_at", "updated_at"}


def _row(row: db.Model) -> Item:
    """A row that is not a line: a stay, a member of the circle, a decision."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in ROW
    }
    return Item(id=row.pk, values=values, written_at=row.created_at)  # type: ignore[attr-defined]


def _contact(contact: models.Contact, hide: bool) -> Item:
    """Whom a judge bars goes with a name and a link alone."""
    values = {name: getattr(contact, name) for name in KEPT}
    if not selectors.may_inform(contact):
        values |= {"phone": "", "other_phone": "", "email": "", "address": ""}
    if hide:
        values["address"] = ""
    return Item(id=contact.pk, values=values, written_at=contact.updated_at, version=contact.version)


def allergies_are_known(content: RecordContent) -> bool:
    """Somebody asked: an allergy, or the statement that none is known."""
    return bool(content.allergies) or content.no_allergy_known is not None
