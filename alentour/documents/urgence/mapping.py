"""From the parts of an urgency document to what ``esante`` writes. Pure: no query, no clock, no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from esante.cda import Participant
from esante.cda.structured.dlu import STATES
from esante.cda.structured.dlu_model import Dlu, Enclosed, Enclosure, Fludt
from esante.cda.structured.entries_model import (
    Allergy,
    Belonging,
    Contact,
    Device,
    Directive,
    Finding,
    Problem,
    Surgery,
    Treatment,
    Vaccination,
    Vital,
    VitalSign,
)

from alentour.documents.urgence.gathering import RISKS
from alentour.documents.urgence.parts import Knowledge, Part, Row
from alentour.record.enums import AlertTopic, CircleRole, DeviceKind, HabitTheme
from esante import cisis

SNOMED, CIM10 = "2.16.840.1.113883.6.96", "2.16.840.1.113883.6.3"
SIGNS = {
    "ta_sys": Vital.SYSTOLIC,
    "ta_dia": Vital.DIASTOLIC,
    "pouls": Vital.PULSE,
    "spo2": Vital.SATURATION,
    "temperature": Vital.TEMPERATURE,
    "poids": Vital.WEIGHT,
    "taille": Vital.HEIGHT,
}
WALKING = frozenset({DeviceKind.CANNE, DeviceKind.DEAMBULATEUR, DeviceKind.FAUTEUIL, DeviceKind.LEVE_PERSONNE})


def dlu_of(parts: Sequence[Part], *, comment: str, enclosures: Sequence[tuple[str, bytes]]) -> Dlu:
    """The content of the DLU. ``enclosures``: names of :class:`Enclosed` with their PDF."""
    by = {part.slug: part for part in parts}
    topics = [(row, AlertTopic(row.data["topic"])) for row in by["alertes"].rows if row.data["topic"]]
    resistant = [row for row, topic in topics if topic == AlertTopic.ISOLEMENT]
    return Dlu(
        alerts=tuple(_whole(row) for row in by["alertes"].rows),
        allergies=_each(by["allergies"], _allergy),
        problems=_each(by["problemes"], lambda row: _problem(row, active=True)),
        history=_each(by["antecedents"], lambda row: _problem(row, active=False)),
        surgeries=_each(by["chirurgie"], lambda row: Surgery(text=_whole(row), on=_day(row.data["since"]))),
        treatments=_each(by["traitements"], _treatment),
        mobility=_findings(
            [row for row in by["dispositifs"].rows if row.data["kind"] in WALKING], _habits(by, move=True)
        ),
        risks=tuple(_risk(row, topic) for row, topic in topics if topic in RISKS) or None,
        habits=_findings([], _habits(by, move=False)),
        gir=next((row.data["gir"] for row in by["autonomie"].rows), None),
        devices=_each(by["dispositifs"], _device),
        resistant=True if resistant else None,
        resistant_text=", ".join(row.more for row in resistant),
        directive=_directive(by["directives"]),
        hospital=next((_whole(row) for row in by["soignants"].rows if row.data["role"] == CircleRole.HOPITAL), ""),
        vaccinations=_each(
            by["vaccinations"],
            lambda row: Vaccination(text=row.text, code=_code(row.data), on=_day(row.data["on"])),
        ),
        contacts=_each(
            by["contacts"],
            lambda row: Contact(
                name=row.text, link=row.data["link"], telephone=row.data["telephone"], trusted=row.data["trusted"]
            ),
        ),
        comment=comment,
        enclosures=tuple(Enclosure(Enclosed[name], pdf) for name, pdf in enclosures),
    )


def fludt_of(parts: Sequence[Part], said: Mapping[str, Any], *, comment: str) -> Fludt:
    """The content of the transfer sheet: what was said at the door (`said`, of :class:`~.leaving.Departure`), and the record."""
    by = {part.slug: part for part in parts}
    taken = next((row.data["at"] for row in by["derniere_prise"].rows), "")
    signs = tuple(sign for row in by["mesures"].rows if (sign := _sign(row)))
    return Fludt(
        reason=said["reason"],
        leaves_at=_local(said["leaves_at"]),
        destination=said["destination"],
        vital_signs=signs or None,
        awake=said["awake"],
        consciousness=said["consciousness"],
        pains=None if said["pains"] is None else tuple(said["pains"]),
        treatments=_each(by["traitements"], _treatment),
        last_medicine=_local(taken) if taken else None,
        last_meal=_local(said["last_meal"]) if said["last_meal"] else None,
        devices=None if said["objects"] is None else tuple(_object(one) for one in said["objects"]),
        comment=comment,
    )


def _local(text: str) -> datetime:
    return timezone.localtime(datetime.fromisoformat(text))


def _sign(row: Row) -> VitalSign | None:
    """A measure that the sheet has a place for; the others stay on the page."""
    kind = SIGNS.get(row.data["kind"])
    return VitalSign(kind=kind, value=Decimal(row.data["value"]), at=_local(row.data["at"])) if kind else None


def _object(one: Mapping[str, str]) -> Device:
    glasses = one["kind"] == DeviceKind.LUNETTES
    return Device(kind=Belonging.GLASSES if glasses else Belonging.OTHER, text=one["text"])


def doctor_of(parts: Sequence[Part]) -> tuple[Participant, ...]:
    """The médecin traitant, for the header; nobody when the record does not have the national identifier."""
    rows = [row for part in parts if part.slug == "soignants" for row in part.rows]
    row = next((one for one in rows if one.data["role"] == CircleRole.MEDECIN_TRAITANT and one.data["idnps"]), None)
    if row is None:
        return ()
    family, given = _name(row.text)
    person = cisis.Professional(
        id=cisis.PsId.parse(row.data["idnps"]),
        family=family,
        given=given,
        profession=cisis.profession("G15_10/SM54"),
        structure=_practice(row.data),
    )
    function = cisis.Code("PCP", cisis.oids.PARTICIPATION_FUNCTION, "Médecin Traitant")
    return (Participant(type="INF", professional=person, function=function),)


def _practice(data: Mapping[str, Any]) -> cisis.Structure | None:
    if not data["idnst"]:
        return None
    return cisis.Structure(id=cisis.StructId.parse(data["idnst"]), name=data["structure"] or "Cabinet")


def _name(words: str) -> tuple[str, str]:
    """Family and given names of « Dr Paul MARTIN »: what is in capitals is the family name."""
    parts = [part for part in words.split() if part.rstrip(".").lower() not in {"dr", "docteur", "pr", "m", "mme"}]
    family = [part for part in parts if part.isupper() and len(part) > 1] or parts[-1:]
    return " ".join(family), " ".join(part for part in parts if part not in family)


def _each(part: Part, make: Any) -> Any:
    """The lines of a part; None when nothing is known, an empty tuple when the absence was stated."""
    return None if part.knowledge == Knowledge.UNKNOWN else tuple(make(row) for row in part.rows)


def _whole(row: Row) -> str:
    return f"{row.text}, {row.more}" if row.more else row.text


def _code(data: Mapping[str, Any], system: str = "") -> cisis.Code | None:
    system = system or data.get("system", "")
    return cisis.Code(data["code"], system, "") if data.get("code") and system.replace(".", "").isdigit() else None


def _day(text: str) -> date | None:
    """A whole day; a year or a month alone stays in the words."""
    return date.fromisoformat(text) if len(text) == 10 else None


def _allergy(row: Row) -> Allergy:
    data = row.data
    return Allergy(
        text=row.text, code=_code(data), reaction=data["reaction"], severe=data["severe"], since=_day(data["since"])
    )


def _problem(row: Row, *, active: bool) -> Problem:
    data, said = row.data, (row.more if row.data["family"] or len(row.data["since"]) < 10 else "")
    return Problem(
        text=f"{row.text} ({said})" if said else row.text,
        code=None if data["family"] else _code(data, CIM10),
        since=_day(data["since"]),
        until=_day(data["until"]),
        active=active,
    )


def _treatment(row: Row) -> Treatment:
    data = row.data
    return Treatment(
        medicine=row.text, dose=data["dose"], moments=tuple(data["moments"]), since=_day(data["since"]),
        until=_day(data["until"]), as_needed=data["as_needed"], why=data["why"],
    )  # fmt: skip


def _risk(row: Row, topic: AlertTopic) -> Finding:
    return Finding(text=_whole(row), code=cisis.Code(RISKS[topic], SNOMED, STATES[RISKS[topic]]))


def _habits(by: Mapping[str, Part], *, move: bool) -> list[Row]:
    return [row for row in by["habitudes"].rows if (row.data["theme"] == HabitTheme.MOBILITE) is move]


def _findings(*groups: Sequence[Row]) -> tuple[Finding, ...] | None:
    return tuple(Finding(text=_whole(row)) for rows in groups for row in rows) or None


def _device(row: Row) -> Device:
    if row.data["kind"] == DeviceKind.LUNETTES:
        return Device(kind=Belonging.GLASSES, text=row.more)
    return Device(text=_whole(row))


def _directive(part: Part) -> Directive | None:
    if part.knowledge == Knowledge.UNKNOWN:
        return None
    if not part.rows:
        return Directive(exists=False, text=part.none)
    return Directive(exists=True, text=part.rows[0].more, on=_day(part.rows[0].data["on"]))
