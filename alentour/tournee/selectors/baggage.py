"""What a phone takes along about one person: what the bedside needs, and nothing that the métier does not open."""

from __future__ import annotations

import base64
import io
from datetime import date
from typing import Any

from PIL import Image

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.enums import Category, Moment
from alentour.care.models import Measure, Transmission, TreatmentLine
from alentour.care.selectors import cibles_of, latest_of, limits_of, readable, transmissions_of, writable
from alentour.care.selectors.tasks import Due, dues_of, writable_natures
from alentour.care.selectors.treatments import Dose, as_needed, doses_of
from alentour.care.tasks import slot_label
from alentour.core import files
from alentour.documents import consents
from alentour.documents.enums import DocumentKind
from alentour.documents.kinds import kind_of
from alentour.identity.models import Usager
from alentour.record.presenters import person_header
from alentour.tournee.rules import CONSIGNE
from alentour.tournee.selectors.consigne import FIELDS, consigne_of
from alentour.tournee.selectors.doses import version_of
from alentour.ui.words import birth

LAST = 6
FACE = 96


def opened(post: Post) -> list[DataClass]:
    """The kinds of data that leave with this post: each is a read, traced as such."""
    kinds = [DataClass.SANTE, DataClass.SOINS, *[category.kind for category in readable(post)]]
    kept = [kind for kind in dict.fromkeys(kinds) if can(post, Act.READ, kind)]
    doses = any(can(post, act, DataClass.ADMINISTRATION) for act in (Act.READ, Act.WRITE))
    return [*kept, DataClass.ADMINISTRATION] if doses else kept


def person_of(post: Post, usager: Usager, day: date) -> dict[str, Any]:
    """One person as the phone keeps her (JSON). Each part is empty when the métier does not open it."""
    return {
        "id": str(usager.id),
        **_identity(post, usager),
        "may": may(post, usager),
        "measures": {slug: _measure(row) for slug, row in latest_of(post, usager).items()},
        "limits": _limits(post, usager),
        "doses": [_dose(one, day) for one in doses_of(post, usager, day)],
        "as_needed": [_needed(line, rows) for line, rows in as_needed(post, usager, day)],
        "tasks": [_task(one) for one in dues_of(post, usager, day) if one.mine],
        "cibles": [{"label": one.label, "category": one.category} for one in cibles_of(post, usager)[:LAST]],
        "transmissions": [_transmission(row) for row in transmissions_of(post, usager)[:LAST]],
        "consigne": _consigne(post, usager),
    }


def may(post: Post, usager: Usager) -> dict[str, Any]:
    """What this post may write about her."""
    photo = kind_of(DocumentKind.PHOTO_PLAIE).may_write(post)
    return {
        "constantes": can(post, Act.WRITE, DataClass.SOINS),
        "transmission": [category.value for category in writable(post)],
        "prise": can(post, Act.WRITE, DataClass.ADMINISTRATION),
        "soin": [nature.value for nature in writable_natures(post)],
        "photo": photo,
        "photo_agreed": photo and consents.already_agrees(usager),
        "consigne": can(post, Act.WRITE, CONSIGNE),
    }


def _identity(post: Post, usager: Usager) -> dict[str, Any]:
    header = person_header(usager, post)
    return {
        "name": header.name,
        "born": birth(header.birth_date),
        "birth_name": header.birth_name,
        "age": header.age,
        "sex": header.sex,
        "place": header.place,
        "address": " ".join(filter(None, (usager.address, usager.postal_code, usager.city))),
        "phone": usager.phone,
        "alerts": [{"text": one.text, "icon": one.icon, "tone": one.tone} for one in header.alerts],
        "face": _face(usager),
    }


def _face(usager: Usager) -> str:
    """A thumbnail of some kilobytes; nothing when the photo cannot be read."""
    if usager.photo is None:
        return ""
    try:
        with Image.open(io.BytesIO(files.read(usager.photo)), formats=["JPEG"]) as picture:
            picture.thumbnail((FACE, FACE))
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=70)
    except (OSError, files.DamagedFile):
        return ""
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()


def _measure(row: Measure) -> dict[str, Any]:
    return {"text": row.constante.write(row.value), "at": row.done_at.isoformat(), "crossed": row.crossed}


def _limits(post: Post, usager: Usager) -> dict[str, list[float | None]]:
    if not can(post, Act.READ, DataClass.SOINS):
        return {}
    found = limits_of(usager).items()
    return {
        slug: [_number(one.low), _number(one.high)]
        for slug, one in found
        if one.low is not None or one.high is not None
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _dose(one: Dose, day: date) -> dict[str, Any]:
    said = one.said
    return {
        "line": str(one.line.id),
        "drug": one.line.drug,
        "instructions": one.line.instructions,
        "dose": one.dose,
        "day": day.isoformat(),
        "moment": one.moment.value,
        "state": said.state if said else "prevue",
        "by": str(said.by.professional) if said else "",
        "at": said.done_at.isoformat() if said else "",
        "version": version_of(said),
    }


def _task(one: Due) -> dict[str, Any]:
    said = one.said
    return {
        "task": str(one.task.id),
        "nature": one.task.nature,
        "label": one.task.label,
        "instructions": one.task.instructions,
        "day": one.day.isoformat(),
        "slot": one.slot,
        "when": slot_label(one.slot),
        "state": said.state if said else "",
        "by": str(said.by.professional) if said else "",
        "at": said.done_at.isoformat() if said else "",
        "version": one.version,
    }


def _needed(line: TreatmentLine, rows: list[Any]) -> dict[str, Any]:
    return {
        "line": str(line.id),
        "drug": line.drug,
        "instructions": line.instructions,
        "dose": line.dose(Moment.BESOIN),
        "max_per_day": line.max_per_day,
        "min_hours": line.min_hours,
        "given": [row.done_at.isoformat() for row in rows],
    }


def _transmission(row: Transmission) -> dict[str, Any]:
    return {
        "author": str(row.author.professional),
        "metier": row.author.metier_label,
        "category": Category(row.category).label,
        "target": row.target,
        "data": row.data,
        "action": row.action,
        "result": row.result,
        "priority": row.priority,
        "at": row.done_at.isoformat(),
    }


def _consigne(post: Post, usager: Usager) -> dict[str, Any] | None:
    """Version 0 when there is none yet; None for a métier that does not read the daily care."""
    if not can(post, Act.READ, CONSIGNE):
        return None
    current = consigne_of(usager)
    if current is None:
        return {"version": 0, "access": "", "advice": "", "author": "", "at": ""}
    texts = {name: getattr(current, name) for name in FIELDS}
    return {
        "version": current.number,
        "author": str(current.author.professional),
        "at": current.done_at.isoformat(),
        **texts,
    }
