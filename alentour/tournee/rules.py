"""Who goes on a round, and what their métier does there."""

from __future__ import annotations

from alentour.accounts.enums import Act, DataClass, Scope
from alentour.accounts.models import Post
from alentour.accounts.rights import can, metiers_that_can, scope_of
from alentour.core.doors import ClosedDoor

BEDSIDE = (
    DataClass.SOINS,
    DataClass.TRANSMISSIONS_SOIN,
    DataClass.TRANSMISSIONS_VIE,
    DataClass.ADMINISTRATION,
)
# The consigne of a round says how one gets in and what the gestures of the day need: it opens with the daily care.
CONSIGNE = DataClass.SOINS


def has_round(post: Post) -> bool:
    """A métier that meets people and writes at the bedside."""
    meets = scope_of(post) != Scope.NOBODY and can(post, Act.READ, DataClass.IDENTITE)
    return meets and any(can(post, Act.WRITE, kind) for kind in BEDSIDE)


def require_round(post: Post) -> None:
    """Raise :class:`ClosedDoor` with the métiers that go on a round."""
    if not has_round(post):
        names = [name for kind in BEDSIDE for name in metiers_that_can(Act.WRITE, kind)]
        raise ClosedDoor("partir en tournée", tuple(dict.fromkeys(names)))
