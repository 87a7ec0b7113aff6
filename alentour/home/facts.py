"""What a bilan starts from: the notes, the weight, the evaluations and the days of the period, as the reader's métier may know them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda import rules as agenda
from alentour.agenda.enums import Attendance, Kind, Status
from alentour.agenda.selectors.entries import WIDEST, Occurrence, of_usager
from alentour.agenda.selectors.presences import presences_of
from alentour.care.enums import COUNTED, Category
from alentour.care.models import Evaluation
from alentour.care.scales import current
from alentour.care.selectors import transmissions_of
from alentour.care.selectors.evaluations import evaluations_of
from alentour.care.selectors.measures import curves_of
from alentour.identity.models import Usager
from alentour.projects import facts
from alentour.projects.facts import Fact

AGGIR = "aggir"


def register() -> None:
    facts.register("notes", "Transmissions", notes)
    facts.register("evaluations", "Évaluations et poids", evaluated)
    facts.register("jours", "Présences et rendez-vous", lived)


def notes(post: Post, usager: Usager, since: date, until: date) -> Sequence[Fact]:
    """How many were written, by category: one query."""
    rows = transmissions_of(post, usager).filter(done_at__range=(_start(since), _end(until))).order_by()
    counted = rows.values_list("category").annotate(n=Count("pk")).order_by("-n")
    url = reverse("care:transmissions", args=[usager.id])
    return [
        Fact(text=f"{Category(category).label} : {n}", icon="message-square-text", url=url) for category, n in counted
    ]


def evaluated(post: Post, usager: Usager, since: date, until: date) -> Sequence[Fact]:
    """The weight and the score of each scale, from the first of the period to the last: two queries."""
    return [*_weight(post, usager, since, until), *_scores(post, usager, since, until)]


def _weight(post: Post, usager: Usager, since: date, until: date) -> Iterator[Fact]:
    points = [
        one for one in curves_of(post, usager, since=_start(since)).get("poids", []) if one.done_at <= _end(until)
    ]
    if not points:
        return
    first, last = points[0].value, points[-1].value
    change = last - first
    told = f", {'+' if change > 0 else '−'} {_comma(abs(change))} kg" if change else ""
    yield Fact(text=f"Poids {_comma(last)} kg{told}", icon="heart-pulse", url=reverse("care:sante", args=[usager.id]))


def _scores(post: Post, usager: Usager, since: date, until: date) -> Iterator[Fact]:
    rows = evaluations_of(post, usager).filter(done_on__range=(since, until), state__in=COUNTED)
    found = [one for one in rows.order_by("grid", "done_on", "number") if _value(one) is not None]
    url = reverse("care:evaluations", args=[usager.id])
    for grid, those in groupby(found, key=lambda one: one.grid):
        values = [_value(one) for one in those]
        name = "GIR" if grid == AGGIR else current()[grid].label
        told = f"{values[0]} puis {values[-1]}" if len(values) > 1 and values[0] != values[-1] else f"{values[-1]}"
        yield Fact(text=f"{name} : {told}", icon="clipboard-check", url=url)


def _value(one: Evaluation) -> int | None:
    return one.gir if one.grid == AGGIR else one.score


def lived(post: Post, usager: Usager, since: date, until: date) -> Sequence[Fact]:
    """What she took part in, by kind, what she missed, and the half-days away; a year at most, a bounded number of queries."""
    if not agenda.may_read(post) or usager.structure_id != post.structure_id:
        return []
    since = max(since, until - WIDEST + timedelta(1))
    url = reverse("agenda:person", args=[usager.id])
    found = of_usager(post, usager, since, until)
    done = [one for one in found if one.entry.status == Status.REALISE]
    came = Counter(Kind(one.entry.kind) for one in done if not _missed(one, usager))
    lines = [
        Fact(text=f"{kind.label.capitalize()} : {n}", icon="calendar-check", url=url) for kind, n in came.most_common()
    ]
    missed = len(done) - came.total()
    if missed:
        lines.append(Fact(text=f"Où la personne n'est pas venue : {missed}", icon="user-x", url=url))
    cancelled = sum(one.entry.status == Status.ANNULE for one in found)
    if cancelled:
        lines.append(Fact(text=f"Annulés : {cancelled}", icon="ban", url=url))
    away = sum(cell.here is False for cell in presences_of(usager, since, min(until, timezone.localdate())))
    if away:
        lines.append(Fact(text=f"Demi-journées d'absence : {away}", icon="door-open", url=url))
    return lines


def _missed(one: Occurrence, usager: Usager) -> bool:
    """She was expected and did not come; an attendance that nobody wrote counts as a presence."""
    mine = [row for row in one.entry.invited.all() if row.usager_id == usager.id]
    return any(row.attendance in (Attendance.ABSENT, Attendance.EXCUSED) for row in mine)


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _end(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def _comma(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
