"""What a post may read of some entries: whose names, and the detail of which ones (habilitations, then what each person closes)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.agenda import rules
from alentour.agenda.enums import DETAIL, Kind
from alentour.agenda.selectors.entries import Occurrence
from alentour.identity.models import Usager
from alentour.record.access import against, visible_usagers


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """``named``: the persons whose name may be read. ``closed``: by kind of data, those who close it to this post."""

    post: Post
    named: frozenset[UUID]
    closed: Mapping[DataClass, frozenset[UUID]]

    def people(self, one: Occurrence) -> list[Usager]:
        return [person for person in one.usagers if person.id in self.named]

    def detail(self, one: Occurrence) -> bool:
        """Whether the title, the note and who is met may be read: nothing of it when none of its persons may be named."""
        persons = {person.id for person in one.usagers}
        if persons and not persons & self.named:
            return False
        needed = Kind(one.entry.kind).detail
        if needed is None:
            return True
        if persons & self.closed.get(needed, frozenset()):
            return False
        return one.entry.created_by_id == self.post.id or rights.can(self.post, Act.READ, needed)


def sight(post: Post, occurrences: Iterable[Occurrence], *, met: Usager | None = None) -> Sight:
    """Two queries at most. ``met`` is the person whose door was passed in this request: ``rights.can`` answers for her already."""
    found = list(occurrences)
    ids = {person.id for one in found for person in one.usagers} - ({met.id} if met else set())
    named = (
        frozenset(visible_usagers(post).filter(pk__in=ids).values_list("pk", flat=True))
        if _asks(post, ids)
        else frozenset()
    )
    closed: dict[DataClass, frozenset[UUID]] = {}
    if named and any(Kind(one.entry.kind).detail for one in found):
        rows = against(post).filter(usager__in=named, kind__in=set(DETAIL.values()))
        for kind, usager_id in rows.values_list("kind", "usager_id"):
            closed[DataClass(kind)] = closed.get(DataClass(kind), frozenset()) | {usager_id}
    return Sight(post=post, named=named | ({met.id} if met else set()), closed=closed)


def _asks(post: Post, ids: set[UUID]) -> bool:
    return bool(ids) and rules.may_read(post)
