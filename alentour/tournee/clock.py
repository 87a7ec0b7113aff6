"""The hour of a gesture made far from the server: what the phone said, what is kept, and why they differ.

A clock within two minutes is trusted. Beyond, the hour is corrected by what the server measures when the gesture arrives; when the
clock was set meanwhile, by what was measured before. An hour to come is never kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from alentour.ui.words import hour

TOLERANCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """``made_at``: the phone's word; ``done_at``: the hour kept; ``offset``: their difference, zero when the clock is right."""

    made_at: datetime
    done_at: datetime
    offset: timedelta
    sentence: str = ""


def time_of(
    made_at: datetime, *, device_now: datetime, known: timedelta, now: datetime, declared: datetime | None = None
) -> Timing:
    """``known`` is server minus phone at the last contact before the gesture; ``declared`` is an hour the person typed."""
    offset = _offset(made_at, skew=now - device_now, known=known, now=now)
    if declared is not None:
        return Timing(made_at=made_at, done_at=declared, offset=timedelta(0))
    done_at = min(made_at + offset, now)
    offset = done_at - made_at if abs(done_at - made_at) > TOLERANCE else timedelta(0)
    return Timing(made_at=made_at, done_at=done_at, offset=offset, sentence=_say(made_at, done_at, offset))


def _offset(made_at: datetime, *, skew: timedelta, known: timedelta, now: datetime) -> timedelta:
    changed = abs(known - skew) > TOLERANCE
    chosen = known if changed and made_at + known <= now + TOLERANCE else skew
    return chosen if abs(chosen) > TOLERANCE else timedelta(0)


def _say(made_at: datetime, done_at: datetime, offset: timedelta) -> str:
    if not offset:
        return ""
    way = "avançait" if offset < timedelta(0) else "retardait"
    minutes = round(abs(offset).total_seconds() / 60)
    span = f"{minutes // 60} h {minutes % 60:02d}" if minutes >= 60 else f"{minutes} min"
    return f"L'horloge du téléphone {way} de {span} : {hour(made_at)} a été corrigé en {hour(done_at)}."
