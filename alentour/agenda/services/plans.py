"""What one decides of an entry, checked before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda import rules
from alentour.agenda.conflicts import Conflict, Wanted
from alentour.agenda.enums import Frequency, Kind
from alentour.agenda.models import Place
from alentour.agenda.recurrence import NAMES, Rule, local
from alentour.agenda.selectors.entries import LONGEST
from alentour.core.doors import Refused
from alentour.identity.models import Usager

FARTHEST = timedelta(days=5 * 366)
OLDEST = timedelta(days=366)
MOST_PEOPLE = 80


class Conflicting(Exception):
    """It can be written, once somebody says so: ``conflicts`` are shown, with « Maintenir malgré le conflit »."""

    def __init__(self, conflicts: list[Conflict]) -> None:
        self.conflicts = conflicts
        super().__init__(len(conflicts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that one decides of an entry. ``rule`` makes it a series."""

    kind: Kind
    starts_at: datetime
    ends_at: datetime
    all_day: bool = False
    title: str = ""
    note: str = ""
    outside_pro: str = ""
    where: str = ""
    place: Place | None = None
    vehicle: Place | None = None
    usagers: tuple[Usager, ...] = ()
    posts: tuple[Post, ...] = ()
    rule: Rule | None = None

    def wanted(self, times: list[tuple[datetime, datetime]]) -> Wanted:
        return Wanted(
            times=times, usagers=self.usagers, posts=self.posts, place=self.place, vehicle=self.vehicle
        )  # fmt: skip


def checked(by: Post, plan: Plan) -> Plan:
    """``plan`` if it can be written by ``by``, trimmed. Raises :class:`Refused` with a sentence, ``ClosedDoor`` for the métier."""
    if plan.usagers:
        rules.require_writer(by)
    _times(plan)
    _around(by, plan)
    if plan.rule is not None:
        _series(plan, plan.rule)
    return replace(
        plan,
        title=_short(plan.title, 160, "L'intitulé"),
        outside_pro=_short(plan.outside_pro, 160, "Le nom du professionnel extérieur"),
        where=_short(plan.where, 200, "Le lieu"),
        note=_short(plan.note, 5_000, "La note"),
        posts=tuple(dict.fromkeys(plan.posts)),
        usagers=tuple(dict.fromkeys(plan.usagers)),
    )


def _short(text: str, most: int, what: str) -> str:
    text = text.strip()
    if len(text) > most:
        raise Refused(f"{what} est trop long : {most} caractères au plus.")
    return text


def _times(plan: Plan) -> None:
    now = timezone.now()
    if plan.ends_at <= plan.starts_at:
        raise Refused("La fin doit venir après le début : vérifiez les heures.")
    if plan.ends_at - plan.starts_at > LONGEST:
        raise Refused("Un rendez-vous dure 31 jours au plus : vérifiez la date de fin, ou faites-le se répéter.")
    if plan.starts_at > now + FARTHEST:
        raise Refused("Ce rendez-vous est dans plus de cinq ans : vérifiez l'année.")
    if plan.starts_at < now - OLDEST:
        raise Refused("Ce rendez-vous est passé depuis plus d'un an : vérifiez l'année.")


def _around(by: Post, plan: Plan) -> None:
    if len(plan.usagers) > MOST_PEOPLE or len(plan.posts) > MOST_PEOPLE:
        raise Refused(f"{MOST_PEOPLE} personnes au plus dans un même rendez-vous.")
    if plan.kind == Kind.GROUPE and not plan.usagers:
        raise Refused("Indiquez qui participe à l'activité : ajoutez au moins une personne.")
    if not plan.usagers and not plan.posts:
        raise Refused("Indiquez pour qui : une personne accompagnée, un collègue, ou vous.")
    owners: list[Any] = [*plan.usagers, *plan.posts, *filter(None, (plan.place, plan.vehicle))]
    if any(one.structure_id != by.structure_id for one in owners):
        raise Refused("L'agenda réunit les personnes et les lieux de la structure.")


def _series(plan: Plan, rule: Rule) -> None:
    first = local(plan.starts_at).date()
    if not 1 <= rule.every <= 52:
        raise Refused("La répétition va de 1 à 52 : une semaine sur 2, un mois sur 3…")
    if rule.until is not None and rule.until < first:
        raise Refused("La répétition s'arrête avant de commencer : vérifiez la date de fin.")
    if plan.ends_at - plan.starts_at > timedelta(days=7):
        raise Refused("Un rendez-vous qui se répète dure une semaine au plus.")
    if not rule.falls_on(first, first):
        chosen = "du lundi au vendredi"
        if rule.frequency == Frequency.WEEK:
            chosen = "le " + " et le ".join(NAMES[one] for one in sorted(rule.weekdays))
        raise Refused(
            f"Le premier jour est un {NAMES[first.weekday()]}, mais il se répète {chosen} : accordez les deux."
        )
