"""Who may let records leave and take records over (specs/product §3.4: the table of habilitations, nothing beside it)."""

from __future__ import annotations

from alentour.accounts.enums import Act, DataClass, Metier, Scope
from alentour.accounts.models import Post
from alentour.accounts.rights import can, scope_of, table
from alentour.core.doors import ClosedDoor

# What each asks of the table: any of these cells, and to meet everybody when it is about everybody.
ONE = ((Act.WRITE, DataClass.IDENTITE), (Act.WRITE, DataClass.DROITS))
ALL = ((Act.READ, DataClass.TRACES),)
TAKE = ((Act.WRITE, DataClass.IDENTITE), *ALL)


def _opens(post: Post, cells: tuple[tuple[Act, DataClass], ...], *, everybody: bool = False) -> bool:
    return (not everybody or scope_of(post) == Scope.STRUCTURE) and any(can(post, act, kind) for act, kind in cells)


def _metiers(cells: tuple[tuple[Act, DataClass], ...], *, everybody: bool = False) -> tuple[str, ...]:
    rows = ((metier, row) for metier, row in table().items() if not everybody or row.scope == Scope.STRUCTURE)
    return tuple(Metier(metier).label for metier, row in rows if any(act in row.acts[kind] for act, kind in cells))


def may_send_one(post: Post) -> bool:
    """A record she may meet, cut to what her métier reads: whoever writes identities or rights."""
    return _opens(post, ONE)


def may_send_all(post: Post) -> bool:
    """Every record, whole: who answers for the structure, and for the trail of accesses (the director)."""
    return _opens(post, ALL, everybody=True)


def may_take(post: Post) -> bool:
    """Take records over: who meets everybody and writes identities, and who answers for the structure."""
    return _opens(post, TAKE, everybody=True)


def may_identify(post: Post) -> bool:
    """Say that the person of a file is the one we know: identitovigilance."""
    return can(post, Act.VALIDATE, DataClass.INS)


def require_send_one(post: Post) -> None:
    if not may_send_one(post):
        raise ClosedDoor("transmettre un dossier", _metiers(ONE))


def require_send_all(post: Post) -> None:
    if not may_send_all(post):
        raise ClosedDoor("transmettre les dossiers de la structure", _metiers(ALL, everybody=True))


def require_take(post: Post) -> None:
    if not may_take(post):
        raise ClosedDoor("reprendre des dossiers", _metiers(TAKE, everybody=True))


def require_identify(post: Post) -> None:
    if not may_identify(post):
        raise ClosedDoor("rapprocher deux identités", _metiers(((Act.VALIDATE, DataClass.INS),)))
