"""Passages and tasks as the templates show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from alentour.accounts.enums import Metier
from alentour.accounts.models import Post
from alentour.care.models import CareTask
from alentour.care.rules import may_plan_task
from alentour.care.selectors.tasks import Due, writable_natures
from alentour.care.tasks import Done, TaskMoment, TaskSource, said, slot_label, unpack
from alentour.ui.shapes import Tone
from alentour.ui.words import hour, short

LATER = timedelta(minutes=30)
TONES: dict[str, tuple[Tone, str]] = {
    Done.DONE: ("action", "check"),
    Done.NOT_DONE: ("attention", "x"),
    Done.POSTPONED: ("attention", "clock"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """One passage. ``when`` is its hour when the rhythm gives one; ``written`` only when it was written well after."""

    ident: str
    task_id: str
    day: date
    slot: str
    when: str
    label: str
    instructions: str
    whose: str
    state: str
    words: str
    tone: Tone
    icon: str
    who: str
    at: datetime | None
    written: datetime | None
    reason: str
    comment: str
    late: bool
    waits: bool
    may_say: bool
    version: str
    url: str
    person: str
    person_url: str


def due_lines(dues: Iterable[Due], post: Post, *, person: str = "") -> list[DueLine]:
    """``person`` names her in a list across persons."""
    mine = writable_natures(post)
    today = timezone.localdate()
    return [_line(due, person, may=due.mine and due.task.kind in mine and due.day <= today) for due in dues]


def _line(due: Due, person: str, *, may: bool) -> DueLine:
    row, task = due.said, due.task
    tone, icon = TONES[row.state] if row else ("neutral", "circle")
    words = str(Done(row.state).label) if row else ""
    if row and row.state == Done.POSTPONED and row.postponed_to:
        words = f"reporté à {hour(row.postponed_to)}"
    yesterday = "" if due.day == timezone.localdate() else "hier, "
    return DueLine(
        ident=f"p-{task.pk}-{due.day:%Y%m%d}-{due.slot.replace(':', '')}",
        task_id=str(task.pk),
        day=due.day,
        slot=due.slot,
        when=slot_label(due.slot) if due.slot not in TaskMoment.values else (yesterday and yesterday + due.slot),
        label=task.label,
        instructions=task.instructions,
        whose=metiers_said(task),
        state=row.state if row else "",
        words=words,
        tone=tone,
        icon=icon,
        who=str(row.by.professional) if row else "",
        at=row.done_at if row else None,
        written=row.entered_at if row and row.entered_at - row.done_at > LATER else None,
        reason=row.reason if row else "",
        comment=row.comment if row else "",
        late=due.is_late,
        waits=due.waits,
        may_say=may and due.waits,
        version=due.version,
        url=f"{reverse('care:task-passage', args=[task.pk])}?jour={due.day.isoformat()}&passage={due.slot}",
        person=person,
        person_url=reverse("care:tasks", args=[task.usager_id]) if person else "",
    )


def metiers_said(task: CareTask) -> str:
    """« Infirmière, infirmier · Aide-soignante, AES »; empty when anybody of the team does it."""
    return " · ".join(Metier(one).label for one in unpack(task.metiers) if one in Metier.values)


def by_moment(lines: Sequence[DueLine], dues: Sequence[Due], day: date) -> list[tuple[str, list[DueLine]]]:
    """The lines under the moments of the day, what yesterday left unsaid first."""
    pairs = list(zip(lines, dues, strict=True))
    groups = [("Depuis hier, à noter", [line for line, due in pairs if due.day < day])]
    for moment in TaskMoment:
        found = [line for line, due in pairs if due.day == day and due.moment == moment]
        groups.append((moment.label[:1].upper() + moment.label[1:], found))
    return [(title, found) for title, found in groups if found]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One line of the plan of care."""

    ident: str
    label: str
    instructions: str
    rhythm: str
    whose: str
    since: date
    until: date | None
    source: str
    source_url: str
    author: str
    may_stop: bool
    ended: str


def task_rows(tasks: Iterable[CareTask], post: Post) -> list[TaskRow]:
    return [_row(task, post) for task in tasks]


def _row(task: CareTask, post: Post) -> TaskRow:
    source = str(TaskSource(task.source).label) + (f" : {task.source_label}" if task.source_label else "")
    ended = ""
    if task.stopped_at and task.stopped_by:
        ended = f"arrêté {short(task.stopped_at)} par {task.stopped_by.professional} : {task.stop_reason}"
    return TaskRow(
        ident=str(task.pk),
        label=task.label,
        instructions=task.instructions,
        rhythm=said(task),
        whose=metiers_said(task),
        since=task.starts_on,
        until=task.ends_on,
        source=source,
        source_url=_source_url(task),
        author=str(task.written_by.professional),
        may_stop=task.stopped_at is None and may_plan_task(post, task.kind, unpack(task.metiers)),
        ended=ended,
    )


def _source_url(task: CareTask) -> str:
    """What stands in the care can be opened from here; a document or a projet is found in its own tab."""
    if task.source == TaskSource.EVENEMENT and task.source_id:
        return reverse("care:event", args=[task.source_id])
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCell:
    """One passage in the grid: « fait », who and when, or nothing yet."""

    when: str
    words: str
    who: str
    tone: Tone
    icon: str
    url: str


def week_rows(found: Sequence[tuple[CareTask, list[list[Due]]]]) -> list[tuple[str, str, list[list[WeekCell]]]]:
    """(task, rhythm, seven days of cells)."""
    return [(task.label, said(task), [[_cell(due) for due in day] for day in days]) for task, days in found]


def _cell(due: Due) -> WeekCell:
    line = _line(due, "", may=False)
    words = line.words or ("à noter" if line.late else "prévu")
    tone: Tone = line.tone if line.words else ("attention" if line.late else "neutral")
    who = f"{line.who}, {hour(line.at)}" if line.at else ""
    return WeekCell(when=slot_label(due.slot), words=words, who=who, tone=tone, icon=line.icon, url=line.url)
