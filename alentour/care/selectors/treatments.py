"""The plan de prise of a person, her doses of a day, and the round of a post."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.enums import FIXED, Intake, Moment
from alentour.care.models import Administration, TreatmentLine
from alentour.identity.models import Usager
from alentour.record.access import closed_to, visible_usagers
from alentour.record.selectors import with_stay_and_alerts

# The hour from which a dose not noted is late.
LATE_FROM = {Moment.MATIN: 10, Moment.MIDI: 14, Moment.SOIR: 20, Moment.COUCHER: 23}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """One dose of a day; ``said`` is what came of it, None while it is planned."""

    line: TreatmentLine
    moment: Moment
    said: Administration | None
    is_late: bool

    @property
    def dose(self) -> str:
        return self.line.dose(self.moment)

    @property
    def waits(self) -> bool:
        return self.said is None or self.said.state == Intake.HELD


def _opens(post: Post) -> bool:
    return can(post, Act.READ, DataClass.ADMINISTRATION) or can(post, Act.WRITE, DataClass.ADMINISTRATION)


def lines_of(post: Post, usager: Usager, *, stopped: bool = False) -> QuerySet[TreatmentLine]:
    """The lines of the plan, those of the past with ``stopped``."""
    rows: QuerySet[TreatmentLine] = TreatmentLine.objects.for_post(post)
    if not _opens(post):
        return rows.none()
    over = Q(stopped_at__isnull=False) | Q(ends_on__lt=timezone.localdate())
    rows = rows.filter(usager=usager).filter(over if stopped else ~over)
    return rows.select_related("written_by__professional", "stopped_by__professional")


def doses_of(post: Post, usager: Usager, day: date) -> list[Dose]:
    """The doses planned that day, by moment, with what came of them (two queries)."""
    rows = TreatmentLine.objects.for_post(post).filter(usager=usager, stopped_at=None, starts_on__lte=day)
    return _doses(post, rows, day).get(usager.id, []) if _opens(post) else []


def as_needed(post: Post, usager: Usager, day: date) -> list[tuple[TreatmentLine, list[Administration]]]:
    """The medicines taken when needed, with those of the day."""
    lines = [line for line in lines_of(post, usager) if line.besoin and line.runs_on(day)]
    rows = Administration.objects.for_post(post).filter(
        line__in=lines, day=day, moment=Moment.BESOIN, cancelled_at=None
    )
    said: dict[UUID, list[Administration]] = defaultdict(list)
    for row in rows.select_related("by__professional").order_by("done_at"):
        said[row.line_id].append(row)
    return [(line, said[line.id]) for line in lines]


def _doses(post: Post, rows: QuerySet[TreatmentLine], day: date) -> dict[UUID, list[Dose]]:
    lines = [line for line in rows if line.runs_on(day)]
    said = {
        (row.line_id, row.moment): row
        for row in Administration.objects.for_post(post)
        .filter(line__in=[line.id for line in lines], day=day, cancelled_at=None)
        .select_related("by__professional")
    }
    found: dict[UUID, list[Dose]] = defaultdict(list)
    for moment in FIXED:
        late = _is_late(day, moment)
        for line in lines:
            if line.dose(moment):
                row = said.get((line.id, moment.value))
                found[line.usager_id].append(Dose(line=line, moment=moment, said=row, is_late=late and row is None))
    return found


def _is_late(day: date, moment: Moment) -> bool:
    now = timezone.localtime()
    return day < now.date() or (day == now.date() and now.hour >= LATE_FROM[moment])


def round_of(post: Post, day: date) -> list[tuple[Usager, list[Dose]]]:
    """The persons this post follows who have doses that day (five queries, whatever their number)."""
    if not can(post, Act.WRITE, DataClass.ADMINISTRATION):
        return []
    open_to_me = visible_usagers(post).filter(~closed_to(post, DataClass.ADMINISTRATION, "pk"))
    people = {one.id: one for one in with_stay_and_alerts(open_to_me, post).order_by("nom_n", "prenom_n")}
    rows = TreatmentLine.objects.for_post(post).filter(
        Q(ends_on=None) | Q(ends_on__gte=day), usager__in=open_to_me, stopped_at=None, starts_on__lte=day
    )
    doses = _doses(post, rows, day)
    return [(one, doses[ident]) for ident, one in people.items() if ident in doses]
