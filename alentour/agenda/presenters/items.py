"""Entries as the templates show them: what the reader's métier opens, and no name it would not meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda.conflicts import among, away_sentence
from alentour.agenda.enums import Kind, Status
from alentour.agenda.recurrence import local
from alentour.agenda.selectors.entries import Occurrence
from alentour.agenda.selectors.presences import Facts, facts_of
from alentour.agenda.selectors.sight import Sight, sight
from alentour.identity.models import Usager
from alentour.ui.words import day as day_words
from alentour.ui.words import hour

TONES = {Status.PREVU: "neutral", Status.CONFIRME: "action", Status.REALISE: "action", Status.ANNULE: "draft"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One occurrence. ``hidden`` counts the persons the reader does not meet; ``url`` is empty when it opens nothing."""

    url: str
    title: str
    kind: str
    icon: str
    when: str
    starts_at: datetime
    day: date
    people: tuple[str, ...]
    posts: tuple[str, ...]
    where: str
    status: str
    tone: str
    cancelled: bool
    done: bool
    repeats: bool
    hidden: int = 0
    reason: str = ""
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A column of the week."""

    day: date
    items: tuple[Item, ...]
    is_today: bool

    @property
    def is_past(self) -> bool:
        return self.day < timezone.localdate()


def items(
    post: Post, found: Sequence[Occurrence], *, met: Usager | None = None, facts: Mapping[UUID, Facts] | None = None
) -> list[Item]:
    """The lines of a list, with what does not go together. ``met`` is the person of the record: her name is above.

    ``facts`` are the presences when the page has read them already.
    """
    seen = sight(post, found, met=met)
    told = {index: list(words) for index, words in among(found).items()}
    for index, words in _away(found, seen.named, facts).items():
        told.setdefault(index, []).append(words)
    return [item(one, seen, conflicts=tuple(told.get(index, ())), named=met is None) for index, one in enumerate(found)]


def _away(found: Sequence[Occurrence], known: frozenset[UUID], facts: Mapping[UUID, Facts] | None) -> dict[int, str]:
    """Somebody is away at that time."""
    live = [(index, one) for index, one in enumerate(found) if one.entry.status in (Status.PREVU, Status.CONFIRME)]
    people = {person.id: person for _, one in live for person in one.usagers if person.id in known}
    if not people:
        return {}
    if facts is None:
        start, end = min(one.starts_at for _, one in live), max(one.ends_at for _, one in live)
        facts = facts_of(list(people.values()), local(start).date(), local(end).date(), expected=False)
    told = {}
    for index, one in live:
        for person in one.usagers:
            if person.id not in facts:
                continue
            met = away_sentence(person.display_name, facts[person.id], one.starts_at, one.ends_at)
            if met is not None:
                told[index] = met.sentence
    return told


def item(
    one: Occurrence,
    seen: Sight,
    *,
    conflicts: tuple[str, ...] = (),
    named: bool = True,
    opens: bool = True,
) -> Item:
    entry, kind, status = one.entry, Kind(one.entry.kind), Status(one.entry.status)
    detail = seen.detail(one)
    label = kind.label if detail else kind.discreet or kind.label
    people = [person.display_name for person in seen.people(one)]
    return Item(
        url=address(one) if opens else "",
        title=(entry.title if detail else "") or first_up(label),
        kind=first_up(label),
        icon=kind.icon,
        when=when(one),
        starts_at=one.starts_at,
        day=local(one.starts_at).date(),
        people=tuple(people) if named else (),
        hidden=len(one.usagers) - len(people),
        posts=tuple(str(colleague.professional) for colleague in one.posts),
        where=where(one, detail=detail),
        status=status.label,
        tone=TONES[status],
        cancelled=entry.is_cancelled,
        done=status == Status.REALISE,
        repeats=bool(entry.frequency or entry.series_id),
        reason=entry.status_reason if detail else "",
        conflicts=conflicts,
    )


def first_up(words: str) -> str:
    return words[:1].upper() + words[1:]


def taken(one: Occurrence) -> Item:
    """In the agenda of a room or a vehicle, an entry that the reader does not see."""
    return Item(
        url="", title="Occupé", kind="", icon="lock", when=when(one), starts_at=one.starts_at,
        day=local(one.starts_at).date(), people=(), posts=(), where="", status="", tone="neutral",
        cancelled=one.entry.is_cancelled, done=False, repeats=False,
    )  # fmt: skip


def address(one: Occurrence) -> str:
    url = reverse("agenda:entry", args=[one.entry.id])
    return f"{url}?jour={one.day.isoformat()}" if one.day else url


def where(one: Occurrence, *, detail: bool) -> str:
    """The rooms and vehicles of the structure for all; what was typed by hand, and who is met, for those who read the detail."""
    entry = one.entry
    places = [place.name for place in (entry.place, entry.vehicle) if place is not None]
    return " · ".join(filter(None, [*places, entry.where if detail else "", entry.outside_pro if detail else ""]))


def when(one: Occurrence) -> str:
    """« 9 h 00 à 10 h 30 », « toute la journée », with the days when it ends on another one."""
    start, end = local(one.starts_at), local(one.ends_at)
    if one.entry.all_day:
        last = (end - timedelta(seconds=1)).date()
        more = f", jusqu'au {day_words(last)}" if last > start.date() else ""
        return f"toute la journée{more}"
    if end.date() > start.date():
        return f"{hour(start)} au {day_words(end.date())} {hour(end)}"
    return f"{hour(start)} à {hour(end)}"


def days(lines: Sequence[Item], first: date, count: int) -> list[Day]:
    """``count`` columns from ``first``; what began before is in the first one."""
    columns: dict[date, list[Item]] = {first + timedelta(rank): [] for rank in range(count)}
    for line in lines:
        columns.get(max(line.day, first), []).append(line)
    today = timezone.localdate()
    return [Day(day=day, items=tuple(found), is_today=day == today) for day, found in columns.items()]
