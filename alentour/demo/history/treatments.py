"""The plan de prise and what came of each dose: given, refused, held or missed, by who was there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.enums import Intake, Moment
from alentour.care.models import Administration, TreatmentLine
from alentour.care.rules import may_plan
from alentour.care.services import add_line
from alentour.demo.history import clock, trail
from alentour.demo.history.lives import Life

CLOCK = {Moment.MATIN: (8, 5), Moment.MIDI: (12, 15), Moment.SOIR: (18, 50), Moment.COUCHER: (21, 5)}
GIVERS = (Metier.AIDE_SOIGNANT, Metier.INFIRMIER, Metier.EDUCATEUR)
DOCTORS = ("Dr Paul MARTIN", "Dr Claire HUET", "Dr Ronan LE GUEN")
REASONS = {
    Intake.REFUSED: ("Ferme la bouche, dit non", "N'en veut pas ce soir", "Recraché, proposé de nouveau sans succès"),
    Intake.MISSED: ("Absence au moment de la prise", "Endormi[/e], non réveillé[/e]"),
    Intake.HELD: ("Tension basse, avis demandé", "Vomissements, avis demandé"),
}


def write(life: Life) -> int:
    """The lines by the service, the doses in bulk; the trail follows."""
    planner = next(
        (post for post in life.at_work(Metier.INFIRMIER, Metier.MEDECIN, Metier.IDEC) if may_plan(post)), None
    )
    givers = [post for post in life.at_work(*GIVERS) if can(post, Act.WRITE, DataClass.ADMINISTRATION)]
    if planner is None or not givers:
        return 0
    doses = [dose for line in _lines(life, planner) for dose in _doses(life, line, givers)]
    with clock.dated_by_hand(Administration):
        Administration.objects.bulk_create(doses, batch_size=300)
    facts = [
        (f"intake.{Intake(one.state).name.lower()}", one.entered_at, one.by, one, {"moment": one.moment})
        for one in doses
    ]
    trail.append(life.structure.pk, life.usager.pk, facts)
    return len(doses)


def _lines(life: Life, planner: Post) -> Iterator[TreatmentLine]:
    prescriber = DOCTORS[sum(map(ord, life.resident.key)) % len(DOCTORS)]
    for row in life.rows("treatments"):
        start = life.back(int(row["from"]))
        until = life.back(int(row["to"])) if row["to"] else None
        copied = max(start, life.begins)
        if until and until < life.begins:
            continue
        with clock.at(life.moment(copied, 11, 40)):
            yield add_line(
                usager=life.usager, by=planner, drug=row["drug"], matin=row["matin"], midi=row["midi"], soir=row["soir"],
                coucher=row["coucher"], besoin=row["besoin"], instructions=row["instructions"], prescriber=prescriber,
                max_per_day=int(row["max"] or 0) or None, min_hours=int(row["hours"] or 0) or None,
                document_label=f"Ordonnance du {start:%d/%m/%Y}", starts_on=max(start, life.entered), ends_on=until,
            )  # fmt: skip


def _doses(life: Life, line: TreatmentLine, givers: list[Post]) -> Iterator[Administration]:
    for day in life.days():
        if day <= _copied(line) or not line.runs_on(day):
            continue
        for moment in line.moments:
            done = life.moment(day, *CLOCK[moment]) + timedelta(minutes=life.rng.randrange(0, 25))
            if done < life.now - timedelta(hours=1):
                yield _dose(life, line, day, moment, done, givers)
        if line.besoin and life.rng.random() < 0.05:
            done = life.moment(day, 15, 20)
            if done < life.now - timedelta(hours=1):
                yield _row(life, line, day, Moment.BESOIN, done, givers[0], Intake.GIVEN, "")


def _copied(line: TreatmentLine) -> date:
    """The day the line was copied: doses are noted from the morrow."""
    return line.written_at.date()


def _dose(
    life: Life, line: TreatmentLine, day: date, moment: Moment, done: datetime, givers: list[Post]
) -> Administration:
    luck = life.rng.random()
    state = (
        Intake.GIVEN
        if luck < 0.955
        else Intake.REFUSED
        if luck < 0.985
        else Intake.MISSED
        if luck < 0.995
        else Intake.HELD
    )
    if state == Intake.HELD and life.now - done > timedelta(days=2):
        state = Intake.GIVEN
    reason = life.said(life.rng.choice(REASONS[state])) if state in REASONS else ""
    return _row(life, line, day, moment, done, givers[day.toordinal() % len(givers)], state, reason)


def _row(
    life: Life, line: TreatmentLine, day: date, moment: Moment, done: datetime, by: Post, state: Intake, reason: str
) -> Administration:
    return Administration(
        structure=life.structure, usager=life.usager, line=line, day=day, moment=moment, state=state, reason=reason, by=by,
        done_at=done, entered_at=done + timedelta(minutes=1),
    )  # fmt: skip
