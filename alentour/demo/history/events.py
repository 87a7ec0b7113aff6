"""The events declared, who was told, what followed: some closed with what the team learnt, some still open."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.events import Circumstance, EventKind, Severity, StepKind, Told
from alentour.care.models import CareEvent
from alentour.care.services import events
from alentour.demo.history import clock
from alentour.demo.history.lives import Life


def write(life: Life) -> None:
    """Each by the services, at the hours told."""
    for row in life.hers("events", "person"):
        hour, minute = row["hour"].split(":")
        happened = life.moment(life.back(int(row["days"])), int(hour), int(minute))
        by = life.posts[row["worker"]]
        with clock.at(happened + timedelta(minutes=50)):
            event = events.declare_event(
                usager=life.usager, by=by, kind=EventKind(row["kind"]), happened_at=happened, story=row["story"],
                severity=Severity(row["severity"]), place=row["place"], actions=row["actions"],
                circumstance=Circumstance(row["circumstance"]) if row["circumstance"] else "",
                told=[(Told(who), _name(life, who), happened + timedelta(minutes=25)) for who in row["told"].split()],
            )  # fmt: skip
        _follow(life, event, row, by)


def _name(life: Life, who: str) -> str:
    return {"famille": life.speaker().relative, "medecin": "Dr Paul Martin"}.get(who, "")


def _follow(life: Life, event: CareEvent, row: dict[str, str], by: Post) -> None:
    """The step decided the day after; done when its day is past; the event closed by who validates."""
    decided = event.happened_at + timedelta(hours=18)
    assigned, due = life.posts[row["assigned"]], life.today + timedelta(days=int(row["due"]))
    if decided > life.now:
        return
    with clock.at(decided):
        step = events.add_step(
            event=event, by=by, kind=StepKind.ACTION, text=row["step"], due_on=due, assigned=assigned
        )
    if not row["result"]:
        return
    with clock.at(_noon(life, due)):
        events.settle_step(step=step, by=assigned, result=row["result"])
    judge = next((post for post in life.posts.values() if can(post, Act.VALIDATE, DataClass.EVENEMENTS)), None)
    if judge is not None and row["conclusion"]:
        with clock.at(_noon(life, due + timedelta(days=1))):
            events.close_event(event=event, by=judge, conclusion=row["conclusion"])


def _noon(life: Life, day: date) -> datetime:
    return min(life.moment(day, 12), life.now)
