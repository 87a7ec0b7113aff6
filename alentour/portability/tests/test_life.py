"""Projets, agenda, evaluations and documents: they travel whole; and what another software said is given back."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from esante.cisis import Traits
from esante.tddui import (
    Coded,
    Etablissement,
    Evenement,
    LocalId,
    Mobilite,
    Repas,
    Sejour,
    Transfer,
    encode_transfer,
)
from esante.tddui import Contact as TheirContact
from esante.tddui import Usager as TheirUsager

from alentour.accounts.models import Post
from alentour.agenda.models import Absence, Entry, EntryPost, EntryUsager, Place, Presence
from alentour.care.models import Evaluation
from alentour.identity.models import Usager
from alentour.portability import services
from alentour.portability.enums import Reason
from alentour.portability.gateway import Received, given_back
from alentour.portability.models import Kept
from alentour.portability.tests.conftest import AT, finished
from alentour.portability.tests.test_round_trip import archive_of, said, taken
from alentour.projects import services as projets
from alentour.projects.models import Accord, Expectation, Goal, GoalNeed, Need, Projet
from alentour.record.models import Contact, Stay

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(full: Usager, ines: Post, nadia: Post) -> Usager:
    """A projet agreed to, an agenda with a series and a room, an absence, a roll-call, an evaluation."""
    owner: dict[str, Any] = {"structure": full.structure, "usager": full}
    projet = projets.start(usager=full, by=nadia)
    held: dict[str, Any] = {"structure": full.structure, "projet": projet, "author": nadia}
    Expectation.objects.create(**held, origin="personne", words="Retourner au marché.")
    need = Need.objects.create(**held, code="1.1.2.4", description="Marcher dehors")
    goal = Goal.objects.create(**held, title="Marcher jusqu'au marché")
    GoalNeed.objects.create(structure=full.structure, goal=goal, need=need)
    Accord.objects.create(
        structure=full.structure, projet=projet, signatory="structure", decision="accord", means="ecrit", post=nadia,
        signed_at=AT, collected_by=nadia,
    )  # fmt: skip
    room = Place.objects.create(structure=full.structure, name="Salon")
    series = Entry.objects.create(
        structure=full.structure, kind="sortie", title="Marché", place=room, starts_at=AT, ends_at=AT + timedelta(hours=2),
        frequency="semaine", created_by=nadia,
    )  # fmt: skip
    EntryUsager.objects.create(**owner, entry=series)
    EntryPost.objects.create(structure=full.structure, entry=series, post=ines)
    Absence.objects.create(**owner, reason="famille", starts_on=AT.date(), ends_on=AT.date(), by=ines)
    Presence.objects.create(**owner, day=AT.date(), half="matin", here="present", by=ines)
    Evaluation.objects.create(
        **owner, grid_version="AGGIR 2008", number=1, author=ines, done_on=AT.date(), state="remplie"
    )
    return full


def test_a_life_travels_whole(lived: Usager, nadia: Post, claire: Post) -> None:
    archive = archive_of(lived, nadia)
    received = Received(io.BytesIO(archive))
    [path] = received.paths()
    assert not [one for one in received.judge(path, today=timezone.localdate()) if one.severity == "error"]
    transfer = received.transfer(path)
    assert [one.title for one in transfer.objectifs] == ["Marcher jusqu'au marché"]
    assert [one.label for one in transfer.evenements] == ["Marché"]

    taken(archive, claire)

    there = Usager.objects.get(structure=claire.structure)
    assert said(there) == said(lived)
    assert Projet.objects.get(usager=there).expectations.get().words == "Retourner au marché."


def test_a_room_of_the_same_name_is_the_same_room(lived: Usager, nadia: Post, claire: Post) -> None:
    ours = Place.objects.create(structure=claire.structure, name="Salon")
    taken(archive_of(lived, nadia), claire)
    assert Entry.objects.get(structure=claire.structure).place == ours


ME = LocalId("350009973", "G7")
THEIRS = Transfer(
    usager=TheirUsager(
        id=ME.text,
        traits=Traits(
            birth_name="TREMEL", given_names="JEAN", first_given_name="JEAN", birth_date="1933-07-14", sex="M",
            birth_place="22070",
        ),
    ),
    etablissements=(Etablissement("1350009973", "SAAD Les Genêts"),),
    contacts=(TheirContact(family="Tremel", given="Anne", relation="DAU", phones=("0299000002",), order=1, id="c1"),),
    sejours=(Sejour(id=ME.of("sejour", 1), structure="1350009973", start="2024-02-01"),),
    evenements=(
        Evenement(
            id=ME.of("evenement", 1), start="2026-02-01T09:00:00+01:00", end="2026-02-01T10:00:00+01:00",
            types=(Coded(label="Visite"),), meal=True, structure="1350009973",
        ),
    ),
    repas=(Repas(id=ME.of("repas", 1), date="2026-02-01", present=True),),
    mobilites=(Mobilite(mode=Coded(label="déambulateur"), fitting="avec siège"),),
)  # fmt: skip


@pytest.fixture
def foreign(claire: Post) -> Usager:
    """Jean, received from another software."""
    data = json.dumps(encode_transfer(THEIRS)).encode()
    taken(data, claire)
    return Usager.objects.get(structure=claire.structure)


def test_another_software_s_record_is_shown_on_our_screens(foreign: Usager) -> None:
    assert foreign.birth_name == "TREMEL"
    assert Contact.objects.get(usager=foreign).relation == "enfant"
    assert Stay.objects.get(usager=foreign).starts_on.isoformat() == "2024-02-01"
    assert Entry.objects.get(invited__usager=foreign).title == "Visite"


def test_what_we_have_no_room_for_is_given_back(foreign: Usager, claire: Post) -> None:
    assert given_back(Kept.objects.get()).mobilites == THEIRS.mobilites

    export = finished(services.ask(by=claire, key="back", reason=Reason.RELAIS, usager=foreign))
    from alentour.portability import vault

    again = Received(io.BytesIO(b"".join(vault.chunks(export.vault))))
    transfer = again.transfer(again.paths()[0])
    assert transfer.repas == THEIRS.repas
    assert transfer.mobilites == THEIRS.mobilites
    assert transfer.evenements == THEIRS.evenements
    assert transfer.contacts == THEIRS.contacts
    assert transfer.sejours == THEIRS.sejours


def test_what_changed_here_since_is_told_as_it_is_now(foreign: Usager, claire: Post) -> None:
    Contact.objects.filter(usager=foreign).update(phone="0611111111")
    export = finished(services.ask(by=claire, key="back", reason=Reason.RELAIS, usager=foreign))
    from alentour.portability import vault

    again = Received(io.BytesIO(b"".join(vault.chunks(export.vault))))
    [contact] = again.transfer(again.paths()[0]).contacts
    assert contact.phones == ("0611111111",)
