"""What the teams wrote: quick notes and transmissions ciblées, in the words of each métier, and the turning points of each life."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.enums import Category
from alentour.care.models import Cible, Mention, ReadMark, Transmission
from alentour.demo.history import clock, trail
from alentour.demo.history.lives import Life

# Notes a day, by house: what such a team writes about one person.
RHYTHM = {
    "ehpad": 1.1, "ssiad": 0.6, "residence": 0.35, "savs": 0.35, "foyer": 0.7, "esat": 0.35, "dime": 0.55, "camsp": 0.2,
    "mecs": 0.8, "aemo": 0.25,
}  # fmt: skip
NIGHT = "yannick"
# Days before the same line may come back: what is said every day, what goes wrong, and what those who come less often write.
AGAIN, AGAIN_TARGET, AGAIN_RARE = 4, 9, 21
RARE = frozenset({"medecin", "psychologue", "chef_service", "idec"})
CLOSED_AFTER = timedelta(days=12)


def write(life: Life) -> int:
    """All her transmissions, their cibles and who read them, in bulk; the trail follows."""
    calls: list[Mention] = []
    made = _once_a_cible_each(life, sorted(_told(life, calls), key=lambda one: one.done_at))
    cibles = list({one.cible.pk: one.cible for one in made if one.cible}.values())
    reads = [read for one in made[-12:] for read in _read(life, one)]
    with clock.dated_by_hand(Cible, Transmission, ReadMark):
        Cible.objects.bulk_create(cibles)
        Transmission.objects.bulk_create(made, batch_size=200)
        ReadMark.objects.bulk_create(reads)
    Mention.objects.bulk_create(calls)
    facts: list[trail.Fact] = [
        ("transmission.written", one.entered_at, one.author, one, {"category": one.category}) for one in made
    ]
    facts += [("cible.opened", one.opened_at, one.opened_by, one, {"category": one.category}) for one in cibles]
    facts += [
        ("cible.closed", one.closed_at, one.closed_by, one, {}) for one in cibles if one.closed_at and one.closed_by
    ]
    trail.append(life.structure.pk, life.usager.pk, facts)
    return len(made)


def _told(life: Life, calls: list[Mention]) -> Iterator[Transmission]:
    yield from _scenes(life, calls)
    deck, last = _deck(life), dict[str, date]()
    chance = RHYTHM[life.resident.house]
    for day in life.days():
        for _ in range(2 if life.rng.random() < chance - 1 else life.rng.random() < chance):
            row = next((one for one in islice(deck, 12) if _may_come(one, day, last)), None)
            author = _author(life, row) if row else None
            if row is None or author is None or not life.works(author, day):
                continue
            last[row["data"]] = day
            moment = life.some_time(day, row["when"])
            if moment < life.now - timedelta(minutes=20):
                yield _note(life, row, author, moment, priority=life.rng.random() < 0.04 and bool(row["target"]))


def _deck(life: Life) -> Iterator[dict[str, str]]:
    """The lines for her, shuffled, all of them before any comes back; everyday lines twice as often as what goes wrong."""
    rows = [*life.rows("notes_elders"), *life.rows("notes_others")]
    rows = [row for row in rows if _author(life, row)]
    own = [row for row in rows if life.resident.profile in row["for"].split()]
    cards = rows + [row for row in rows if not row["target"]] + own
    while cards:
        yield from life.rng.sample(cards, len(cards))


def _may_come(row: dict[str, str], day: date, last: dict[str, date]) -> bool:
    gap = AGAIN_RARE if row["metier"] in RARE else AGAIN_TARGET if row["target"] else AGAIN
    return row["data"] not in last or (day - last[row["data"]]).days > gap


def _author(life: Life, row: dict[str, str]) -> Post | None:
    able = [post for post in life.at_work(row["metier"]) if can(post, Act.WRITE, Category(row["category"]).kind)]
    night = [post for post in able if post is life.posts.get(NIGHT)]
    day = [post for post in able if post not in night]
    found = (night if row["when"] == "n" else day) or able
    return found[0] if len(found) == 1 else random.Random(row["data"]).choice(found) if found else None  # noqa: S311


def _scenes(life: Life, calls: list[Mention]) -> Iterator[Transmission]:
    """The turning points, and the colleagues they call: those of the last days have not seen it yet."""
    for row in life.hers("scenes", "person"):
        hour, minute = row["hour"].split(":")
        author = life.posts[row["worker"]]
        day = max(life.working_day(author, life.back(int(row["days"]))), life.begins)
        moment = life.moment(day, int(hour), int(minute))
        if moment < life.now - timedelta(minutes=20):
            note = _note(life, row, author, moment, priority=bool(row["first"]))
            called = life.posts.get(row["calls"])
            if called is not None and can(called, Act.READ, Category(row["category"]).kind):
                seen = moment + timedelta(hours=20) if life.now - moment > timedelta(days=9) else None
                calls.append(Mention(structure=life.structure, transmission=note, post=called, seen_at=seen))
            yield note


def _note(life: Life, row: dict[str, str], author: Post, moment: datetime, *, priority: bool) -> Transmission:
    turn = life.rng.randrange(12) if row["target"] else None
    return Transmission(
        structure=life.structure, usager=life.usager, category=Category(row["category"]), author=author,
        target=row["target"], data=life.said(row["data"], turn),
        action=life.said(row["action"], turn), result=life.said(row["result"], turn), priority=priority, done_at=moment,
        entered_at=moment + timedelta(minutes=life.rng.randrange(2, 18)),
    )  # fmt: skip


def _once_a_cible_each(life: Life, made: list[Transmission]) -> list[Transmission]:
    """Lines of the same target share a cible, until nobody names it for a while: then it was closed, with what came of it."""
    open_now: dict[tuple[str, str], Cible] = {}
    last: dict[tuple[str, str], Transmission] = {}
    for one in made:
        if not one.target:
            continue
        where = (one.category, one.target.casefold())
        cible = open_now.get(where)
        if cible is not None and one.entered_at - last[where].entered_at > CLOSED_AFTER:
            _close(cible, last[where])
            cible = None
        if cible is None:
            cible = open_now[where] = Cible(
                structure=life.structure, usager=life.usager, label=one.target, category=one.category, opened_by=one.author,
                opened_at=one.entered_at,
            )  # fmt: skip
        one.cible, last[where] = cible, one
    for where, cible in open_now.items():
        if life.now - last[where].entered_at > CLOSED_AFTER:
            _close(cible, last[where])
    return made


def _close(cible: Cible, line: Transmission) -> None:
    cible.closed_at, cible.closed_by = line.entered_at + timedelta(days=2), line.author
    cible.outcome = line.result or "Plus de difficulté depuis deux jours."


def _read(life: Life, one: Transmission) -> Iterator[ReadMark]:
    """Colleagues who took the relève since; those of the last hours are still to be read."""
    if life.now - one.entered_at < timedelta(hours=10):
        return
    kind = Category(one.category).kind
    others = [post for post in life.posts.values() if post != one.author and can(post, Act.READ, kind)]
    for post in life.rng.sample(others, min(2, len(others))):
        yield ReadMark(structure=life.structure, transmission=one, post=post, at=one.entered_at + timedelta(hours=5))
