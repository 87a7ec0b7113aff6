"""Writes of the consigne of a round: versions that follow one another; a blank never erases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.accounts.rights import require
from alentour.care.services.locks import hold
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.tournee.models import Consigne
from alentour.tournee.rules import CONSIGNE
from alentour.tournee.selectors.consigne import FIELDS, consigne_of, versions_of

LONGEST = 2_000
BLANK = (
    "Un texte vide n'efface pas ce qui est écrit : rien n'a été changé. Pour retirer la consigne, ouvrez-la au dossier."
)


class Disagreement(Exception):
    """Somebody else changed the same words meanwhile; ``current`` is the version of the record."""

    def __init__(self, current: Consigne) -> None:
        self.current = current
        super().__init__(str(current.pk))


@transaction.atomic
def write_consigne(
    *, usager: Usager, by: Post, based_on: int, changes: Mapping[str, str], done_at: datetime | None = None
) -> Consigne:
    """Write the fields of ``changes`` over version ``based_on`` (0: there was none).

    A field nobody touched since is merged; one that somebody else changed raises :class:`Disagreement`. An empty field never erases
    (:class:`Refused` when it is all there is). Raises ``ClosedDoor`` for a métier that does not write the daily care.
    """
    require(by, Act.WRITE, CONSIGNE)
    hold(usager)
    current = consigne_of(usager)
    wanted = _wanted(changes, current)
    base = versions_of(usager).filter(number=based_on).first()
    if base is None and based_on:
        raise Refused("Cette consigne part d'une version que le dossier ne connaît pas : relisez-la, puis recommencez.")
    for name, text in wanted.items():
        now, before = getattr(current, name, ""), getattr(base, name, "")
        if now != before and now != text and current is not None:
            raise Disagreement(current)
    return _next(usager, by, current, wanted, done_at)


def _wanted(changes: Mapping[str, str], current: Consigne | None) -> dict[str, str]:
    texts = {name: str(changes[name]).strip() for name in FIELDS if name in changes}
    if any(len(text) > LONGEST for text in texts.values()):
        raise Refused(f"La consigne est trop longue : {LONGEST} caractères au plus. Le reste a sa place au dossier.")
    written = {name: text for name, text in texts.items() if text}
    if not written:
        raise Refused(BLANK if current is not None else "La consigne est vide : écrivez ce qu'il faut savoir.")
    return written


def _next(
    usager: Usager, by: Post, current: Consigne | None, wanted: Mapping[str, str], done_at: datetime | None
) -> Consigne:
    merged = {name: wanted.get(name, getattr(current, name, "")) for name in FIELDS}
    if current is not None and all(getattr(current, name) == text for name, text in merged.items()):
        return current
    written = Consigne.objects.create(
        structure_id=usager.structure_id,
        usager=usager,
        number=(current.number if current else 0) + 1,
        author=by,
        done_at=done_at or timezone.now(),
        **merged,
    )
    trace.record("consigne.written", by=by, usager_id=usager.id, target=written, number=written.number)
    return written


@transaction.atomic
def withdraw_consigne(*, usager: Usager, by: Post, based_on: int) -> Consigne | None:
    """Take the consigne away on purpose: an empty version follows; the former ones stay readable."""
    require(by, Act.WRITE, CONSIGNE)
    hold(usager)
    current = consigne_of(usager)
    if current is None or not (current.access or current.advice):
        return current
    if current.number != based_on:
        raise Disagreement(current)
    empty = Consigne.objects.create(
        structure_id=usager.structure_id, usager=usager, number=current.number + 1, author=by, done_at=timezone.now()
    )
    trace.record("consigne.withdrawn", by=by, usager_id=usager.id, target=empty, number=empty.number)
    return empty
