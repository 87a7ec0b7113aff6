"""Who reads and writes what in the agenda, drawn from the habilitations."""

from __future__ import annotations

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.core.doors import ClosedDoor

# Whoever writes one of these about a person plans with her: her everyday life, her identity (the secretary), her care,
# and the two notebooks of those who meet her alone.
WRITERS = (
    DataClass.TRANSMISSIONS_VIE,
    DataClass.IDENTITE,
    DataClass.SOINS,
    DataClass.PSYCHOLOGUE,
    DataClass.SOCIAL,
)


def may_read(post: Post) -> bool:
    """Entries with a person and presences go with her identity; the others (meetings) are read by the whole structure."""
    return rights.can(post, Act.READ, DataClass.IDENTITE)


def may_write(post: Post) -> bool:
    """Who plans for a person, and says whether she is here."""
    return any(rights.can(post, Act.WRITE, kind) for kind in WRITERS)


def require_writer(post: Post) -> None:
    if not may_write(post):
        names = [name for kind in WRITERS for name in rights.metiers_that_can(Act.WRITE, kind)]
        raise ClosedDoor("écrire dans l'agenda des personnes", tuple(dict.fromkeys(names)))
