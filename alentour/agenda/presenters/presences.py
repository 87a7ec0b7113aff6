"""Presences as a grid, a sheet and a strip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from alentour.accounts.models import Post
from alentour.agenda.enums import LETTERS, Half, Reason
from alentour.agenda.selectors.presences import Cell
from alentour.identity.models import Usager
from alentour.record.presenters import person_line
from alentour.ui.shapes import PersonHeader


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-day in the grid: its letter, its class, and the words for who cannot see them."""

    letter: str
    css: str
    words: str


NOTHING = Mark("", "none", "")


def mark(cell: Cell) -> Mark:
    if cell.here is None:
        return NOTHING
    if cell.here:
        return Mark("P", "seen" if cell.seen else "due", "présence constatée" if cell.seen else "présence prévue")
    letter = LETTERS[cell.reason] if cell.reason else "A"
    why = f" ({cell.reason.label})" if cell.reason else ""
    words = f"absence {'constatée' if cell.seen else 'annoncée'}{why}"
    return Mark(letter, "away" if cell.seen else "off", words)


@dataclass(frozen=True, slots=True)
class Square:
    """One day of one person: morning and afternoon, together when they are the same."""

    morning: Mark
    afternoon: Mark
    weekend: bool

    @property
    def whole(self) -> bool:
        return self.morning == self.afternoon


@dataclass(frozen=True, slots=True)
class Row:
    person: PersonHeader
    url: str
    squares: tuple[Square, ...]
    present: str


def rows(post: Post, found: Sequence[tuple[Usager, list[tuple[date, Cell, Cell]]]]) -> list[Row]:
    return [
        Row(
            person_line(usager, post),
            reverse("agenda:person", args=[usager.id]),
            tuple(Square(mark(one), mark(two), day.weekday() > 4) for day, one, two in line),
            _count(line),
        )
        for usager, line in found
    ]


def _count(line: list[tuple[date, Cell, Cell]]) -> str:
    """Days present, seen or expected: « 21,5 »."""
    halves = sum(bool(cell.here) for _, *two in line for cell in two)
    return f"{halves / 2:g}".replace(".", ",")


LEGEND = [
    (Mark("P", "seen", ""), "présence, constatée à l'appel"),
    (Mark("P", "due", ""), "présence prévue"),
    (Mark("A", "away", ""), "absence, constatée à l'appel"),
    *((Mark(LETTERS[reason], "off", ""), reason.label) for reason in Reason),
]


@dataclass(frozen=True, slots=True)
class Call:
    """A line of the roll-call."""

    usager: Usager
    person: PersonHeader
    state: str
    forecast: str
    said_by: str
    present: str
    absent: str


def calls(post: Post, found: Sequence[tuple[Usager, Cell]]) -> list[Call]:
    return [call(post, usager, cell) for usager, cell in found]


def call(post: Post, usager: Usager, cell: Cell) -> Call:
    state = "" if not cell.seen else "present" if cell.here else "absent"
    forecast = cell.reason.label if cell.reason else ""
    line = person_line(usager, post)
    return Call(usager, line, state, forecast, cell.by, agreed("présent", line.sex), agreed("absent", line.sex))


def agreed(word: str, sex: str) -> str:
    """« présente » for a woman, « présent » for a man, « présent(e) » when it is not known."""
    return word + {"F": "e", "M": ""}.get(sex, "(e)")


def counted(lines: Sequence[tuple[Usager, Cell]]) -> dict[str, int]:
    """How many are here, away, announced away, and still to be called."""
    cells = [cell for _, cell in lines]
    return {
        "present": sum(cell.seen and bool(cell.here) for cell in cells),
        "absent": sum(cell.seen and cell.here is False for cell in cells),
        "announced": sum(not cell.seen and cell.here is False for cell in cells),
        "waiting": sum(not cell.seen and bool(cell.here) for cell in cells),
    }


def half_words(half: Half) -> str:
    return "Matin" if half == Half.MATIN else "Après-midi"
