"""Who does what in a projet, when the letter of the table is not enough (specs/product §3.4)."""

from __future__ import annotations

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post
from alentour.accounts.rights import can, metiers_that_can
from alentour.core.doors import ClosedDoor
from alentour.projects.enums import SectionKind

# reads when, never what
DATES_ONLY = frozenset({Metier.SECRETAIRE})
# adds observations, does not write the rest
OBSERVERS = frozenset({Metier.AIDE_SOIGNANT})
# writes their own part
OWN_PART = frozenset({Metier.REEDUCATEUR})
OWN_SECTIONS = frozenset({SectionKind.SANTE, SectionKind.QUOTIDIEN, SectionKind.COMMUNICATION, SectionKind.APPRENDRE})


def sees_dates(post: Post) -> bool:
    return can(post, Act.READ, DataClass.PROJET)


def reads(post: Post) -> bool:
    """The content; the secrétaire sees dates only."""
    return sees_dates(post) and post.metier not in DATES_ONLY


def keeps_dates(post: Post) -> bool:
    """Reads when, and not what."""
    return sees_dates(post) and post.metier in DATES_ONLY


def observes(post: Post) -> bool:
    """May add an observation and answer in an exchange."""
    return can(post, Act.WRITE, DataClass.PROJET)


def writes(post: Post) -> bool:
    """May write the projet: whole, or their own part (see :func:`may_change`)."""
    return observes(post) and post.metier not in OBSERVERS


def leads(post: Post) -> bool:
    """May begin, evaluate, collect agreements: who writes the whole."""
    return writes(post) and post.metier not in OWN_PART


def validates(post: Post) -> bool:
    return can(post, Act.VALIDATE, DataClass.PROJET)


def may_write_section(post: Post, kind: SectionKind) -> bool:
    return leads(post) or (writes(post) and kind in OWN_SECTIONS)


def may_change(post: Post, *owners: Post | None) -> bool:
    """A piece that exists: who writes the whole, or one of its ``owners`` among those who write their part."""
    return leads(post) or (writes(post) and post.id in {owner.id for owner in owners if owner})


def _metiers(without: frozenset[Metier]) -> tuple[str, ...]:
    left_out = {metier.label for metier in without}
    return tuple(name for name in metiers_that_can(Act.WRITE, DataClass.PROJET) if name not in left_out)


def leaders() -> tuple[str, ...]:
    """The métiers that write the whole, in words."""
    return _metiers(OBSERVERS | OWN_PART)


def require_content(post: Post) -> None:
    if not reads(post):
        names = metiers_that_can(Act.READ, DataClass.PROJET)
        left_out = {metier.label for metier in DATES_ONLY}
        raise ClosedDoor("lire le contenu du projet personnalisé", [name for name in names if name not in left_out])


def require_writer(post: Post) -> None:
    if not writes(post):
        raise ClosedDoor("écrire le projet personnalisé", _metiers(OBSERVERS))


def require_leader(post: Post) -> None:
    if not leads(post):
        raise ClosedDoor("conduire le projet personnalisé", leaders())


def require_observer(post: Post) -> None:
    if not observes(post):
        raise ClosedDoor("noter une observation dans le projet personnalisé", _metiers(frozenset()))


def require_validator(post: Post) -> None:
    if not validates(post):
        raise ClosedDoor("valider le projet personnalisé", metiers_that_can(Act.VALIDATE, DataClass.PROJET))
