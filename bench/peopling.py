"""A dataset for measuring: establishments, teams, persons, care entries. Invented names only, always the same ones (seed 7).

The shape is that of specs/product §5.1: sixty surnames, thirty first names, births from 1925 to 1979, ten relevés and ten
transmissions a person, three teams an establishment. One more establishment holds as many persons as all the others together, for the
métiers that meet a whole structure; one person there has a record of twenty years.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F

from alentour.accounts.enums import Metier, StructureKind
from alentour.accounts.models import Post, Structure, StructureOwned
from alentour.accounts.services import create_professional, create_structure, open_post
from alentour.care.enums import Category
from alentour.care.models import Measure, Reading, Transmission
from alentour.core import rls
from alentour.identity.mapping import normalise
from alentour.identity.models import Usager
from alentour.record.enums import StayKind, TeamRole
from alentour.record.models import CareTeamMember, Stay
from bench.names import FAMILIES, GIVEN_F, GIVEN_M

ENTRIES = 10
TEAMS = 3
RELIEF = 8
CHUNK = 2000


@dataclass
class Peopled:
    """What the measuring needs to know of the dataset."""

    nurse: Post
    relief: list[Post]
    director: Post
    ward: Structure
    whole: Structure
    persons: list[str] = field(default_factory=list)
    old: str = ""
    names: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def people(persons: int, *, establishments: int = 10, entries: int = ENTRIES) -> Peopled:
    """``persons`` in ``establishments``, and as many again in a single one."""
    chance = random.Random(7)
    each = persons // establishments
    wards = [_ward(number, teams=TEAMS) for number in range(1, establishments + 1)]
    for structure, posts in wards:
        _fill(structure, posts, each, chance, entries=entries)
    whole, chiefs = _ward(99, teams=1)
    _fill(whole, chiefs, persons, chance, entries=0)
    ward, posts = wards[0]
    mine = CareTeamMember.objects.filter(structure=ward, post=posts[0]).values_list("usager_id", "usager__birth_name")
    peopled = Peopled(
        nurse=posts[0],
        relief=_relief(ward, posts[0]),
        director=_chief(whole),
        ward=ward,
        whole=whole,
        persons=[str(pk) for pk, _ in mine[:300]],
        names=sorted({name for _, name in mine}),
    )
    peopled.old = str(_twenty_years(ward, posts[0], chance))
    # auto_now_add gave them all the hour of the seeding: the feed wants them spread
    for structure, _ in wards:
        with rls.within(structure.id):
            for dated in (Reading, Transmission):
                dated._default_manager.filter(structure=structure).update(entered_at=F("done_at"))
    for model in (Usager, Reading, Measure, Transmission):
        peopled.counts[model.__name__] = model._default_manager.count()
    return peopled


def _ward(number: int, *, teams: int) -> tuple[Structure, list[Post]]:
    structure = create_structure(
        name=f"EHPAD du Banc {number}",
        kind=StructureKind.EHPAD,
        idnst=f"13500{number:05}",
        ipp_oid=f"1.2.250.1.999.2.{number}",
    )
    posts = []
    for team in range(1, teams + 1):
        person = create_professional(
            family_name=f"BANC{team}", given_name="Infirmière", idnps=f"81099{number:04}{team:03}"
        )
        with rls.within(structure.id):
            posts.append(
                open_post(professional=person, structure=structure, metier=Metier.INFIRMIER, profession_code="G15_60")
            )
    return structure, posts


def _relief(structure: Structure, nurse: Post) -> list[Post]:
    """Colleagues around the same persons: one post alone may not ask for more rounds a minute than a phone does."""
    around = list(CareTeamMember.objects.filter(structure=structure, post=nurse))
    posts = []
    for number in range(RELIEF):
        person = create_professional(
            family_name=f"RELEVE{number}", given_name="Infirmière", idnps=f"810990098{number:03}"
        )
        with rls.within(structure.id):
            post = open_post(
                professional=person, structure=structure, metier=Metier.INFIRMIER, profession_code="G15_60"
            )
        posts.append(post)
        _write([CareTeamMember(structure=structure, usager_id=one.usager_id, post=post) for one in around])
    return posts


def _chief(structure: Structure) -> Post:
    person = create_professional(family_name="DIRECTION", given_name="Banc", idnps="810990000999")
    with rls.within(structure.id):
        return open_post(professional=person, structure=structure, metier=Metier.IDEC, profession_code="G15_60")


def _fill(structure: Structure, posts: list[Post], count: int, chance: random.Random, *, entries: int) -> None:
    """Persons with their stay, their team and their entries, a few thousand rows at a time."""
    for start in range(0, count, CHUNK):
        rows = [_person(structure, number, chance) for number in range(start, min(start + CHUNK, count))]
        _write(rows)
        _write(
            Stay(structure=structure, usager=one, kind=StayKind.PERMANENT, place=str(n)) for n, one in enumerate(rows)
        )
        teams = [(one, posts[n % len(posts)]) for n, one in enumerate(rows)]
        _write(CareTeamMember(structure=structure, usager=one, post=post, role=TeamRole.SOINS) for one, post in teams)
        if entries:
            _entries(teams, chance, entries, over=timedelta(days=90))


def _person(structure: Structure, number: int, chance: random.Random) -> Usager:
    sex = chance.choice("FM")
    birth = date(chance.randint(1925, 1979), chance.randint(1, 12), chance.randint(1, 28))
    given = chance.choice(GIVEN_F if sex == "F" else GIVEN_M)
    name = chance.choice(FAMILIES)
    return Usager(
        structure=structure,
        birth_name=name,
        given_names=given,
        first_given_name=given,
        birth_date_text=birth.isoformat(),
        birth_date=birth,
        sex=sex,
        ipp=f"B{number:06}",
        nom_n=normalise(name),
        prenom_n=normalise(given),
    )


def _entries(teams: list[tuple[Usager, Post]], chance: random.Random, count: int, *, over: timedelta) -> None:
    """``count`` relevés and as many transmissions for each person, spread over the last days."""
    now, step = datetime.now(UTC), over / count
    lines = "A bien déjeuné, a marché jusqu'au salon, se dit reposée. Pansement du talon refait, sec et propre."
    readings, measures, notes = [], [], []
    for usager, post in teams:
        shared: dict[str, Any] = {"structure_id": usager.structure_id, "usager": usager, "author": post}
        for n in range(count):
            at = now - step * n - timedelta(minutes=chance.randint(0, 600))
            readings.append(Reading(**shared, done_at=at))
            notes.append(Transmission(**shared, category=Category.SOIN, data=lines, done_at=at))
    for one in readings:
        pulse, heat = Decimal(chance.randint(55, 95)), Decimal(chance.randint(362, 378)) / 10
        for kind, value in (("pouls", pulse), ("temperature", heat)):
            own: dict[str, Any] = {"structure_id": one.structure_id, "usager_id": one.usager_id}
            measures.append(Measure(**own, reading=one, kind=kind, value=value, done_at=one.done_at))
    for rows in (readings, measures, notes):
        _write(rows)


def _twenty_years(structure: Structure, post: Post, chance: random.Random) -> Any:
    """One record of twenty years and ten thousand entries."""
    old = _person(structure, 999_999, chance)
    _write([old])
    _write([Stay(structure=structure, usager=old, kind=StayKind.PERMANENT, starts_on=date(2006, 1, 2))])
    _write([CareTeamMember(structure=structure, usager=old, post=post, role=TeamRole.SOINS)])
    _entries([(old, post)], chance, 5000, over=timedelta(days=7300))
    return old.pk


def _write(rows: Iterable[StructureOwned]) -> None:
    """In the scope of their structure, as the product writes."""
    kept = list(rows)
    if kept:
        with rls.within(kept[0].structure_id):
            type(kept[0])._default_manager.bulk_create(kept, batch_size=500)
