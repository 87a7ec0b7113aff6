"""What the person is handed when she asks who read her file: the reads alone, each with its reason, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from alentour.accounts.enums import Scope
from alentour.audit.models import TraceEvent
from alentour.identity.models import Usager
from alentour.record import trail
from alentour.record.barriers import EmergencyReason
from alentour.record.enums import TeamRole
from alentour.record.models import CareTeamMember

SHOWN = (*trail.READS, "usager.hidden", "usager.closed", "usager.opposed", "breakglass.opened", "breakglass.ended")


@dataclass(frozen=True, slots=True)
class ReadLine:
    """Who, their métier, when, what kind, and why they could."""

    at: datetime
    who: str
    metier: str
    what: str
    why: str


def reads_of(usager: Usager, *, months: int) -> QuerySet[TraceEvent]:
    """The reads, the refused tries and the emergency accesses of the last ``months``, newest first.

    ``place``: the place that the reader held in her team that day, if any.
    """
    since = timezone.now() - timedelta(days=31 * months)
    rows = TraceEvent.objects.filter(structure_id=usager.structure_id, usager_id=usager.id, at__gte=since)
    held = CareTeamMember.objects.filter(usager=usager, post_id=OuterRef("post_id"), starts_on__lte=OuterRef("day"))
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=OuterRef("day")))
    rows = rows.filter(action__in=SHOWN).annotate(day=TruncDate("at"), place=Subquery(held.values("role")[:1]))
    return rows.order_by("-at", "-sequence")


def plain_lines(events: Iterable[TraceEvent]) -> list[ReadLine]:
    """A page of :func:`reads_of` in words: one query."""
    events = list(events)
    return [
        ReadLine(said.at, said.who, said.metier, said.what, _why(event, said.scope))
        for event, said in zip(events, trail.lines(events), strict=True)
    ]


def _why(event: TraceEvent, scope: str) -> str:
    """In order: refused, an emergency, a place in the team that day, a métier that follows everybody."""
    if event.result == "refused":
        return "refusé"
    kind, _, code = event.reason.partition(":")
    if kind == "urgence" and code in EmergencyReason.values:
        return "accès d'urgence, signalé aux responsables"
    place = getattr(event, "place", None)
    if place:
        return f"équipe autour de vous : {TeamRole(place).label}"
    if scope == Scope.STRUCTURE:
        return "métier qui suit toutes les personnes du service"
    return "équipe autour de vous" if scope else "fonctionnement du service"
