"""The plan of care of a person, its passages of a day or a week, and what is due for a post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.models import CareTask, Realisation
from alentour.care.tasks import HOUR_SLOT_LATE, Done, Nature, TaskMoment, late_at, moment_of, slots, unpack
from alentour.identity.models import Usager
from alentour.record.access import closed_to, visible_usagers

YESTERDAY = timedelta(days=1)
MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One passage; ``said`` is what came of it, None while it is to do. ``mine``: my métier is named, or none is."""

    task: CareTask
    day: date
    slot: str
    said: Realisation | None
    is_late: bool
    mine: bool

    @property
    def moment(self) -> TaskMoment:
        return moment_of(self.slot)

    @property
    def waits(self) -> bool:
        return self.said is None or self.said.state == Done.POSTPONED

    @property
    def version(self) -> str:
        return version_of(self.said)


def version_of(said: Realisation | None) -> str:
    """What a writer was based on: changes with each word about the passage, empty while nothing is said."""
    return str(said.pk) if said else ""


def readable_natures(post: Post) -> list[Nature]:
    return [nature for nature in Nature if can(post, Act.READ, nature.kind)]


def writable_natures(post: Post) -> list[Nature]:
    return [nature for nature in Nature if can(post, Act.WRITE, nature.kind)]


def tasks_of(post: Post, usager: Usager, *, over: bool = False) -> QuerySet[CareTask]:
    """The tasks of a person that this post reads, those of the past with ``over``."""
    past = Q(stopped_at__isnull=False) | Q(ends_on__lt=timezone.localdate())
    rows: QuerySet[CareTask] = CareTask.objects.for_post(post)
    rows = rows.filter(usager=usager, nature__in=readable_natures(post)).filter(past if over else ~past)
    return rows.select_related("written_by__professional", "stopped_by__professional")


def dues_of(post: Post, usager: Usager, day: date) -> list[Due]:
    """The passages of a person that day, in the order of the day (two queries)."""
    rows = CareTask.objects.for_post(post).filter(usager=usager, nature__in=readable_natures(post))
    return _dues(post, running(rows, day, day), [day])


def week_of(post: Post, usager: Usager, monday: date) -> list[tuple[CareTask, list[list[Due]]]]:
    """Each task of the week with its passages, seven days (two queries)."""
    rows = CareTask.objects.for_post(post).filter(usager=usager, nature__in=readable_natures(post))
    days = [monday + timedelta(days=number) for number in range(7)]
    tasks = list(running(rows, days[0], days[-1]))
    found = _dues(post, tasks, days)
    return [
        (task, [sorted((one for one in found if one.task is task and one.day == day), key=_hour) for day in days])
        for task in tasks
        if any(due.task is task for due in found)
    ]


def _hour(due: Due) -> str:
    """In a cell of the week the hours follow each other; the moments are in the order of the day already."""
    return due.slot if due.slot[0].isdigit() else ""


def people_with_tasks(post: Post, day: date, *, mine: bool = True) -> QuerySet[Usager]:
    """The persons this post meets who have something planned about that day, to be paged."""
    rows = _open_tasks(post, day - YESTERDAY, day, mine=mine).filter(usager=OuterRef("pk"))
    return visible_usagers(post).filter(Exists(rows)).order_by("nom_n", "prenom_n", "pk")


def tasks_due_for(
    post: Post, day: date | None = None, *, usagers: Sequence[Usager] | None = None, mine: bool = True
) -> list[tuple[Usager, list[Due]]]:
    """What is due that day (today) for this post, by person, with what yesterday left unsaid: three queries, whatever their number.

    ``usagers`` bounds it to a page of :func:`people_with_tasks`; ``mine=False`` shows the whole team's. For ``home`` and ``tournee``.
    """
    day = day or timezone.localdate()
    people = list(people_with_tasks(post, day, mine=mine)) if usagers is None else list(usagers)
    tasks = _open_tasks(post, day - YESTERDAY, day, mine=mine).filter(usager__in=people)
    found: dict[UUID, list[Due]] = defaultdict(list)
    for due in _dues(post, tasks, [day - YESTERDAY, day]):
        if due.day == day or (due.waits and (due.is_late or due.said is not None)):
            found[due.task.usager_id].append(due)
    return [(one, found[one.pk]) for one in people if one.pk in found]


def tasks_waiting(post: Post) -> tuple[int, int]:
    """(to do today, of which to note) for this post, over ``MOST`` tasks at most: for « Ma journée », two queries."""
    today = timezone.localdate()
    tasks = _open_tasks(post, today - YESTERDAY, today, mine=True).filter(usager__in=visible_usagers(post))
    dues = _dues(
        post, tasks.order_by("pk").defer("label", "instructions", "stop_reason")[:MOST], [today - YESTERDAY, today]
    )
    waiting = [due for due in dues if due.waits and (due.day == today or due.is_late or due.said is not None)]
    return len(waiting), sum(due.is_late for due in waiting)


def _open_tasks(post: Post, first: date, last: date, *, mine: bool) -> QuerySet[CareTask]:
    """Over several persons: what each of them closes to this post is left out."""
    natures = [one for one in Nature if one in readable_natures(post) or one in writable_natures(post)]
    closed = Q(pk__in=[])
    for nature in natures:
        closed |= Q(nature=nature) & Q(closed_to(post, nature.kind))
    rows: QuerySet[CareTask] = CareTask.objects.for_post(post).filter(~closed, nature__in=natures)
    if mine:
        rows = rows.filter(Q(metiers="") | Q(metiers__contains=f",{post.metier},"))
    return running(rows, first, last)


def running(rows: QuerySet[CareTask], first: date, last: date) -> QuerySet[CareTask]:
    """The tasks that may have a passage between two days (a stopped one plans nothing after the day it was stopped)."""
    start = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    return rows.filter(
        Q(ends_on=None) | Q(ends_on__gte=first), Q(stopped_at=None) | Q(stopped_at__gte=start), starts_on__lte=last
    )


def _dues(post: Post, tasks: Iterable[CareTask], days: Sequence[date]) -> list[Due]:
    planned = list(tasks)
    said = {
        (row.task_id, row.day, row.slot): row
        for row in Realisation.objects.for_post(post)
        .filter(task__in=[task.pk for task in planned], day__gte=days[0], day__lte=days[-1], replaced_at=None)
        .select_related("by__professional")
    }
    now = timezone.localtime().replace(tzinfo=None)
    order = {moment: number for number, moment in enumerate(TaskMoment)}
    found = []
    for task in planned:
        stopped = timezone.localtime(task.stopped_at).replace(tzinfo=None) if task.stopped_at else None
        wanted = unpack(task.metiers)
        for day in days:
            for slot in slots(task, day):
                row = said.get((task.pk, day, slot))
                if row is None and stopped is not None and late_at(day, slot) > stopped:
                    continue
                late = _until(row, day, slot) <= now
                mine = not wanted or post.metier in wanted
                found.append(Due(task=task, day=day, slot=slot, said=row, is_late=late, mine=mine))
    return sorted(found, key=lambda due: (due.day, order[due.moment], due.slot, due.task.starts_on))


def _until(said: Realisation | None, day: date, slot: str) -> datetime:
    """When the passage begins to be shown as one to note (never, once it is done or not done)."""
    if said is None:
        return late_at(day, slot)
    if said.state == Done.POSTPONED and said.postponed_to is not None:
        return timezone.localtime(said.postponed_to).replace(tzinfo=None) + HOUR_SLOT_LATE
    return datetime.max


def standing(task: CareTask, day: date, slot: str) -> Realisation | None:
    """What the record says of a passage now; None while nothing is said."""
    rows = Realisation.objects.filter(structure_id=task.structure_id, task=task, day=day, slot=slot, replaced_at=None)
    return rows.select_related("by__professional", "task").first()


def history_of(post: Post, task: CareTask, day: date, slot: str) -> QuerySet[Realisation]:
    """Everything said of one passage, the last first: corrections keep what they corrected."""
    rows: QuerySet[Realisation] = Realisation.objects.for_post(post)
    return rows.filter(task=task, day=day, slot=slot).select_related("by__professional").order_by("-entered_at")
