"""Scales scored by tables (``scales*.csv``): to add one is to write its rows. Pure, no database.

A version never changes once used: a corrected wording or scoring is a new version, and each evaluation keeps its own. Wordings are
ours and short: the grids and their guides belong to their authors.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from alentour.accounts.enums import Metier

HERE = Path(__file__).parent
# Beyond, an item is a number to type rather than answers to choose from.
LONG = 12


class BadAnswer(ValueError):
    """An item or an answer that is not in the table; ``sentence`` says so in French."""

    def __init__(self, label: str, answer: str) -> None:
        super().__init__(f"{label}: {answer[:20]!r}")
        self.sentence = f"« {label} » : cette réponse n'est pas dans la grille."


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``points`` is None when the answer tells without counting. ``low`` included, ``below`` excluded: where a measure falls."""

    key: str
    label: str
    points: int | None
    low: Decimal | None
    below: Decimal | None

    def holds(self, value: Decimal) -> bool:
        return (self.low is None or value >= self.low) and (self.below is None or value < self.below)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleItem:
    """One line. Of the items that share an ``either``, exactly one is answered. ``measure``: what may answer it (« imc »)."""

    key: str
    part: str
    label: str
    either: str
    needed: bool
    measure: str
    answers: tuple[Answer, ...]

    @property
    def is_number(self) -> bool:
        return len(self.answers) > LONG

    def answer(self, key: str) -> Answer:
        """Raises :class:`BadAnswer`."""
        found = next((one for one in self.answers if one.key == key), None)
        if found is None:
            raise BadAnswer(self.label, key)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What a score says, in words and with an icon; bounds included."""

    low: int
    high: int
    label: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """One version of one scale. ``limit`` is on the bad side (``worse`` says which); ``alert`` asks for someone today.

    ``review`` and ``review_risk``: days after which to look again, on the good and on the bad side; 0 never.
    """

    slug: str
    version: str
    label: str
    about: str
    icon: str
    low: int
    high: int
    limit: int
    worse: str
    alert: int | None
    review: int
    review_risk: int
    writers: frozenset[Metier]
    source: str
    items: tuple[ScaleItem, ...] = field(repr=False)
    bands: tuple[Band, ...] = field(repr=False)

    def at_risk(self, score: int) -> bool:
        return score >= self.limit if self.worse == "high" else score <= self.limit

    def alerts(self, score: int) -> bool:
        return self.alert is not None and score >= self.alert

    def band(self, score: int) -> Band:
        return next(one for one in self.bands if one.low <= score <= one.high)

    @property
    def limit_words(self) -> str:
        return f"seuil : {self.limit} {'ou plus' if self.worse == 'high' else 'ou moins'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What the answers give: ``total`` is None while an item is ``missing``, which is never taken for a zero."""

    total: int | None
    parts: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]


def score(scale: Scale, answers: Mapping[str, str]) -> Scored:
    """Sum the points of ``answers`` (answer key by item key, "" for none).

    Raises :class:`BadAnswer` for what is not in the table, or for two answers to the items of one ``either``.
    """
    given = {key: answer for key, answer in answers.items() if answer}
    known = {item.key: item for item in scale.items}
    if strange := next((key for key in given if key not in known), None):
        raise BadAnswer(strange[:20], given[strange])
    _one_of_each(scale, given)
    points = {key: known[key].answer(answer).points or 0 for key, answer in given.items()}
    missing = tuple(item.label for item in scale.items if item.needed and not _answered(scale, item, given))
    parts: dict[str, int] = {}
    for item in scale.items:
        if item.part:
            parts[item.part] = parts.get(item.part, 0) + points.get(item.key, 0)
    return Scored(
        total=None if missing else sum(points.values()),
        parts=() if missing else tuple(parts.items()),
        missing=_plain(scale, missing),
    )


def _one_of_each(scale: Scale, given: Mapping[str, str]) -> None:
    taken: dict[str, str] = {}
    for item in scale.items:
        if item.either and item.key in given:
            if item.either in taken:
                raise BadAnswer(f"{taken[item.either]}, ou {item.label}", given[item.key])
            taken[item.either] = item.label


def _answered(scale: Scale, item: ScaleItem, given: Mapping[str, str]) -> bool:
    same = [one for one in scale.items if item.either and one.either == item.either]
    return any(one.key in given for one in same or [item])


def _plain(scale: Scale, missing: tuple[str, ...]) -> tuple[str, ...]:
    """The labels to say: of an alternative, its first item alone."""
    firsts: dict[str, str] = {}
    for item in scale.items:
        firsts.setdefault(item.either or item.key, item.label)
    return tuple(label for label in firsts.values() if label in missing)


def place(item: ScaleItem, value: Decimal) -> str:
    """The answer of the table in which a measure falls."""
    return next((one.key for one in item.answers if one.holds(value)), "")


@lru_cache(maxsize=1)
def scales() -> dict[tuple[str, str], Scale]:
    """Every version of every scale, in the order of the table; an incoherent row is a programming error told at once."""
    return {(row["scale"], row["version"]): _scale(row) for row in _rows("scales.csv")}


def current() -> dict[str, Scale]:
    """The version in force of each scale: the last of the table."""
    return {scale.slug: scale for scale in scales().values()}


def find(slug: str, version: str) -> Scale:
    return scales()[slug, version]


def _scale(row: Mapping[str, str]) -> Scale:
    mine = (row["scale"], row["version"])
    words = {name: row[name] for name in ("version", "label", "about", "icon", "worse", "source")}
    numbers = {name: int(row[name]) for name in ("low", "high", "limit", "review", "review_risk")}
    scale = Scale(
        slug=row["scale"], **words, **numbers,  # type: ignore[arg-type]
        alert=int(row["alert"]) if row["alert"] else None,
        writers=frozenset(Metier(name) for name in row["writers"].split()),
        items=tuple(_items(mine)), bands=tuple(_bands(mine)),
    )  # fmt: skip
    covered = [value for band in scale.bands for value in range(band.low, band.high + 1)]
    if covered != list(range(scale.low, scale.high + 1)):
        raise ValueError(f"scales_bands.csv: {mine} does not cover {scale.low} to {scale.high}, each once")
    return scale


def _items(mine: tuple[str, str]) -> Iterator[ScaleItem]:
    for row in _of("scales_items.csv", mine):
        answers = tuple(_answer(one) for one in _of("scales_answers.csv", mine) if one["item"] == row["item"])
        if not answers:
            raise ValueError(f"scales_answers.csv: no answer to {row['item']} of {mine}")
        yield ScaleItem(
            key=row["item"], part=row["part"], label=row["label"], either=row["either"], needed=row["needed"] == "1",
            measure=row["measure"], answers=answers,
        )  # fmt: skip


def _answer(row: Mapping[str, str]) -> Answer:
    return Answer(
        key=row["answer"], label=row["label"], points=int(row["points"]) if row["points"] else None,
        low=Decimal(row["from"]) if row["from"] else None, below=Decimal(row["below"]) if row["below"] else None,
    )  # fmt: skip


def _bands(mine: tuple[str, str]) -> Iterator[Band]:
    for row in _of("scales_bands.csv", mine):
        yield Band(
            low=int(row["from"]), high=int(row["to"]), label=row["label"], tone=row["tone"], icon=row["icon"]
        )  # fmt: skip


def _of(name: str, mine: tuple[str, str]) -> list[dict[str, str]]:
    return [row for row in _rows(name) if (row["scale"], row["version"]) == mine]


@lru_cache(maxsize=8)
def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=";"))
