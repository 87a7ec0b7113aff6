"""The soins that come back, and what came of each passage of these weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from alentour.accounts.models import Post
from alentour.care.models import CareTask, Realisation
from alentour.care.rules import may_plan_task
from alentour.care.services import plan_task
from alentour.care.tasks import Done, Rhythm, TaskMoment, catalogue, pack, slots
from alentour.demo.history import clock, trail
from alentour.demo.history.lives import Life

WEEKS_TOLD = 35
HOURS = {TaskMoment.MATIN: 9, TaskMoment.MIDI: 12, TaskMoment.APRES_MIDI: 15, TaskMoment.SOIR: 19, TaskMoment.NUIT: 23}
REASONS = ("Dort profondément", "Refuse ce matin, proposé de nouveau demain", "Visite de sa famille", "En rendez-vous")


def write(life: Life) -> int:
    """The plan by the service, the passages in bulk; the trail follows."""
    said = [one for task in _plan(life) for one in _passages(life, task)]
    with clock.dated_by_hand(Realisation):
        Realisation.objects.bulk_create(said, batch_size=300)
    facts: list[trail.Fact] = [
        ("task.said", one.entered_at, one.by, one, {"state": one.state, "day": one.day.isoformat(), "slot": one.slot})
        for one in said
    ]
    trail.append(life.structure.pk, life.usager.pk, facts)
    return len(said)


def _plan(life: Life) -> Iterator[CareTask]:
    for row in life.rows("tasks"):
        kind = catalogue()[row["slug"]]
        metiers = row["metiers"].split()
        by = next((post for post in life.posts.values() if may_plan_task(post, kind.nature, metiers)), None)
        start = max(life.begins, life.back(WEEKS_TOLD)) + timedelta(days=1)
        if by is None or not life.at_work(*metiers) or start > life.ends:
            continue
        with clock.at(life.moment(start - timedelta(days=1), 16)):
            yield plan_task(
                usager=life.usager, by=by, label=kind.label, slug=kind.slug, nature=kind.nature, metiers=pack(metiers),
                rhythm=Rhythm(row["rhythm"]), moments=pack(row["moments"].split()), weekdays=row["weekdays"],
                every=int(row["every"]) if row["every"] else None, instructions=row["instructions"], starts_on=start,
            )  # fmt: skip


def _passages(life: Life, task: CareTask) -> Iterator[Realisation]:
    able = life.at_work(*task.metiers.split(",")) if task.metiers else list(life.posts.values())
    for day in life.days():
        for slot in slots(task, day) if day >= task.starts_on else ():
            if life.moment(day, HOURS.get(TaskMoment(slot), 10), 30) < life.now - timedelta(hours=1):
                yield _said(life, task, day, slot, able[day.toordinal() % len(able)])


def _said(life: Life, task: CareTask, day: date, slot: str, by: Post) -> Realisation:
    done = life.moment(day, HOURS.get(TaskMoment(slot), 10), 20)
    missed = life.rng.random() < 0.03
    return Realisation(
        structure=life.structure, usager=life.usager, task=task, day=day, slot=slot, by=by, done_at=done,
        state=Done.NOT_DONE if missed else Done.DONE, reason=life.rng.choice(REASONS) if missed else "",
        entered_at=done + timedelta(minutes=6),
    )  # fmt: skip
