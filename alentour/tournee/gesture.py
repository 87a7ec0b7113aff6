"""One gesture as the phone sends it, and what may come of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime

from alentour.tournee.enums import Gesture

KEY = re.compile(r"[A-Za-z0-9-]{16,64}")
HEAVIEST = 60_000


class Unreadable(Exception):
    """What arrived is not a gesture; the phone keeps it and shows ``sentence``."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """``offset``: server minus phone at the last contact before the gesture. ``declared_at``: an hour typed by the person."""

    key: str
    gesture: Gesture
    person: UUID
    content: Mapping[str, Any]
    made_at: datetime
    offset: timedelta = timedelta(0)
    declared_at: datetime | None = None
    photo: bytes | None = None

    @property
    def digest(self) -> str:
        """Tells a gesture received twice from another one under the same key; keyed, for a short text is easily guessed."""
        said = json.dumps(
            [self.gesture, str(self.person), self.content], sort_keys=True, ensure_ascii=False, default=str
        )
        return salted_hmac("tournee.gesture", said.encode() + (self.photo or b""), algorithm="sha256").hexdigest()


def read(said: Any, photo: bytes | None = None) -> Sent:
    """Read one gesture of the JSON; raises :class:`Unreadable`."""
    try:
        key, content = str(said["key"]), said["content"]
        if not KEY.fullmatch(key) or not isinstance(content, dict) or len(json.dumps(content)) > HEAVIEST:
            raise ValueError(key)
        return Sent(
            key=key,
            gesture=Gesture(said["gesture"]),
            person=UUID(str(said["person"])),
            content=content,
            made_at=moment(said["made_at"]),
            offset=timedelta(milliseconds=max(-(10**12), min(10**12, int(said.get("offset_ms") or 0)))),
            declared_at=moment(said["declared_at"]) if said.get("declared_at") else None,
            photo=photo,
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Unreadable(
            "Ce geste est illisible ici : il reste dans le téléphone. Mettez l'application à jour."
        ) from None


def moment(text: Any) -> datetime:
    """An hour with its zone, in the years this product can know; raises ``ValueError``."""
    found = parse_datetime(str(text)[:40])
    if found is None or timezone.is_naive(found) or not 2020 <= found.year <= 2100:
        raise ValueError("not a moment")
    return found


def text_of(content: Mapping[str, Any], name: str) -> str:
    """A text of the content; anything else counts as nothing."""
    value = content.get(name)
    return value.strip() if isinstance(value, str) else ""
