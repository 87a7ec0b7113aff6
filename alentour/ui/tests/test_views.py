"""The gallery, the preferences of the device, the refusals."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client


def test_the_gallery_answers_in_the_theme_asked_for() -> None:
    page = Client().get("/ui/galerie/?theme=dark")
    assert page.status_code == 200
    assert 'data-theme="dark"' in page.content.decode()
    assert "style-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_component_has_its_page_and_another_name_has_none() -> None:
    assert Client().get("/ui/galerie/road/").status_code == 200
    assert Client().get("/ui/galerie/licorne/").status_code == 404


def test_the_theme_is_kept_on_this_device_only() -> None:
    client = Client()
    answer = client.post("/ui/preferences/", {"theme": "dark", "next": "/ui/galerie/"})
    assert answer.headers["Location"] == "/ui/galerie/"
    assert 'data-theme="dark"' in client.get("/ui/galerie/").content.decode()
    client.post("/ui/preferences/", {"theme": ""})
    assert "data-theme=" not in client.get("/ui/galerie/").content.decode().split("<body")[0].split("<head")[0]


def test_one_letter_shortcuts_can_be_removed() -> None:
    client = Client()
    client.post("/ui/preferences/", {"keys": "off", "next": "/ui/galerie/"})
    assert "data-keys-off" in client.get("/ui/galerie/").content.decode()


def test_the_preferences_lead_to_no_other_site() -> None:
    answer = Client().post("/ui/preferences/", {"theme": "dark", "next": "https://ailleurs.example/"})
    assert answer.headers["Location"] == "/"


def test_an_invented_theme_is_not_kept() -> None:
    answer = Client().post("/ui/preferences/", {"theme": "rose"})
    assert answer.cookies["alentour_theme"].value == ""


def test_a_closed_door_names_the_metiers_that_open_it_and_never_a_number() -> None:
    html = render_to_string(
        "ui/403.html", {"what": "le volet médical", "opens_to": ["Médecin", "Infirmière, infirmier"]}
    )
    assert "Cette porte s’ouvre aux métiers" in html
    assert "Médecin" in html
    assert "403" not in html


@pytest.mark.parametrize("page", ["404", "403", "500", "outage"])
def test_a_refusal_says_what_happened_without_the_database(page: str) -> None:
    html = render_to_string(f"ui/{page}.html", {})
    assert "<h1>" in html
    assert "non homologué" in html
