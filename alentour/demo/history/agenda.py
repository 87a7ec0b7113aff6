"""What is planned and what took place: activities of the week, rendez-vous, roll-calls, absences announced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda import rules, services
from alentour.agenda.enums import Attendance, Frequency, Half, Here, Kind, PlaceKind, Reason, Status
from alentour.agenda.models import Absence, Entry, Place, Presence
from alentour.agenda.recurrence import Rule
from alentour.agenda.selectors.entries import Occurrence
from alentour.agenda.services import Conflicting, Plan
from alentour.demo import roster
from alentour.demo.history import clock, trail
from alentour.demo.history.lives import Life
from alentour.identity.models import Usager

WEEKS = 12
# Houses where presence is counted, and the half-days on which people are expected.
CALLED = {"esat": "11111111110000", "dime": "11111011110000", "foyer": "1" * 14, "mecs": "1" * 14}
CALL_DAYS = 21


def gather(lives: Sequence[Life]) -> None:
    """The house together: rooms, activities that come back, meetings, and the roll-calls of these weeks."""
    one = lives[0]
    writer = next((post for post in one.posts.values() if rules.may_write(post)), None)
    if writer is None:
        return
    here = [life for life in lives if life.left is None]
    for row in roster.rows("history/activities"):
        if row["house"] == one.resident.house:
            _activity(here, row, writer)
    if one.resident.house in CALLED:
        _roll(here, writer)


def write(life: Life) -> None:
    """Her own rendez-vous, past and to come."""
    writer = next((post for post in life.posts.values() if rules.may_write(post)), None)
    if writer is None:
        return
    for row in life.rows("appointments"):
        hour, minute = row["hour"].split(":")
        day = life.today + timedelta(days=int(row["days"]))
        while day.weekday() > 4 and row["kind"] != Kind.VISITE:
            day += timedelta(days=1)
        start = life.moment(day, int(hour), int(minute))
        with_whom = tuple(life.at_work(row["metier"])[:1]) if row["metier"] else ()
        plan = Plan(
            kind=Kind(row["kind"]), title=row["title"], outside_pro=row["outside"], where=row["where"], starts_at=start,
            ends_at=start + timedelta(minutes=int(row["minutes"])), usagers=(life.usager,), posts=with_whom,
        )  # fmt: skip
        with clock.at(life.moment(life.back(7), 11) if life.is_here(life.back(7)) else life.now):
            entry = _planned(writer, plan, f"demo-{life.resident.key}-{row['days']}-{row['kind']}")
        if entry is not None and entry.ends_at < life.now:
            _took_place(entry, writer, life.now)


def _planned(by: Post, plan: Plan, key: str) -> Entry | None:
    """The entry, unless somebody or some room is already taken."""
    try:
        return services.plan(by=by, plan=plan, key=key)
    except Conflicting:
        return None


def _took_place(entry: Entry, by: Post, now: datetime) -> None:
    with clock.at(min(now, entry.ends_at + timedelta(minutes=20))):
        services.say(
            occurrence=Occurrence(entry=entry, starts_at=entry.starts_at, ends_at=entry.ends_at),
            by=by,
            status=Status.REALISE,
        )


def _activity(lives: Sequence[Life], row: dict[str, str], writer: Post) -> None:
    one = lives[0]
    key = f"demo-{row['house']}-{row['key']}"
    if Entry.objects.filter(structure=one.structure, key=key).exists():
        return
    monday = one.today - timedelta(days=one.today.weekday(), weeks=WEEKS)
    hour, minute = row["hour"].split(":")
    start = one.moment(monday + timedelta(days=int(row["weekday"])), int(hour), int(minute))
    people = [life.usager for life in lives if life.entered < one.back(WEEKS * 7)][: int(row["people"])]
    if int(row["people"]) and not people:
        return
    leads = one.at_work(row["metier"])[:1] if people else list(one.posts.values())[:8]
    with clock.at(one.moment(one.back(WEEKS * 7 + 7), 9)):
        plan = Plan(
            kind=Kind(row["kind"]), title=row["title"], starts_at=start, ends_at=start + timedelta(minutes=int(row["minutes"])),
            place=_place(writer, row["place"]), usagers=tuple(people), posts=tuple(leads),
            rule=Rule(frequency=Frequency.WEEK, weekdays=frozenset({int(row["weekday"])})),
        )  # fmt: skip
        series = services.plan(by=writer, plan=plan, keep=True, key=key)
    if people:
        _came(one, series, leads[0] if leads else writer, people)


def _place(by: Post, name: str) -> Place:
    found = Place.objects.filter(structure_id=by.structure_id, name=name).first()
    kind = PlaceKind.VEHICULE if name == "Minibus" else PlaceKind.SALLE
    return found or services.add_place(by=by, kind=kind, name=name)


def _came(one: Life, series: Entry, by: Post, people: Sequence[Usager]) -> None:
    """Who came to the last two."""
    length, hour = series.ends_at - series.starts_at, timezone.localtime(series.starts_at)
    last = one.today - timedelta(days=(one.today - series.first_day).days % 7 or 7)
    for weeks in (1, 0):
        day = last - timedelta(weeks=weeks)
        start = one.moment(day, hour.hour, hour.minute)
        for rank, usager in enumerate(people):
            seen = Attendance.EXCUSED if (rank + weeks) % 5 == 4 else Attendance.PRESENT
            with clock.at(start + length):
                services.note_attendance(
                    occurrence=Occurrence(entry=series, starts_at=start, ends_at=start + length, day=day), by=by,
                    usager=usager, attendance=seen,
                )  # fmt: skip


def _roll(lives: Sequence[Life], by: Post) -> None:
    """Each half-day of these weeks was called; today's is left to do. Those who are announced away are told before."""
    for life in lives:
        halves = CALLED[life.resident.house]
        first = max(life.begins, life.back(CALL_DAYS))
        with clock.at(life.moment(life.begins, 10, 40)):
            services.set_rhythm(usager=life.usager, by=by, halves=halves, starts_on=life.begins)
        _announce(life, by)
        sick = _days_away(life)
        seen = [
            Presence(
                structure=life.structure, usager=life.usager, day=day, half=half, here=Here.PRESENT, by=by,
                at=life.moment(day, 9 if half == Half.MATIN else 14, 15),
            )
            for day in life.days()
            for half in Half
            if first <= day < life.today and day not in sick and halves[2 * day.weekday() + (half == Half.APRES_MIDI)] == "1"
        ]  # fmt: skip
        with clock.dated_by_hand(Presence):
            Presence.objects.bulk_create(seen)
        facts: list[trail.Fact] = [
            ("presence.present", one.at, by, one, {"day": one.day.isoformat(), "half": str(one.half)}) for one in seen
        ]
        trail.append(life.structure.pk, life.usager.pk, facts)


def _days_away(life: Life) -> set[date]:
    rows = Absence.objects.filter(usager=life.usager, starts_on__lte=life.today)
    return {
        row.starts_on + timedelta(days=n)
        for row in rows
        for n in range(((row.ends_on or life.today) - row.starts_on).days + 1)
    }


def _announce(life: Life, by: Post) -> None:
    for row in life.hers("absences"):
        first, last = (life.today + timedelta(days=int(row[name])) for name in ("first", "last"))
        said = min(first, life.back(4)) if int(row["first"]) > 0 else first
        with clock.at(life.moment(said, 8, 30)):
            services.announce_absence(
                usager=life.usager, by=by, reason=Reason(row["reason"]), first=(first, Half.MATIN), last=(last, Half.APRES_MIDI),
                planned=int(row["first"]) > 0, note=row["note"], key=f"demo-{life.resident.key}-{row['first']}",
            )  # fmt: skip
