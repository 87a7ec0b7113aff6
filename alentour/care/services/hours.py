"""The hour of a gesture: it may be written long after, never before."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from alentour.core.doors import Refused

# A clock may be a little ahead of ours.
TOLERANCE = timedelta(minutes=5)


def hour_of(done_at: datetime | None) -> datetime:
    """``done_at``, or now. Raises :class:`Refused` for an hour to come."""
    if done_at and done_at > timezone.now() + TOLERANCE:
        raise Refused("La date du geste est à venir : vérifiez le jour et l'heure.")
    return done_at or timezone.now()
