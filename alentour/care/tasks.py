"""Soins and surveillances that come back: their words, the small catalogue, and when each is due. Pure: no row is read here."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.db.models import TextChoices

from alentour.accounts.enums import DataClass, Metier

CATALOGUE = Path(__file__).with_name("tasks.csv")
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
HOUR_SLOT_LATE = timedelta(hours=1)


class Nature(TextChoices):
    """A soin opens with the care; an accompagnement with what the educational and home teams share."""

    SOIN = "soin", "soin ou surveillance"
    VIE = "vie", "accompagnement du quotidien"

    @property
    def kind(self) -> DataClass:
        return DataClass.SOINS if self == Nature.SOIN else DataClass.TRANSMISSIONS_VIE


class Rhythm(TextChoices):
    """How often."""

    JOURS = "jours", "tous les jours"
    SEMAINE = "semaine", "certains jours de la semaine"
    INTERVALLE = "intervalle", "tous les n jours"
    HEURES = "heures", "toutes les n heures"
    UNE_FOIS = "une_fois", "une seule fois"


class TaskMoment(TextChoices):
    """When in the day; « dans la journée » leaves the hour to the team."""

    MATIN = "matin", "matin"
    MIDI = "midi", "midi"
    APRES_MIDI = "apres_midi", "après-midi"
    SOIR = "soir", "soir"
    NUIT = "nuit", "nuit"
    JOUR = "jour", "dans la journée"


class TaskSource(TextChoices):
    """What asked for it."""

    EQUIPE = "equipe", "décision de l'équipe"
    PRESCRIPTION = "prescription", "prescription"
    PROJET = "projet", "projet personnalisé"
    EVENEMENT = "evenement", "suites d'un évènement"


class Done(TextChoices):
    """What came of one passage. ``POSTPONED`` still waits for somebody."""

    DONE = "fait", "fait"
    NOT_DONE = "non_fait", "non fait"
    POSTPONED = "reporte", "reporté"


# The hour after which a passage not said is shown as « à noter » (24 and more: the next day).
LATE_FROM = {
    TaskMoment.MATIN: 12,
    TaskMoment.MIDI: 15,
    TaskMoment.APRES_MIDI: 18,
    TaskMoment.SOIR: 22,
    TaskMoment.NUIT: 31,
    TaskMoment.JOUR: 24,
}
# Where an hour of the day stands among the moments.
STARTS = ((6, TaskMoment.MATIN), (11, TaskMoment.MIDI), (14, TaskMoment.APRES_MIDI), (18, TaskMoment.SOIR))


class Planned(Protocol):
    """What the rhythm needs to know (a row of ``CareTask``)."""

    rhythm: str
    moments: str
    weekdays: str
    every: int | None
    at: time | None
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One line of the catalogue: what is usually planned, to be changed at will. ``after``: the event it is proposed after."""

    slug: str
    label: str
    nature: Nature
    rhythm: Rhythm
    every: int | None
    moments: tuple[TaskMoment, ...]
    metiers: tuple[Metier, ...]
    after: str


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Kind]:
    """The catalogue by slug, in its order; a wrong word in the table is told at once."""
    with CATALOGUE.open(encoding="utf-8", newline="") as handle:
        return {row["slug"]: _kind(row) for row in csv.DictReader(handle, delimiter=";")}


def _kind(row: dict[str, str]) -> Kind:
    return Kind(
        slug=row["slug"],
        label=row["label"],
        nature=Nature(row["nature"]),
        rhythm=Rhythm(row["rhythm"]),
        every=int(row["every"]) if row["every"] else None,
        moments=tuple(TaskMoment(one) for one in unpack(row["moments"])),
        metiers=tuple(Metier(one) for one in unpack(row["metiers"])),
        after=row["after"],
    )


def pack(words: Iterable[object]) -> str:
    """« ,matin,soir, »: a small set that both databases search with one ``LIKE``."""
    found = ",".join(str(word) for word in words)
    return f",{found}," if found else ""


def unpack(packed: str) -> list[str]:
    return [word for word in packed.split(",") if word]


def slots(plan: Planned, day: date) -> list[str]:
    """The passages of ``day``: the names of moments, or hours « 08:00 »; nothing when nothing is due."""
    if day < plan.starts_on or (plan.ends_on is not None and day > plan.ends_on):
        return []
    match Rhythm(plan.rhythm):
        case Rhythm.HEURES:
            return _hours(plan, day)
        case Rhythm.SEMAINE if str(day.weekday()) not in unpack(plan.weekdays):
            return []
        case Rhythm.INTERVALLE if (day - plan.starts_on).days % (plan.every or 1):
            return []
        case Rhythm.UNE_FOIS if day != plan.starts_on:
            return []
    return [one.value for one in TaskMoment if one.value in unpack(plan.moments)] or [TaskMoment.JOUR.value]


def _hours(plan: Planned, day: date) -> list[str]:
    """Counted from the first hour of the first day, on the clock of the wall."""
    step = timedelta(hours=plan.every or 24)
    first = datetime.combine(plan.starts_on, plan.at or time(8))
    start = datetime.combine(day, time(0))
    due = first if first >= start else first + -((first - start) // step) * step
    found = []
    while due.date() == day:
        found.append(f"{due:%H:%M}")
        due += step
    return found


def moment_of(slot: str) -> TaskMoment:
    """Where a slot is shown in the day."""
    if slot in TaskMoment.values:
        return TaskMoment(slot)
    hour = int(slot[:2])
    return next((moment for start, moment in reversed(STARTS) if 22 > hour >= start), TaskMoment.NUIT)


def late_at(day: date, slot: str) -> datetime:
    """When a passage not said begins to be shown as one to note (hour of the wall, without zone)."""
    start = datetime.combine(day, time(0))
    if slot in TaskMoment.values:
        return start + timedelta(hours=LATE_FROM[TaskMoment(slot)])
    return start + timedelta(hours=int(slot[:2]), minutes=int(slot[3:])) + HOUR_SLOT_LATE


def slot_label(slot: str) -> str:
    """« matin », « 8 h », « 14 h 30 »."""
    if slot in TaskMoment.values:
        return str(TaskMoment(slot).label)
    minutes = f" {slot[3:]}" if slot[3:] != "00" else ""
    return f"{int(slot[:2])} h{minutes}"


def said(plan: Planned) -> str:
    """The rhythm in words: « tous les 2 jours, matin », « lundi, jeudi, matin et soir »."""
    when = " et ".join(TaskMoment(one).label for one in unpack(plan.moments))
    match Rhythm(plan.rhythm):
        case Rhythm.HEURES:
            first = slot_label(f"{plan.at or time(8):%H:%M}")
            return f"toutes les {plan.every} heures à partir de {first}" if plan.every != 1 else "toutes les heures"
        case Rhythm.SEMAINE:
            often = ", ".join(WEEKDAYS[int(one)] for one in unpack(plan.weekdays))
        case Rhythm.INTERVALLE:
            often = f"tous les {plan.every} jours" if plan.every != 1 else "tous les jours"
        case Rhythm.UNE_FOIS:
            often = "une fois"
        case _:
            often = "tous les jours"
    return f"{often}, {when}" if when else often
