"""The distinct names of a structure, in the memory of the process: a hundred thousand persons have a few thousand of them.

A word typed by a person is looked for among the names first, and only the persons who bear one of them are read, by index
(the decision and its measures: stack notes, person search). ``IppSequence.names`` is the edition of the list: whoever adds or changes a
name turns the page, in the same transaction, and every process reads the list again at its next search.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

from alentour.identity.models import IppSequence, Usager

KEPT = 64
_lists: OrderedDict[UUID, Names] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Names:
    """The normalised names in use in a structure, in one edition."""

    edition: int
    surnames: tuple[str, ...]
    given: tuple[str, ...]

    def with_word(self, word: str) -> tuple[list[str], list[str]]:
        """The surnames and the given names that hold ``word``, at their beginning or inside."""
        return [one for one in self.surnames if word in one], [one for one in self.given if word in one]


def names_of(structure_id: UUID) -> Names:
    """One small query when the list is known, two more when it changed."""
    edition = IppSequence.objects.filter(structure_id=structure_id).values_list("names", flat=True).first() or 0
    known = _lists.get(structure_id)
    if known is None or known.edition != edition:
        known = Names(edition, _distinct(structure_id, "nom_n"), _distinct(structure_id, "prenom_n"))
    _lists[structure_id] = known
    _lists.move_to_end(structure_id)
    while len(_lists) > KEPT:
        _lists.popitem(last=False)
    return known


def _distinct(structure_id: UUID, column: str) -> tuple[str, ...]:
    rows = Usager.objects.filter(structure_id=structure_id).order_by()
    return tuple(rows.values_list(column, flat=True).distinct())


def turn_the_page(structure_id: UUID) -> None:
    """A name was added or changed. The new edition is drawn at random: one rolled back is never taken for the next."""
    edition = secrets.randbelow(2**31)
    if not IppSequence.objects.filter(structure_id=structure_id).update(names=edition):
        IppSequence.objects.create(structure_id=structure_id, names=edition)
