"""What one phone may ask in a while: a round is a few dozen requests, a loop gone mad is thousands."""

from __future__ import annotations

from uuid import UUID

from django.core.cache import cache

WINDOW = 60
MOST = 90
# One request carries at most this many gestures, and this many bytes without its photo.
GESTURES = 25
HEAVIEST_JSON = 512 * 1024
HEAVIEST_PHOTO = 4 * 1024 * 1024


def too_many(post_id: UUID) -> bool:
    """Counts this request; True beyond ``MOST`` a minute for one post in this process."""
    name = f"tournee:{post_id}"
    if cache.add(name, 1, WINDOW):
        return False
    try:
        return cache.incr(name) > MOST
    except ValueError:  # it has just expired
        return False
