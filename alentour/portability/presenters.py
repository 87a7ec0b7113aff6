"""The transfers in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can, metiers_that_can
from alentour.identity.models import titled
from alentour.portability.enums import Choice, JobState, Reach, Reason, Stage, Standing
from alentour.portability.models import Arriving, Conflict, Export, Import
from alentour.portability.tables import BY_NAME

CHIPS = {
    JobState.QUEUED: ("neutral", "hourglass"), JobState.RUNNING: ("action", "loader-circle"), JobState.READY: ("action", "check"),
    JobState.FAILED: ("danger", "triangle-alert"), JobState.DELETED: ("draft", "trash-2"),
}  # fmt: skip
STANDINGS = {
    Standing.DOUBT: ("attention", "user-round-search"), Standing.READY: ("action", "check"), Standing.SKIPPED: ("draft", "minus"),
    Standing.APPLIED: ("action", "check-check"), Standing.FAILED: ("danger", "triangle-alert"), Standing.UNDONE: ("draft", "undo-2"),
}  # fmt: skip
WORDS = {
    "new": "à ajouter", "same": "déjà ici", "conflict": "à comparer", "refused": "non reprises", "kept": "les nôtres gardées",
    "taken": "remplacées",
}  # fmt: skip
DONE = WORDS | {"new": "ajoutées"}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """A transfer in a list, or at the top of its page."""

    ident: UUID
    title: str
    url: str
    poll_url: str
    state: str
    chip: str
    icon: str
    at: Any
    done: int
    total: int
    open: bool
    sentence: str
    detail: str = ""


def export_line(export: Export) -> JobLine:
    chip, icon = CHIPS[JobState(export.state)]
    who = "Tous les dossiers de la structure" if export.reach == Reach.ALL else "Un dossier"
    reason = Reason(export.reason).label
    return JobLine(
        ident=export.pk, title=who, url=reverse("portability:export", args=[export.pk]),
        poll_url=reverse("portability:export-progress", args=[export.pk]), state=JobState(export.state).label, chip=chip,
        icon=icon, at=export.created_at, done=export.done, total=_total(export), open=export.is_open, sentence=export.sentence,
        detail=" · ".join(filter(None, (reason[:1].upper() + reason[1:], export.recipient))),
    )  # fmt: skip


def import_line(job: Import) -> JobLine:
    chip, icon = CHIPS[JobState(job.state)]
    words = JobState(job.state).label
    if job.state == JobState.READY:
        words = "annulé" if job.undone_at else "repris" if job.applied_at else "à relire"
    return JobLine(
        ident=job.pk, title=job.source or "Fichier reçu", url=reverse("portability:import", args=[job.pk]),
        poll_url=reverse("portability:import-progress", args=[job.pk]), state=words, chip=chip, icon=icon, at=job.created_at,
        done=job.done, total=_total(job), open=job.is_open, sentence=job.sentence, detail=f"par {job.by.professional}",
    )  # fmt: skip


def _total(job: Export | Import) -> int:
    """While it is open it is never over."""
    return max(job.total, job.done + 1) if job.is_open else job.total


def progress_label(job: Export | Import) -> str:
    if isinstance(job, Export):
        return "Dossiers écrits"
    return {Stage.CHECK: "Dossiers lus et comparés", Stage.APPLY: "Dossiers repris", Stage.UNDO: "Dossiers annulés"}[
        Stage(job.stage)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person of a file."""

    ident: UUID
    name: str
    birth: str
    state: str
    chip: str
    icon: str
    reason: str
    url: str
    summary: str
    doubt: bool
    refused: str


def person_line(arriving: Arriving) -> PersonLine:
    chip, icon = STANDINGS[Standing(arriving.state)]
    errors = [one["sentence"] for one in arriving.faults if one["severity"] == "error"]
    return PersonLine(
        ident=arriving.pk, name=name_of(arriving), birth=str(arriving.identity.get("birth_date_text", "")),
        state=Standing(arriving.state).label, chip=chip, icon=icon, reason=arriving.reason,
        url=reverse("portability:person", args=[arriving.pk]), summary=summary(arriving),
        doubt=arriving.state == Standing.DOUBT, refused=errors[0] if errors else "",
    )  # fmt: skip


def name_of(arriving: Arriving) -> str:
    told = arriving.identity
    given = str(told.get("used_given_name") or told.get("first_given_name") or "")
    family = str(told.get("used_name") or told.get("birth_name") or "")
    return f"{titled(given)} {family.upper()}".strip() or "Personne non lue"


def summary(arriving: Arriving) -> str:
    words = DONE if arriving.state in {Standing.APPLIED, Standing.UNDONE} else WORDS
    totals: dict[str, int] = {}
    for held in arriving.counts.values():
        for kind, count in held.items():
            totals[kind] = totals.get(kind, 0) + count
    return ", ".join(f"{totals[kind]} {word}" for kind, word in words.items() if totals.get(kind))


@dataclass(frozen=True, slots=True)
class CountLine:
    """A kind of line: how many of each fate."""

    title: str
    words: str


def count_lines(arriving: Arriving) -> list[CountLine]:
    words = DONE if arriving.state in {Standing.APPLIED, Standing.UNDONE} else WORDS
    return [
        CountLine(title, ", ".join(f"{held[kind]} {word}" for kind, word in words.items() if held.get(kind)))
        for title, held in arriving.counts.items()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictLine:
    """Two lines side by side; ``closed`` says who reads them when this métier does not."""

    ident: UUID
    title: str
    lines: list[dict[str, Any]]
    choice: str
    choices: list[tuple[str, str]]
    may_choose: bool
    closed: str


def conflict_lines(conflicts: list[Conflict], post: Post, *, still_open: bool) -> list[ConflictLine]:
    return [_conflict(one, post, still_open) for one in conflicts]


def _conflict(one: Conflict, post: Post, still_open: bool) -> ConflictLine:
    kind = DataClass(one.content["kind"])
    reads = can(post, Act.READ, kind)
    choices = [(value, label) for value, label in Choice.choices if value != Choice.BOTH or BY_NAME[one.table].both]
    who = "" if reads else ", ".join(metiers_that_can(Act.READ, kind)[:4])
    return ConflictLine(
        ident=one.pk, title=one.content["title"], lines=one.content["lines"] if reads else [], choice=one.choice,
        choices=choices, may_choose=still_open and reads and can(post, Act.WRITE, kind), closed=who,
    )  # fmt: skip


def report_lines(export: Export) -> list[CountLine]:
    return [CountLine(title, str(count)) for title, count in export.report.get("lines", {}).items()]


def is_there(export: Export) -> bool:
    """Whether the file can be taken now."""
    return export.state == JobState.READY and export.expires_at is not None and export.expires_at > timezone.now()
