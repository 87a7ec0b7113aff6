"""A relevé taken beside the person."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.care import services as care
from alentour.care.constantes import constantes
from alentour.care.models import Reading
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.tournee.gesture import Sent, text_of

DEVICE = "tournée"


def kind_of(content: Any) -> DataClass:
    return DataClass.SOINS


def write(*, sent: Sent, usager: Usager, by: Post, done_at: datetime, told: str, sure: bool) -> Reading:
    note = text_of(sent.content, "note")
    return care.take(
        usager=usager,
        by=by,
        values=values_of(sent.content),
        done_at=done_at,
        device=DEVICE,
        note=f"Relevé par {told}. {note}".strip() if told else note,
        confirmed=sure or sent.content.get("confirmed") is True,
        key=sent.key,
    )


def values_of(content: Any) -> dict[str, Decimal]:
    """The values that were filled; a blank is nothing, never an erased value."""
    given = content.get("values")
    found: dict[str, Decimal] = {}
    for slug, text in (given if isinstance(given, dict) else {}).items():
        written = str(text).strip().replace(",", ".")
        if not written:
            continue
        if slug not in constantes():
            raise Refused("Une constante de ce relevé n'est pas connue ici.")
        found[slug] = _number(slug, written)
    return found


def _number(slug: str, written: str) -> Decimal:
    try:
        value = Decimal(written)
    except InvalidOperation:
        value = Decimal("NaN")
    if len(written) > 12 or not value.is_finite():
        raise Refused(f"{constantes()[slug].label} : « {written[:20]} » n'est pas un nombre.")
    return value


def words(content: Any) -> list[list[str]]:
    table = constantes()
    lines = [[table[slug].label, f"{text} {table[slug].unit}"] for slug, text in content["values"].items() if text]
    note = text_of(content, "note")
    return [*lines, ["Remarque", note]] if note else lines
