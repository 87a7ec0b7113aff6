"""The table of habilitations, cell by cell, through the screens: what is granted opens, what is not says who opens it.

Every métier × kind of data × act of ``accounts/habilitations.csv`` is asked for by an HTTP request of a professional of that métier: in the
team of Irène, then outside it (specs/product §3.4). The rules (1) to (7) of that paragraph are at the end.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass, Metier, Scope
from alentour.accounts.models import Post, Structure
from alentour.accounts.rights import table
from alentour.accounts.services import create_professional, open_post
from alentour.config.tests.screens import ALSO, NOWHERE, SCREENS, Screen
from alentour.identity.models import Usager
from alentour.identity.tests.people import IRENE, MARCEL, meet, qualified
from alentour.record.enums import AlertKind
from alentour.record.models import CareTeamMember
from alentour.record.services import add_to_team, admit, raise_alert

pytestmark = pytest.mark.django_db
Seat = Callable[[Client, Post], Client]
PASSES = {200, 302, 422}


@pytest.fixture(autouse=True)
def _files_of_the_test(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.STORAGES["default"]["OPTIONS"], "location", str(tmp_path))


@pytest.fixture
def irene(ssiad: Structure, ines: Post) -> Usager:
    """Irène, followed by Inès."""
    usager = qualified(ssiad, IRENE, ines)
    admit(usager=usager, by=ines)
    add_to_team(usager=usager, post=ines, by=None)
    return usager


@pytest.fixture
def someone(ssiad: Structure) -> Callable[[Metier], Post]:
    """A professional of the SSIAD in a métier."""

    def make(metier: Metier) -> Post:
        person = create_professional(family_name="Le Bihan", given_name="Dominique")
        return open_post(professional=person, structure=ssiad, metier=metier, profession_code="000")

    return make


def ask(client: Client, screen: Screen, irene: Usager, post: Post, writer: Post) -> int:
    made = screen.make(irene, post, writer) if screen.make else None
    url = screen.url.format(irene=irene.pk, made=made.pk if made is not None else "")
    answer: Any = client.get(url) if screen.data is None else client.post(url, screen.data)
    return int(answer.status_code)


def expected(metier: Metier, kind: DataClass, act: Act, screen: Screen, *, in_team: bool) -> set[int]:
    """404 outside the scope of the métier, 403 behind a door that it does not open, the screen otherwise."""
    row = table()[metier]
    if screen.about_a_person and (row.scope == Scope.NOBODY or (row.scope == Scope.TEAM and not in_team)):
        return {404}
    return PASSES if act in row.acts[kind] else {403}


def test_each_cell_of_the_table_has_a_screen_or_says_why_it_has_none() -> None:
    granted = {(kind, act) for row in table().values() for kind in DataClass for act in row.acts[kind]}
    assert granted <= set(SCREENS) | set(NOWHERE), "a granted cell without a screen"
    assert not set(SCREENS) & set(NOWHERE)
    assert set(NOWHERE) <= granted, "a reason for a cell that is granted to nobody"


@pytest.mark.parametrize("kind", list(DataClass))
@pytest.mark.parametrize("metier", list(Metier))
def test_each_cell_through_its_screen(
    client: Client,
    irene: Usager,
    ines: Post,
    someone: Callable[[Metier], Post],
    login: Seat,
    metier: Metier,
    kind: DataClass,
) -> None:
    post = someone(metier)
    login(client, post)
    if table()[metier].scope == Scope.TEAM:
        assert _answers(client, kind, metier, irene, post, ines, in_team=False) == []
    add_to_team(usager=irene, post=post, by=None)
    assert _answers(client, kind, metier, irene, post, ines, in_team=True) == []


def _answers(
    client: Client, kind: DataClass, metier: Metier, irene: Usager, post: Post, writer: Post, *, in_team: bool
) -> list[str]:
    """What did not answer as the table says."""
    wrong = []
    every = [(*cell, screen) for cell, screen in SCREENS.items()] + ALSO
    for subject, act, screen in every:
        if subject != kind or not (in_team or screen.about_a_person):
            continue
        wanted = expected(metier, kind, act, screen, in_team=in_team)
        status = ask(client, screen, irene, post, writer)
        if status not in wanted:
            wrong.append(f"{metier} {act} {kind} {screen.url}, in team {in_team}: {status}, not {sorted(wanted)}")
    return wrong


@pytest.mark.parametrize("metier", [one for one in Metier if table()[one].scope != Scope.NOBODY])
def test_the_allergies_are_known_to_who_reads_the_health_volume_or_its_alerts_alone(
    client: Client, irene: Usager, ines: Post, someone: Callable[[Metier], Post], login: Seat, metier: Metier
) -> None:
    raise_alert(usager=irene, by=ines, kind=AlertKind.ALLERGIE, label="Pénicilline")
    post = someone(metier)
    add_to_team(usager=irene, post=post, by=None)
    page = login(client, post).get(f"/personnes/{irene.pk}/").content.decode()
    acts = table()[metier].acts[DataClass.SANTE]
    assert ("Pénicilline" in page) == bool(acts & {Act.READ, Act.ALERTS})
    assert ("Problèmes en cours" in page) == (Act.READ in acts)


def test_rule_1_an_administrator_never_sees_health_data(
    client: Client, irene: Usager, ines: Post, someone: Callable[[Metier], Post], login: Seat
) -> None:
    post = someone(Metier.ADMIN)
    add_to_team(usager=irene, post=post, by=None)
    login(client, post)
    opened = {pair for pair, screen in SCREENS.items() if ask(client, screen, irene, post, ines) in PASSES}
    assert opened == {(DataClass.COMPTES, Act.READ), (DataClass.COMPTES, Act.WRITE)}


def test_rule_2_nobody_promotes_themselves(client: Client, someone: Callable[[Metier], Post], login: Seat) -> None:
    for metier in Metier:
        post = someone(metier)
        login(client, post).post(f"/comptes/{post.professional_id}/poste/", {"metier": "medecin"})
        assert post.professional.posts.count() == 1, metier


def test_rule_3_a_director_does_not_read_care(
    client: Client, irene: Usager, ines: Post, helene: Post, login: Seat
) -> None:
    login(client, helene)
    care = {
        DataClass.SANTE, DataClass.PRESCRIPTION, DataClass.ADMINISTRATION, DataClass.SOINS, DataClass.TRANSMISSIONS_SOIN,
        DataClass.TRANSMISSIONS_VIE, DataClass.PSYCHOLOGUE, DataClass.EVALUATIONS, DataClass.SOCIAL,
    }  # fmt: skip
    for (kind, act), screen in SCREENS.items():
        if kind in care:
            assert ask(client, screen, irene, helene, ines) == 403, (kind, act)


def test_rule_4_a_secretary_sees_no_prescription(
    client: Client, irene: Usager, ines: Post, sophie: Post, login: Seat
) -> None:
    login(client, sophie)
    for act in (Act.READ, Act.WRITE, Act.VALIDATE):
        assert ask(client, SCREENS[DataClass.PRESCRIPTION, act], irene, sophie, ines) == 403
    page = client.get(f"/documents/personne/{irene.pk}/").content.decode()
    assert "Ordonnance" not in page


def test_rule_5_a_liberal_sees_only_whom_he_follows_and_only_while_he_follows(
    client: Client, cabinet: Structure, martin: Post, login: Seat
) -> None:
    followed, other = qualified(cabinet, IRENE, martin), meet(cabinet, MARCEL)
    add_to_team(usager=followed, post=martin, by=None)
    login(client, martin)
    assert client.get(f"/personnes/{followed.pk}/").status_code == 200
    assert client.get(f"/personnes/{other.pk}/").status_code == 404
    yesterday = timezone.localdate() - timedelta(days=1)
    CareTeamMember.objects.filter(usager=followed).update(ends_on=yesterday)
    assert client.get(f"/personnes/{followed.pk}/").status_code == 404


def test_rule_6_out_of_scope_a_record_does_not_exist_whatever_is_asked(
    client: Client, irene: Usager, ines: Post, aicha: Post, karim: Post, login: Seat
) -> None:
    for post in (aicha, karim):
        login(client, post)
        for pair, screen in SCREENS.items():
            if screen.about_a_person and post.structure_id == irene.structure_id:
                assert ask(client, screen, irene, post, ines) == 404, pair
        assert client.get(f"/personnes/{irene.pk}/").status_code == 404


def test_rule_7_the_identifiers_in_the_addresses_say_nothing(irene: Usager, ines: Post) -> None:
    for identifier in (irene.pk, ines.pk, ines.professional_id):
        assert isinstance(identifier, uuid.UUID)
        assert identifier.version == 7
