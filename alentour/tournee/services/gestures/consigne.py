"""The consigne of the round, changed beside the person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.tournee.gesture import Sent
from alentour.tournee.models import Consigne
from alentour.tournee.rules import CONSIGNE
from alentour.tournee.selectors.consigne import FIELDS
from alentour.tournee.services.consigne import Disagreement, write_consigne
from alentour.tournee.services.gestures.clash import Clash, side

LABELS = {"access": "Pour entrer", "advice": "À savoir"}


def kind_of(content: Any) -> DataClass:
    return CONSIGNE


def write(*, sent: Sent, usager: Usager, by: Post, done_at: datetime, told: str, sure: bool) -> Consigne:
    changes, based_on = changes_of(sent.content), sent.content.get("based_on")
    if not isinstance(based_on, int) or based_on < 0:
        raise Refused("Cette consigne ne dit pas de quelle version elle part : elle est gardée, à revoir.")
    try:
        return write_consigne(usager=usager, by=by, based_on=based_on, changes=changes, done_at=done_at)
    except Disagreement as clash:
        current = clash.current
        raise Clash(
            theirs=side(current.author, current.done_at, lines(both_fields(current))),
            mine=side(by, done_at, lines(changes)),
            version=str(current.number),
        ) from None


def changes_of(content: Any) -> dict[str, str]:
    given = content.get("changes")
    given = given if isinstance(given, dict) else {}
    return {name: given[name] for name in FIELDS if isinstance(given.get(name), str)}


def both_fields(current: Consigne) -> dict[str, str]:
    return {name: getattr(current, name) for name in FIELDS}


def lines(changes: Mapping[str, str]) -> list[list[str]]:
    return [[LABELS[name], changes[name] or "rien d'écrit"] for name in FIELDS if name in changes]


def words(content: Any) -> list[list[str]]:
    return lines(changes_of(content))
