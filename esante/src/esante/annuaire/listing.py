"""An entry as a person reads it: a professional or a structure, where they work, and every mailbox that reaches them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from esante.annuaire import systems
from esante.annuaire.decode import decode_organization, decode_practitioner, decode_role
from esante.annuaire.records import Coding, Mailbox, OrganizationRecord, PractitionerRecord, RoleRecord
from esante.cisis import Code, UnknownCode, profession_of, sector
from esante.fhirkit import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A structure, seen as the place of an activity. ``sector`` of TRE_R02; ``mode`` S employed, L liberal."""

    idnst: str
    name: str
    finess: str = ""
    siret: str = ""
    sector: str = ""
    category: str = ""
    postal_code: str = ""
    town: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One answer of the directory.

    kind         "person" or "structure"
    name         as shown: "Inès MOREAU", "SSIAD Les Ajoncs"
    idnps, rpps  of a person; "" for a structure
    places       where a person works (several); for a structure, itself
    profession   Coding of TRE_G15, or of TRE_R85 when the person's trade is only known by the activity; None unknown
    skills       codes of TRE_R38 (SM26…)
    mailboxes    MSSanté only, without doubles, personal ones first; empty: nobody can be written to here
    """

    kind: Literal["person", "structure"]
    name: str
    family: str = ""
    given: str = ""
    civility: str = ""
    title: str = ""
    idnps: str = ""
    rpps: str = ""
    profession: Coding | None = None
    skills: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    mailboxes: tuple[Mailbox, ...] = ()
    active: bool = True

    @property
    def place(self) -> Place | None:
        """The first place, None for a person without any."""
        return self.places[0] if self.places else None

    @property
    def town(self) -> str:
        """Town of the first place, "" unknown."""
        return self.place.town if self.place else ""

    @property
    def idnst(self) -> str:
        """Struct_IdNat of the first place, "" unknown."""
        return self.place.idnst if self.place else ""

    @property
    def finess(self) -> str:
        """FINESS of the first place, "" unknown."""
        return self.place.finess if self.place else ""

    @property
    def trade(self) -> Code | None:
        """The profession as a document's author would carry it (JDV_J01), or a structure's sector (JDV_J02)."""
        try:
            if self.kind == "structure":
                return sector(self.place.sector) if self.place else None
            return profession_of(self.profession.code, next(iter(self.skills), "")) if self.profession else None
        except UnknownCode:
            return None

    def mailbox(self, address: str) -> Mailbox | None:
        """The mailbox of that address, whatever its case."""
        return next((box for box in self.mailboxes if box.address.casefold() == address.casefold()), None)


def assemble(resources: Iterable[Json]) -> tuple[Listing, ...]:
    """Build the listings of a set of resources, in the order of the set: one per Practitioner, one per Organization.

    Roles join persons to places; an Organization that is only the place of a role of the set has no listing of its own
    unless it holds a mailbox of its own.
    """
    held = list(resources)
    people = [decode_practitioner(one) for one in held if one.get("resourceType") == "Practitioner"]
    roles = [decode_role(one) for one in held if one.get("resourceType") == "PractitionerRole"]
    structures = {one.id: one for one in map(decode_organization, _of(held, "Organization"))}
    listings = [
        person_listing(one, [role for role in roles if role.practitioner == one.id], structures) for one in people
    ]
    places = {role.organization for role in roles}
    listings += [structure_listing(one) for one in structures.values() if one.id not in places or one.mailboxes]
    return tuple(listings)


def person_listing(
    person: PractitionerRecord, roles: Iterable[RoleRecord], structures: Mapping[str, OrganizationRecord]
) -> Listing:
    """One professional with the activities and structures known of them; closed activities are left out."""
    places: list[Place] = []
    boxes = list(person.mailboxes)
    care_role = ""
    for role in (one for one in roles if one.active):
        care_role = care_role or role.care_role
        structure = structures.get(role.organization)
        if structure:
            places.append(_place(structure, role.mode))
        boxes += [replace(box, place=structure.idnst if structure else "") for box in role.mailboxes]
    return Listing(
        kind="person",
        name=" ".join(part for part in (person.given, person.family.upper()) if part),
        family=person.family,
        given=person.given,
        civility=person.civility,
        title=person.title,
        idnps=person.idnps,
        rpps=person.rpps,
        profession=_profession(person, care_role),
        skills=person.skills,
        places=tuple(places),
        mailboxes=_without_doubles(boxes),
        active=person.active,
    )


def structure_listing(structure: OrganizationRecord) -> Listing:
    """One structure with its own mailboxes."""
    return Listing(
        kind="structure",
        name=structure.name,
        places=(_place(structure, ""),),
        mailboxes=_without_doubles([replace(box, place=structure.idnst) for box in structure.mailboxes]),
        active=structure.active,
    )


def _of(resources: list[Json], kind: str) -> list[Json]:
    return [one for one in resources if one.get("resourceType") == kind]


def _profession(person: PractitionerRecord, care_role: str) -> Coding | None:
    if person.profession:
        return Coding(systems.PROFESSION, person.profession)
    return Coding(systems.CARE_ROLE, care_role) if care_role else None


def _place(structure: OrganizationRecord, mode: str) -> Place:
    return Place(
        idnst=structure.idnst,
        name=structure.name,
        finess=structure.finess,
        siret=structure.siret,
        sector=structure.sector,
        category=structure.category,
        postal_code=structure.postal_code,
        town=structure.city,
        mode=mode,
    )


def _without_doubles(boxes: Iterable[Mailbox]) -> tuple[Mailbox, ...]:
    """One line per address; the most telling one (with a place) wins."""
    kept: dict[str, Mailbox] = {}
    for box in boxes:
        key = box.address.casefold()
        if key not in kept or (box.place and not kept[key].place):
            kept[key] = box
    return tuple(kept.values())
