"""Yann at the foyer Les Bruyères: his éducatrice, his aide-soignante, the psychologue, the cheffe de service and the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from alentour.accounts.enums import Metier, StructureKind
from alentour.accounts.models import Post, Structure
from alentour.accounts.services import create_professional, create_structure, open_post
from alentour.identity.models import Usager
from alentour.identity.services import create_usager
from alentour.projects import services
from alentour.projects.enums import Decision, Means, SectionKind, Signatory
from alentour.projects.models import Action, Goal, Need, Projet
from alentour.record.enums import StayKind
from alentour.record.services import add_to_team, admit

At = Callable[[Post], Client]


@pytest.fixture(autouse=True)
def _files_of_the_test(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.STORAGES["default"]["OPTIONS"], "location", str(tmp_path))


@pytest.fixture
def foyer(db: None) -> Structure:
    return create_structure(
        name="Foyer Les Bruyères", kind=StructureKind.FOYER, idnst="1350009965", ipp_oid="1.2.250.1.999.350009965",
        sector="SA17", practice_setting="ESSMS", postal_code="35000", city="Rennes",
    )  # fmt: skip


def seat(structure: Structure, given: str, family: str, metier: Metier, number: int) -> Post:
    person = create_professional(family_name=family, given_name=given, idnps=f"81010000{number:04d}")
    return open_post(professional=person, structure=structure, metier=metier, profession_code="350")


@pytest.fixture
def lucie(foyer: Structure) -> Post:
    """Éducatrice, référente of Yann."""
    return seat(foyer, "Lucie", "Tanguy", Metier.EDUCATEUR, 101)


@pytest.fixture
def omar(foyer: Structure) -> Post:
    """Psychologue."""
    return seat(foyer, "Omar", "Fofana", Metier.PSYCHOLOGUE, 102)


@pytest.fixture
def rosa(foyer: Structure) -> Post:
    """AES."""
    return seat(foyer, "Rosa", "Lima", Metier.AIDE_SOIGNANT, 103)


@pytest.fixture
def chloe(foyer: Structure) -> Post:
    """Cheffe de service."""
    return seat(foyer, "Chloé", "Berger", Metier.CHEF_SERVICE, 104)


@pytest.fixture
def ewen(foyer: Structure) -> Post:
    """Ergothérapeute."""
    return seat(foyer, "Ewen", "Le Gall", Metier.REEDUCATEUR, 105)


@pytest.fixture
def yann(foyer: Structure, lucie: Post, omar: Post, rosa: Post, chloe: Post, ewen: Post) -> Usager:
    """Admitted a hundred days ago; Lucie, Omar, Rosa and Ewen are his team."""
    usager = create_usager(
        structure=foyer, by=chloe, birth_name="QUEMENER", given_names="YANN", first_given_name="YANN",
        used_given_name="Yann", birth_date_text="1991-05-20", sex="M", birth_place="29019",
    )  # fmt: skip
    begun = timezone.localdate() - timedelta(days=100)
    admit(usager=usager, by=chloe, kind=StayKind.PERMANENT, starts_on=begun, place="chambre 7")
    for post in (lucie, omar, rosa, ewen):
        add_to_team(usager=usager, post=post, by=None)
    return usager


@pytest.fixture
def projet(yann: Usager, lucie: Post) -> Projet:
    """In preparation: one need, one objective, one action, one text."""
    begun = services.start(usager=yann, by=lucie)
    services.save_section(
        projet=begun, kind=SectionKind.VIE, by=lucie, text="Yann veut prendre le bus seul.", based_on=0
    )
    need = services.save_piece(
        projet=begun, kind="besoin", by=lucie, values={"code": "1.3.4.2", "description": "Se déplacer en bus."}
    )
    assert isinstance(need, Need)
    goal = services.save_piece(
        projet=begun, kind="objectif", by=lucie, needs=[need],
        values={"title": "Prendre la ligne 12 seul", "expected": "Un trajet par semaine sans accompagnateur"},
    )  # fmt: skip
    services.save_piece(
        projet=begun, kind="action", by=lucie,
        values={"goal": goal, "title": "Trajets accompagnés", "post": lucie, "frequency": "le mardi"},
    )  # fmt: skip
    return begun


def agree(projet: Projet, by: Post, decision: Decision = Decision.ACCORD, note: str = "") -> None:
    services.collect_accord(
        projet=projet, by=by, signatory=Signatory.PERSONNE, decision=decision, means=Means.ORAL, note=note
    )


@pytest.fixture
def in_force(projet: Projet, lucie: Post, chloe: Post) -> Projet:
    """Agreed by Yann, validated by Chloé."""
    agree(projet, lucie)
    return services.validate(projet=projet, by=chloe)


def the_goal(projet: Projet) -> Goal:
    return Goal.objects.get(projet=projet)


def the_action(projet: Projet) -> Action:
    return Action.objects.get(projet=projet)


@pytest.fixture
def at(login: Callable[[Client, Post], Client]) -> At:
    """``at(lucie)``: her browser."""
    return lambda post: login(Client(), post)
