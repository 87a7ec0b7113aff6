"""The directory on the screen."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alentour.accounts.enums import Metier
from alentour.accounts.models import Post, Structure
from alentour.accounts.services import create_professional, open_post
from alentour.directory.gateway import AnnuaireUnreachable
from alentour.directory.services import keep
from alentour.directory.tests.conftest import Says
from alentour.directory.tests.people import MARTIN, PHARMACIE, SILENT

pytestmark = pytest.mark.django_db
Login = Callable[[Client, Post], Client]
URL = "/annuaire/"


def text(response: object) -> str:
    return html.unescape(response.content.decode())  # type: ignore[attr-defined]


def test_a_line_says_who_where_and_which_kind_of_mailbox(
    client: Client, login: Login, ines: Post, annuaire: Says
) -> None:
    annuaire(MARTIN, PHARMACIE)
    page = text(login(client, ines).get(URL, {"q": "mail"}))
    for said in ("Dr Paul MARTIN", "Médecin", "Cabinet médical du Mail, Rennes", "boîte personnelle", "boîte d'équipe"):
        assert said in page


def test_nobody_is_hidden_for_want_of_a_mailbox(client: Client, login: Login, ines: Post, annuaire: Says) -> None:
    annuaire(SILENT)
    assert "aucune boîte MSSanté connue" in text(login(client, ines).get(URL, {"q": "renaud"}))


def test_an_outage_is_told_on_the_page(client: Client, login: Login, ines: Post, annuaire: Says) -> None:
    keep([MARTIN])
    annuaire(AnnuaireUnreachable("unreachable", "…"))
    page = text(login(client, ines).get(URL, {"q": "martin"}))
    assert "Annuaire Santé injoignable" in page
    assert "Dr Paul MARTIN" in page


def test_a_fragment_answers_htmx_and_equals_the_page(client: Client, login: Login, ines: Post, annuaire: Says) -> None:
    annuaire(MARTIN)
    login(client, ines)
    fragment = text(client.get(URL, {"q": "martin"}, headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert fragment.strip() in text(client.get(URL, {"q": "martin"}))


def test_an_empty_search_teaches_and_asks_nothing(client: Client, login: Login, ines: Post, annuaire: Says) -> None:
    asked = annuaire(MARTIN)
    assert "Cherchez un professionnel" in text(login(client, ines).get(URL))
    assert asked == []


def test_ines_may_put_a_line_beside_a_person_and_aicha_may_not(
    client: Client, login: Login, ines: Post, aicha: Post
) -> None:
    (line,) = keep([MARTIN])
    pick = reverse("record:circle-pick", args=[line.id])
    assert pick in text(login(client, ines).get(URL, {"q": "martin"}))
    assert pick not in text(login(client, aicha).get(URL, {"q": "martin"}))


def test_the_technical_administrator_has_no_directory_of_the_persons_work(
    client: Client, login: Login, ssiad: Structure
) -> None:
    person = create_professional(family_name="Le Gall", given_name="Alan", username="alan")
    admin = open_post(professional=person, structure=ssiad, metier=Metier.ADMIN, profession_code="")
    assert login(client, admin).get(URL).status_code == 403


def test_the_page_costs_the_same_for_one_or_forty_lines(client: Client, login: Login, ines: Post) -> None:
    keep([MARTIN])
    login(client, ines)
    client.get(URL, {"q": "martin"})
    with CaptureQueriesContext(connection) as one:
        client.get(URL, {"q": "martin"})
    keep([replace(MARTIN, idnps=f"81010000{n:04d}", mailboxes=()) for n in range(39)])
    with CaptureQueriesContext(connection) as forty:
        page = text(client.get(URL, {"q": "martin"}))
    assert page.count("Dr Paul MARTIN") == 40
    assert len(forty) == len(one) <= 40
