"""The directory's content: the cast and some sixty fictitious neighbours, as FHIR resources.

Red-listed mailboxes are absent, as in the public view: whoever has none in the data is simply published without one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files

from esante.annuaire import encode_organization, encode_practitioner, encode_role
from esante.annuaire.records import Mailbox, OrganizationRecord, PractitionerRecord, RoleRecord
from esante.fhirkit import Json

from sandbox.cast import Cast, Professional, Structure

UPDATED = datetime(2026, 11, 2, 1, tzinfo=UTC)
KINDS = ("Practitioner", "PractitionerRole", "Organization")


class Directory:
    """Resources by kind and by technical identifier, in a stable order."""

    def __init__(self, cast: Cast) -> None:
        self.resources: dict[str, dict[str, Json]] = {kind: {} for kind in KINDS}
        places = {structure.key: _cast_structure(structure) for structure in cast.structures.values()}
        places |= {row["key"]: _row_structure(row) for row in _rows("structures")}
        for place in places.values():
            self._add(encode_organization(place))
        for person, role in [*_cast_people(cast, places), *_row_people(places)]:
            self._add(encode_practitioner(person))
            self._add(encode_role(role))

    def _add(self, resource: Json) -> None:
        self.resources[resource["resourceType"]][resource["id"]] = resource

    def get(self, kind: str, number: str) -> Json | None:
        """One resource by its technical identifier."""
        return self.resources.get(kind, {}).get(number)


def _boxes(address: str, kind: str, service: str = "") -> tuple[Mailbox, ...]:
    if not address:
        return ()
    return (Mailbox(address=address, kind="ORG" if kind == "ORG" else "PER", service=service),)


def _cast_structure(structure: Structure) -> OrganizationRecord:
    return OrganizationRecord(
        id=f"001-{structure.id}",
        idnst=structure.id,
        name=structure.name,
        finess=structure.finess,
        siret=structure.siret,
        sector=structure.sector,
        category=structure.category,
        lines=(structure.line,),
        postal_code=structure.postal_code,
        city=structure.city,
        commune=structure.cog,
        phone=structure.phone,
        mailboxes=_boxes(structure.mailbox, "ORG"),
        updated=UPDATED,
    )


def _row_structure(row: dict[str, str]) -> OrganizationRecord:
    return OrganizationRecord(
        id=f"001-1{row['finess']}",
        idnst=f"1{row['finess']}",
        name=row["name"],
        finess=row["finess"],
        sector=row["sector"],
        category=row["category"],
        lines=(row["line"],),
        postal_code=row["postal_code"],
        city=row["city"],
        commune=row["cog"],
        mailboxes=_boxes(row["mailbox"], "ORG", row["service"]),
        updated=UPDATED,
    )


def _cast_people(cast: Cast, places: dict[str, OrganizationRecord]) -> Iterator[tuple[PractitionerRecord, RoleRecord]]:
    for person in cast.professionals.values():
        mode = "L" if cast.structure_of(person).practice_setting == "AMBULATOIRE" else "S"
        yield _person(person, mode, places[person.structure].id)


def _row_people(places: dict[str, OrganizationRecord]) -> Iterator[tuple[PractitionerRecord, RoleRecord]]:
    for row in _rows("professionals"):
        mode = row.pop("mode")
        place = places[row["structure"]].id if row["structure"] else ""
        yield _person(Professional(key=row["rpps"], metier="", **row), mode, place)


def _person(person: Professional, mode: str, place: str) -> tuple[PractitionerRecord, RoleRecord]:
    # A mailbox of the place travels with the activity; one of the person (liberal) with the person.
    boxes = _boxes(person.mailbox, "PER")
    at_place = bool(place) and mode == "S"
    practitioner = PractitionerRecord(
        id=f"003-{person.rpps}",
        rpps=person.rpps,
        family=person.family.upper(),
        given=person.given,
        civility=person.civility,
        title="DR" if person.profession == "10" else "",
        profession=person.profession,
        skills=(person.skill,) if person.skill else (),
        mailboxes=() if at_place else boxes,
        updated=UPDATED,
    )
    role = RoleRecord(
        id=f"005-{person.rpps}-1",
        activity=f"10{person.rpps}",
        practitioner=practitioner.id,
        organization=place,
        mode=mode,
        care_role=person.role,
        mailboxes=boxes if at_place else (),
        updated=UPDATED,
    )
    return practitioner, role


def _rows(name: str) -> list[dict[str, str]]:
    text = files("sandbox.annuaire").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))
