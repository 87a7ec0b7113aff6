"""One person told: who she is, who is around her at work, the days she is there, and her own dice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post, Structure
from alentour.accounts.rights import can
from alentour.demo import roster
from alentour.demo.history.words import Speaker, say
from alentour.demo.roster import Resident
from alentour.identity.models import Usager

DAYS = 90
WOMEN = ("sa ", "son épouse", "son amie")
FORMAL = frozenset({"ehpad", "ssiad", "residence"})
# Houses closed at the week-end, and métiers that do not work then in the others.
WEEKDAYS_ONLY = frozenset({"savs", "esat", "dime", "camsp", "aemo"})
AT_THE_WEEKEND = frozenset({Metier.INFIRMIER, Metier.AIDE_SOIGNANT, Metier.EDUCATEUR, Metier.HOTELIER})
HOURS = {"m": (8, 11), "a": (14, 17), "s": (18, 21), "n": (1, 5)}


@dataclass(slots=True)
class Life:
    """``begins`` and ``ends`` bound what is told; ``away`` are the days she is elsewhere, both included."""

    resident: Resident
    structure: Structure
    posts: dict[str, Post]
    now: datetime
    entered: date
    left: date | None = None
    away: list[tuple[date, date]] = field(default_factory=list)
    usager: Usager = field(init=False)
    rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(f"alentour {self.resident.key}")  # noqa: S311  (a story, not a secret)

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def begins(self) -> date:
        return max(self.entered, self.today - timedelta(days=DAYS))

    @property
    def ends(self) -> date:
        """The last day told: the eve of her departure, or today."""
        return self.left - timedelta(days=1) if self.left else self.today

    @property
    def tags(self) -> frozenset[str]:
        """What a line of a table is ``for``."""
        return frozenset({self.resident.key, self.resident.house, self.resident.profile})

    def fits(self, row: dict[str, str]) -> bool:
        return not self.tags.isdisjoint(row["for"].split())

    def rows(self, name: str) -> list[dict[str, str]]:
        """The lines of ``data/history/<name>.csv`` that are for her."""
        return [row for row in roster.rows(f"history/{name}") if self.fits(row)]

    def hers(self, name: str, column: str = "key") -> list[dict[str, str]]:
        return [row for row in roster.rows(f"history/{name}") if row[column] == self.resident.key]

    def is_here(self, day: date) -> bool:
        return self.begins <= day <= self.ends and not any(first <= day <= last for first, last in self.away)

    def days(self) -> Iterator[date]:
        """The days she is there, in order."""
        for count in range((self.ends - self.begins).days + 1):
            day = self.begins + timedelta(days=count)
            if self.is_here(day):
                yield day

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))

    def some_time(self, day: date, when: str) -> datetime:
        """An hour of that part of the day."""
        first, last = HOURS[when]
        return self.moment(day, self.rng.randint(first, last), self.rng.randrange(0, 60, 5))

    def back(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def works(self, post: Post, day: date) -> bool:
        """Whether this colleague may be there that day of the week."""
        if day.weekday() < 5:
            return True
        return self.resident.house not in WEEKDAYS_ONLY and post.metier in AT_THE_WEEKEND

    def working_day(self, post: Post, day: date) -> date:
        """That day, or the last one before when this colleague was at work."""
        while not self.works(post, day):
            day -= timedelta(days=1)
        return day

    def at_work(self, *metiers: str) -> list[Post]:
        """Those of her house who have one of these métiers, in the order of the table."""
        return [post for post in self.posts.values() if post.metier in metiers]

    def writer(self, kind: DataClass, *preferred: str) -> Post | None:
        """Who writes this kind of data in her house: the first of the métiers preferred, then anybody who may."""
        able = [post for post in self.posts.values() if can(post, Act.WRITE, kind)]
        return next((post for metier in preferred for post in able if post.metier == metier), next(iter(able), None))

    def clerk(self) -> Post:
        """Who opens her record: the secretary, or whoever writes identities or habits in a house without one."""
        order = (Metier.SECRETAIRE, Metier.CHEF_SERVICE, Metier.IDEC, Metier.INFIRMIER)
        found = [post for metier in order for post in self.at_work(metier)]
        return (found or list(self.posts.values()))[0]

    def speaker(self) -> Speaker:
        """How she is spoken of in her house."""
        resident = self.resident
        name = " ".join(word.capitalize() for word in (resident.used_name or resident.birth_name).split())
        called = f"{'Mme' if resident.sex == 'F' else 'M.'} {name}"
        if resident.house not in FORMAL:
            called = resident.used_given_name
        first = next(iter(self.hers("contacts")), None)
        relative = first["lien"] if first else "sa famille"
        return Speaker(called, resident.sex == "F", relative, relative.startswith(WOMEN))

    def said(self, template: str, turn: int | None = None) -> str:
        return say(template, self.speaker(), self.rng, turn)
