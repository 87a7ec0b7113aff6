"""What to know of the health and the habits: neutral reads for the Synthèse, the DLU, the export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from alentour.identity.models import Usager
from alentour.record.enums import AlertKind, HabitTheme
from alentour.record.models import Alert, Device, Directive, Habit, Problem, Vaccination
from alentour.record.selectors.lines import standing


@dataclass(frozen=True, slots=True)
class Known:
    """The alerts and what is known of the allergies: some, none (``none_known`` says who asked and when), or nothing stated."""

    alerts: tuple[Alert, ...]
    none_known: Alert | None

    @property
    def allergies(self) -> tuple[Alert, ...]:
        return tuple(one for one in self.alerts if one.kind == AlertKind.ALLERGIE)

    @property
    def others(self) -> tuple[Alert, ...]:
        return tuple(one for one in self.alerts if one.kind != AlertKind.ALLERGIE)

    @property
    def allergies_stated(self) -> bool:
        return bool(self.allergies) or self.none_known is not None


def known_of(usager: Usager) -> Known:
    """Alerts and allergies in one query."""
    return known(standing(Alert, usager))


def known(lines: Iterable[Alert]) -> Known:
    """The same, from the standing lines."""
    rows = list(lines)
    none_known = next((one for one in rows if one.kind == AlertKind.SANS_ALLERGIE), None)
    return Known(tuple(one for one in rows if one.kind != AlertKind.SANS_ALLERGIE), none_known)


def alerts_of(usager: Usager) -> QuerySet[Alert]:
    """The alerts that stand, allergies first."""
    return standing(Alert, usager).exclude(kind=AlertKind.SANS_ALLERGIE)


def allergies_of(usager: Usager) -> Known:
    """The allergies (``.allergies``), the explicit absence (``.none_known``), or nothing stated (``not .allergies_stated``)."""
    return known_of(usager)


def problems_of(usager: Usager) -> QuerySet[Problem]:
    """Problems in progress first, then the antécédents."""
    return standing(Problem, usager)


def vaccinations_of(usager: Usager) -> QuerySet[Vaccination]:
    return standing(Vaccination, usager)


def devices_of(usager: Usager) -> QuerySet[Device]:
    return standing(Device, usager)


def directive_of(usager: Usager) -> Directive | None:
    return standing(Directive, usager).first()


def habits_of(usager: Usager) -> list[Habit]:
    """Her habits, in the order of a day."""
    return in_order_of_a_day(standing(Habit, usager))


def in_order_of_a_day(habits: Iterable[Habit]) -> list[Habit]:
    order = {theme: rank for rank, theme in enumerate(HabitTheme.values)}
    return sorted(habits, key=lambda habit: order[habit.theme])
