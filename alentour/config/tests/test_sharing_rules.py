"""Sharing, consent, opposition (specs/product §3.5): rules 1 and 2 through the screens of every room.

Rule 6 (information before the DMP, opposition respected) is proved in ``dmp``, rule 7 (a judge's decision) in ``record``.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.test import Client

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post, Structure
from alentour.accounts.rights import table
from alentour.config.tests.screens import SCREENS
from alentour.config.tests.test_habilitations import _files_of_the_test, ask, irene, someone
from alentour.identity.models import Usager
from alentour.record import oppositions
from alentour.record.enums import ConsentObject, Decision, Means
from alentour.record.selectors import agrees
from alentour.record.services import add_to_team, collect_consent, withdraw_consent

__all__ = ["_files_of_the_test", "irene", "someone"]
pytestmark = pytest.mark.django_db
Seat = Callable[[Client, Post], Client]

CLOSABLE = [
    kind
    for kind in oppositions.opposable()
    if kind != DataClass.IDENTITE and any(pair[0] == kind and SCREENS[pair].about_a_person for pair in SCREENS)
]


def reader_of(kind: DataClass) -> Metier:
    """A métier that the table lets do the most with this kind of data."""
    return max(Metier, key=lambda metier: (Act.READ in table()[metier].acts[kind], len(table()[metier].acts[kind])))


@pytest.mark.parametrize("kind", CLOSABLE)
def test_rule_1_an_opposition_closes_every_screen_of_that_kind_within_a_second(
    client: Client, ines: Post, irene: Usager, someone: Callable[[Metier], Post], login: Seat, kind: DataClass
) -> None:
    post = someone(reader_of(kind))
    add_to_team(usager=irene, post=post, by=None)
    login(client, post)
    screens = {pair: screen for pair, screen in SCREENS.items() if pair[0] == kind and screen.about_a_person}
    granted = {pair for pair in screens if pair[1] in table()[Metier(post.metier)].acts[kind]}
    assert granted
    assert all(ask(client, screens[pair], irene, post, ines) != 403 for pair in granted)
    began = time.monotonic()
    row = oppositions.oppose(usager=irene, kind=kind, by=ines, metier=Metier(post.metier))
    first = next(iter(granted))
    assert ask(client, screens[first], irene, post, ines) == 403
    assert time.monotonic() - began < 1
    assert all(ask(client, screens[pair], irene, post, ines) == 403 for pair in granted)
    oppositions.withdraw(opposition=row, by=ines)
    assert all(ask(client, screens[pair], irene, post, ines) != 403 for pair in granted)


def test_rule_1_towards_one_professional_the_colleague_of_the_same_metier_is_not_concerned(
    client: Client, ines: Post, irene: Usager, someone: Callable[[Metier], Post], login: Seat
) -> None:
    named, colleague = someone(Metier.AIDE_SOIGNANT), someone(Metier.AIDE_SOIGNANT)
    for post in (named, colleague):
        add_to_team(usager=irene, post=post, by=None)
    oppositions.oppose(usager=irene, kind=DataClass.SOINS, by=ines, post=named)
    screen = SCREENS[DataClass.SOINS, Act.READ]
    assert ask(login(client, named), screen, irene, named, ines) == 403
    assert ask(login(client, colleague), screen, irene, colleague, ines) == 200


def test_rule_2_a_consent_keeps_its_date_means_scope_and_collector_and_may_be_taken_back(
    ssiad: Structure, ines: Post, irene: Usager
) -> None:
    given = collect_consent(
        usager=irene, object=ConsentObject.PARTAGE, decision=Decision.ACCORD, by=ines, means=Means.ELECTRONIQUE
    )
    assert (given.object, given.means, given.collected_by) == (ConsentObject.PARTAGE, Means.ELECTRONIQUE, ines)
    assert given.at is not None
    assert agrees(irene, ConsentObject.PARTAGE)
    withdraw_consent(consent=given, by=ines)
    assert not agrees(irene, ConsentObject.PARTAGE)
