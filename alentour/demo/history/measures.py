"""The curves: relevés at the rhythm of each situation, values that drift as they would, the limits of the person, the alerts."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.constantes import constantes
from alentour.care.enums import AlertState
from alentour.care.models import Measure, Reading
from alentour.care.selectors.measures import Limits, limits_of
from alentour.care.services import set_threshold
from alentour.demo.history import clock, trail
from alentour.demo.history.lives import Life

RECENT = timedelta(days=6)


def write(life: Life) -> int:
    """Her limits by the service, her relevés in bulk, judged like the service judges them; the trail follows."""
    takers = [
        post for post in life.at_work(Metier.INFIRMIER, Metier.AIDE_SOIGNANT) if can(post, Act.WRITE, DataClass.SOINS)
    ]
    rows = life.rows("measures")
    if not takers or not rows:
        return 0
    _limits(life)
    limits = limits_of(life.usager)
    readings: dict[datetime, Reading] = {}
    measures = []
    for row in rows:
        for moment, value in _series(life, row):
            reading = readings.setdefault(moment, _reading(life, takers, moment))
            measures.append(_judged(life, reading, row["kind"], value, limits[row["kind"]]))
    _settle(life, measures, takers)
    with clock.dated_by_hand(Reading):
        Reading.objects.bulk_create(readings.values(), batch_size=300)
    Measure.objects.bulk_create(measures, batch_size=300)
    facts: list[trail.Fact] = [
        ("measures.taken", one.entered_at, one.author, one, {"source": str(one.source)}) for one in readings.values()
    ]
    facts += [
        ("measures.alert-handled", one.handled_at, one.handled_by, one, {"kind": one.kind})
        for one in measures
        if one.handled_at and one.handled_by
    ]
    trail.append(life.structure.pk, life.usager.pk, facts)
    return len(measures)


def _limits(life: Life) -> None:
    by = life.writer(DataClass.SANTE, Metier.MEDECIN, Metier.INFIRMIER)
    if by is None:
        return
    with clock.at(life.moment(life.begins, 11)):
        for row in life.rows("limits"):
            low, high = (Decimal(row[side]) if row[side] else None for side in ("low", "high"))
            set_threshold(usager=life.usager, by=by, kind=row["kind"], low=low, high=high)


def _series(life: Life, row: dict[str, str]) -> list[tuple[datetime, Decimal]]:
    """From ``start`` to ``end`` over the three months, more or less ``spread``; a weight is a percentage; ``last`` is the news."""
    kind = constantes()[row["kind"]]
    start, end, spread = float(row["start"]), float(row["end"]), float(row["spread"])
    unit = _weight(life) / 100 if row["kind"] == "poids" else 1.0
    told: list[tuple[datetime, Decimal]] = []
    span = max(1, (life.ends - life.begins).days)
    last = -int(row["every"])
    for day in life.days():
        gone = (day - life.begins).days
        if gone - last < int(row["every"]):
            continue
        last = gone
        moment = life.moment(day, 7 if row["batch"] == "glycemie" else 9, 30)
        value = (start + (end - start) * gone / span + life.rng.gauss(0, spread)) * unit
        if moment < life.now - timedelta(minutes=20):
            low, high = float(kind.possible_low), float(kind.possible_high)
            told.append((moment, round(Decimal(str(min(max(value, low), high))), kind.decimals)))
    if row["last"] and told:
        told[-1] = (told[-1][0], Decimal(row["last"]))
    return told


def _weight(life: Life) -> float:
    base = {"denutrition": 52.0, "diabete": 84.0}.get(life.resident.profile, 60.0 if life.resident.sex == "F" else 74.0)
    return base + sum(map(ord, life.resident.key)) % 7


def _reading(life: Life, takers: list[Post], moment: datetime) -> Reading:
    by = takers[moment.toordinal() % len(takers)]
    return Reading(
        structure=life.structure, usager=life.usager, author=by, done_at=moment, entered_at=moment + timedelta(minutes=4)
    )  # fmt: skip


def _judged(life: Life, reading: Reading, kind: str, value: Decimal, limits: Limits) -> Measure:
    side, limit = limits.crossed_by(value)
    return Measure(
        structure=life.structure, usager=life.usager, reading=reading, kind=kind, value=value, done_at=reading.done_at,
        crossed=side or "", limit=limit,
    )  # fmt: skip


def _settle(life: Life, measures: list[Measure], takers: list[Post]) -> None:
    """The newest value of a constante asks for someone when it is of these days; a colleague had taken the others in charge."""
    newest = {one.kind: one for one in sorted(measures, key=lambda one: one.done_at)}
    for one in measures:
        if one.crossed and newest[one.kind] is one and life.now - one.done_at < RECENT:
            one.alert = AlertState.OPEN
        elif one.crossed:
            one.alert, one.handled_by = AlertState.HANDLED, takers[0]
            one.handled_at = one.done_at + timedelta(minutes=35)
