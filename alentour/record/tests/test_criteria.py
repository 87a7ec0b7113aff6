"""What one looks for is found again, and never written in an address."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from alentour import accounts
from alentour.accounts.models import Post
from alentour.identity.models import Usager

pytestmark = pytest.mark.django_db
Login = Callable[[Client, Post], Client]
PEOPLE = "record:list"


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_no_form_of_the_product_writes_what_is_typed_in_an_address() -> None:
    root = Path(accounts.__file__).parent.parent
    guilty = []
    for page in root.glob("*/templates/**/*.html"):
        for form in re.findall(r"<form[^>]*>.*?</form>", page.read_text(), re.S):
            if re.search(r'method="get"', form) and re.search(r'type="(search|text)"|\{% field', form):
                guilty.append(page.name)
    assert not guilty


def test_a_search_is_sent_then_read_at_a_plain_address(
    client: Client, login: Login, ines: Post, irene: Usager, marcel: Usager
) -> None:
    page = login(client, ines)
    sent = page.post(reverse(PEOPLE) + "?criteres", {"q": "duppont"})
    assert sent.status_code == 302
    assert sent["Location"] == reverse(PEOPLE)
    found = text(page.get(reverse(PEOPLE)))
    assert "DUPONT" in found.upper()
    assert marcel.birth_name.upper() not in found.upper()


def test_the_fragment_is_the_one_of_the_page(client: Client, login: Login, ines: Post, irene: Usager) -> None:
    page = login(client, ines)
    fragment = text(page.post(reverse(PEOPLE) + "?criteres", {"q": "duppont"}, headers={"HX-Request": "true"}))
    assert fragment.strip() in text(page.get(reverse(PEOPLE)))


def test_everything_is_shown_again_when_asked(
    client: Client, login: Login, ines: Post, irene: Usager, marcel: Usager
) -> None:
    page = login(client, ines)
    page.post(reverse(PEOPLE) + "?criteres", {"q": "duppont", "active": "tous"})
    assert "Tout voir" in text(page.get(reverse(PEOPLE)))
    page.get(reverse(PEOPLE) + "?tout")
    whole = text(page.get(reverse(PEOPLE)))
    assert marcel.birth_name.upper() in whole.upper()
    assert "Tout voir" not in whole


def test_words_are_forgotten_after_a_quarter_of_an_hour_and_filters_are_not(
    client: Client, login: Login, ines: Post, irene: Usager, marcel: Usager, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = login(client, ines)
    page.post(reverse(PEOPLE) + "?criteres", {"q": "duppont", "active": "tous"})
    session = page.session
    path = reverse(PEOPLE)
    place, at, asked = session["criteria"][path]
    session["criteria"] = {path: [place, at - 16 * 60, asked]}
    session.save()
    response = page.get(path)
    assert marcel.birth_name.upper() in text(response).upper()
    assert response.context["form"].cleaned_data["active"] == "tous"


def test_a_suggestion_leaves_nothing_behind(client: Client, login: Login, ines: Post, irene: Usager) -> None:
    page = login(client, ines)
    asked = page.post(reverse("identity:search") + "?criteres=passage", {"q": "dupont"}, headers={"HX-Request": "true"})
    assert "DUPONT" in text(asked).upper()
    assert "criteria" not in page.session


def test_another_post_does_not_find_the_criteria(
    client: Client, login: Login, ines: Post, irene: Usager, marcel: Usager
) -> None:
    page = login(client, ines)
    page.post(reverse(PEOPLE) + "?criteres", {"q": "duppont"})
    session = page.session
    path = reverse(PEOPLE)
    session["criteria"] = {path: ["another", *session["criteria"][path][1:]]}
    session.save()
    assert marcel.birth_name.upper() in text(page.get(path)).upper()


def test_a_search_without_the_token_of_the_page_is_refused(login: Login, ines: Post, irene: Usager) -> None:
    page = login(Client(enforce_csrf_checks=True), ines)
    assert page.post(reverse(PEOPLE) + "?criteres", {"q": "duppont"}).status_code == 403
