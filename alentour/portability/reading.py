"""A transfer decoded → :class:`Incoming`: ours word for word, another software's objects as the rows that say the same.

The objects of the guide come as ``esante.tddui`` read them; only their attributes are used here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from alentour.agenda.halves import half_of
from alentour.portability.gathering import FOREIGN
from alentour.portability.incoming import Incoming, sound_rows
from alentour.portability.rows import Row
from alentour.portability.tables import BY_NAME
from alentour.record.enums import Relation

SOURCE, WHO, AUTHORS, COVERED = "source", "identite", "auteurs", "couverts"
RELATIONS = {
    "SPS": "conjoint", "HUSB": "conjoint", "WIFE": "conjoint", "DOMPART": "conjoint", "CHILD": "enfant", "SON": "enfant",
    "DAU": "enfant", "PRN": "parent", "MTH": "parent", "FTH": "parent", "SIB": "fratrie", "BRO": "fratrie", "SIS": "fratrie",
    "GRNDCHILD": "petit_enfant", "FRND": "proche", "NBOR": "proche", "FAMMEMB": "famille",
}  # fmt: skip
STATUS = {"PLANIFIE": "prevu", "VALIDE": "confirme", "TERMINE": "realise", "ANNULE": "annule"}


def incoming_of(transfer: Any) -> Incoming:
    """What the file says of one person."""
    extras = transfer.extras
    files = {one.id.rpartition("-")[2]: (one.data, one.media_type) for one in transfer.documents}
    person = _person(transfer.usager)
    if sound_rows_of(extras.get(WHO)) and _source(extras):
        told = extras[WHO][0]
        return Incoming(
            person=person | {name: value for name, value in told.items() if isinstance(value, (str, bool))},
            source=_source(extras), files=files, covered=frozenset(_texts(extras.get(COVERED, ()), "id")),
            tables={name: sound_rows(extras[name]) for name in BY_NAME if name in extras},
            authors={
                str(one["key"]): one["who"]
                for one in sound_rows_of(extras.get(AUTHORS)) if isinstance(one.get("who"), dict) and "key" in one
            },
        )  # fmt: skip
    return _foreign(transfer, person, files)


def sound_rows_of(held: Any) -> list[dict[str, Any]]:
    return [one for one in held if isinstance(one, dict)] if isinstance(held, (list, tuple)) else []


def _source(extras: Any) -> dict[str, str]:
    found = sound_rows_of(extras.get(SOURCE))
    return {name: str(found[0].get(name, ""))[:160] for name in ("idnst", "name")} if found else {}


def _texts(held: Any, name: str) -> Iterator[str]:
    return (str(one[name]) for one in sound_rows_of(held) if name in one)


def _person(usager: Any) -> dict[str, Any]:
    traits, address = usager.traits, usager.address
    return {
        "id": f"{FOREIGN}{usager.id}", "birth_name": traits.birth_name, "given_names": traits.given_names,
        "first_given_name": traits.first_given_name, "birth_date_text": traits.birth_date, "sex": traits.sex,
        "birth_place": traits.birth_place, "used_name": traits.used_name, "used_given_name": traits.used_given_name,
        "matricule": usager.ins.matricule if usager.ins else "", "ins_oid": usager.ins.oid if usager.ins else "",
        "phone": next(iter(usager.phones), ""), "email": next(iter(usager.emails), ""),
        "address": " ".join(address.lines)[:200] if address else "", "city": address.city if address else "",
        "postal_code": address.postal_code if address else "",
    }  # fmt: skip


def _foreign(transfer: Any, person: dict[str, Any], files: dict[str, Any]) -> Incoming:
    """Another software's record. Everything stays in what is kept; these rows are what our screens can show of it."""
    tables: dict[str, list[Row]] = {}
    for name, held, make in (
        ("record.Contact", transfer.contacts, _contact), ("record.Stay", transfer.sejours, _stay),
        ("agenda.Entry", transfer.evenements, _entry), ("documents.Document", transfer.documents, _document),
        ("agenda.Absence", [one for one in transfer.presences if one.kind == "2"], _absence),
        ("agenda.Presence", [one for one in transfer.presences if one.kind == "1"], _presence),
    ):  # fmt: skip
        tables[name] = [row for one in held for row in _made(one, make)]
    tables["agenda.EntryUsager"] = [
        {"id": f"{row['id']}#usager", "fields": {}, "refs": {"entry": row["id"]}} for row in tables["agenda.Entry"]
    ]
    authors = {
        one.id: {"family": one.family, "given": one.given, "idnps": one.id, "structure": {"idnst": "", "name": ""}}
        for one in transfer.professionnels
    }
    source = next(({"idnst": one.id, "name": one.name} for one in transfer.etablissements), {})
    return Incoming(person=person, source=source, tables=tables, authors=authors, files=files, ours=False)


def _made(one: Any, make: Callable[[Any], Row | None]) -> Iterator[Row]:
    """A row, when the object says enough to make one."""
    row = make(one)
    if row is not None and (one.id or "id" in row):
        yield {"id": f"{FOREIGN}{one.id}"[:180]} | row


def _contact(one: Any) -> Row | None:
    if not one.family:
        return None
    phones = [*one.phones, "", ""]
    fields = {
        "family_name": one.family[:80], "given_name": one.given[:80], "relation": RELATIONS.get(one.relation, Relation.AUTRE),
        "phone": phones[0][:20], "other_phone": phones[1][:20], "email": next(iter(one.emails), ""),
        "address": one.address.on_one_line[:200] if one.address else "", "is_emergency": one.role == "ECON",
        "is_guardian": one.role == "GUARD", "call_order": one.order or 9, "comment": one.comment, "measure": "",
    }  # fmt: skip
    return {"id": f"{FOREIGN}{one.id or f'{one.family} {one.given}'}"[:180], "fields": fields}


def _stay(one: Any) -> Row | None:
    if not one.start:
        return None
    fields = {
        "starts_on": one.start[:10], "ends_on": one.end[:10] or None, "planned_end": one.planned_end[:10] or None,
        "admitted_on": one.admission[:10] or None, "file_number": one.file_number[:40], "comment": one.comment,
        "referrer": one.asked_by[:120], "origin": one.entry[:120], "exit_reason": one.exit[:120],
        "kind": "domicile" if not one.modality else "permanent",
    }  # fmt: skip
    return {"fields": {name: value for name, value in fields.items() if value}}


def _moment(text: str) -> datetime | None:
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        return None
    return made if made.tzinfo else timezone.make_aware(datetime.combine(made.date(), made.time() or time()))


def _entry(one: Any) -> Row | None:
    start, end = _moment(one.start), _moment(one.end)
    if start is None or end is None or end <= start:
        return None
    fields = {
        "kind": "autre", "title": one.label or next((kind.label for kind in one.types), "") or "Évènement",
        "note": "\n".join((*one.comments, one.report)).strip(), "where": one.place, "starts_at": start.isoformat(),
        "ends_at": end.isoformat(), "status": STATUS.get(one.status, "prevu"),
        "status_reason": one.cancel_reason.label if one.cancel_reason else "",
    }  # fmt: skip
    return {"fields": fields}


def _absence(one: Any) -> Row | None:
    start, end = _moment(one.start), _moment(one.end)
    if start is None or end is None:
        return None
    first, last = half_of(start), half_of(max(start, end - timedelta(seconds=1)))
    note = " · ".join(filter(None, (one.reason.label if one.reason else "", one.comment)))
    fields = {
        "reason": "autre", "starts_on": first[0].isoformat(), "starts_half": first[1], "ends_on": last[0].isoformat(),
        "ends_half": last[1], "planned": bool(one.planned), "note": note,
    }  # fmt: skip
    return {"fields": fields}


def _presence(one: Any) -> Row | None:
    start = _moment(one.start)
    if start is None:
        return None
    day, half = half_of(start)
    return {"fields": {"day": day.isoformat(), "half": half, "here": "present"}}


def _document(one: Any) -> Row | None:
    at = _moment(one.date) or timezone.now()
    fields = {
        "kind": "autre_sante", "title": (one.title or "Document repris")[:200], "effective_at": at.isoformat(),
        "media_type": one.media_type[:100], "state": "valide", "provenance": "scan", "confidentiality": "N",
        "type_label": (one.kind.label if one.kind else "")[:200],
    }  # fmt: skip
    return {"fields": fields, "files": {"body": one.id.rpartition("-")[2]}}


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
