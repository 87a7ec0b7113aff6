"""Irène and Marcel at the SSIAD: Irène is followed by Inès, Aïcha and Nadia, Marcel by Inès; a room, a car, and fixed days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda import services
from alentour.agenda.enums import Kind, PlaceKind
from alentour.agenda.models import Entry, Place
from alentour.agenda.recurrence import at
from alentour.agenda.services import Plan
from alentour.identity.models import Usager
from alentour.identity.services import create_usager
from alentour.record.services import add_to_team

Planner = Callable[..., Entry]


@pytest.fixture
def irene(ines: Post, aicha: Post, nadia: Post) -> Usager:
    usager = create_usager(
        structure=ines.structure, by=ines, birth_name="DUPONT", given_names="IRENE MARIE", first_given_name="IRENE",
        used_given_name="Irène", birth_date_text="1938-03-12", sex="F", birth_place="35238",
    )  # fmt: skip
    for post in (ines, aicha, nadia):
        add_to_team(usager=usager, post=post, by=None)
    return usager


@pytest.fixture
def marcel(ines: Post) -> Usager:
    usager = create_usager(
        structure=ines.structure, by=ines, birth_name="LE GOFF", given_names="MARCEL", first_given_name="MARCEL",
        birth_date_text="1941-09-05", sex="M", birth_place="35238",
    )  # fmt: skip
    add_to_team(usager=usager, post=ines, by=None)
    return usager


@pytest.fixture
def salle(nadia: Post) -> Place:
    return services.add_place(by=nadia, kind=PlaceKind.SALLE, name="Salle des Camélias", capacity=12)


@pytest.fixture
def kangoo(nadia: Post) -> Place:
    return services.add_place(by=nadia, kind=PlaceKind.VEHICULE, name="Kangoo bleu", capacity=3)


@pytest.fixture
def monday() -> date:
    """The Monday of next week."""
    today = timezone.localdate()
    return today + timedelta(7 - today.weekday())


def hours(day: date, start: str = "10:00", end: str = "11:00") -> dict[str, datetime]:
    return {"starts_at": at(day, time.fromisoformat(start)), "ends_at": at(day, time.fromisoformat(end))}


@pytest.fixture
def planned(ines: Post, monday: date) -> Planner:
    """``planned(usagers=[irene])``: an entry written by Inès, next Monday from 10 h to 11 h unless said otherwise."""

    def write(
        *,
        by: Post = ines,
        day: date = monday,
        start: str = "10:00",
        end: str = "11:00",
        keep: bool = False,
        **more: Any,
    ) -> Entry:
        given = {"kind": Kind.VISITE, "posts": (by,), **hours(day, start, end), **more}
        given = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
        return services.plan(by=by, plan=Plan(**given), keep=keep)

    return write


@pytest.fixture
def browser(client: Client, login: Callable[[Client, Post], Client]) -> Callable[[Post], Client]:
    """``browser(ines)``: her screen."""
    return lambda post: login(Client(), post)


def again(entry: Entry, **changes: Any) -> Plan:
    """The plan of an entry as it stands, with ``changes``."""
    same = Plan(
        kind=Kind(entry.kind), starts_at=entry.starts_at, ends_at=entry.ends_at, all_day=entry.all_day, title=entry.title,
        note=entry.note, outside_pro=entry.outside_pro, where=entry.where, place=entry.place, vehicle=entry.vehicle,
        usagers=tuple(one.usager for one in entry.invited.all()), posts=tuple(one.post for one in entry.assigned.all()),
        rule=entry.rule,
    )  # fmt: skip
    return replace(same, **changes)
