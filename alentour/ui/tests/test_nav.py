"""The frame is filled by the upper apps."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from alentour.ui import nav
from alentour.ui.context import current_address, frame, nav_items


@pytest.fixture(autouse=True)
def empty_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nav, "frame", nav.Frame())


def test_an_app_adds_itself_in_its_order() -> None:
    nav.register("Galerie", "ui:gallery", "house", order=20)
    nav.register("Compteurs", "ui:badges", "bell", order=10, badge=lambda request: 4)

    items = nav_items(RequestFactory().get("/"), nav.frame.entries)

    assert [(item.label, item.badge) for item in items] == [("Compteurs", 4), ("Galerie", 0)]


def test_registering_twice_keeps_the_last() -> None:
    nav.register("Galerie", "ui:gallery", "house")
    nav.register("Composants", "ui:gallery", "house")
    assert [entry.label for entry in nav.frame.entries] == ["Composants"]


def test_a_screen_that_is_not_mounted_is_left_out() -> None:
    nav.register("Visio", "visio:rooms", "video")
    assert nav_items(RequestFactory().get("/"), nav.frame.entries) == []


def test_karim_does_not_see_a_place_that_is_not_shown_to_him_and_its_badge_costs_nothing() -> None:
    def counted(request: object) -> int:
        raise AssertionError("counted for somebody who may not see it")

    nav.register("Messages", "ui:gallery", "mail", badge=counted, shown=lambda request: False)
    assert nav_items(RequestFactory().get("/"), nav.frame.entries) == []


def test_a_page_belongs_to_the_longest_address_it_starts_with() -> None:
    addresses = ["/", "/personnes/", "/personnes/entrees/"]
    assert current_address("/personnes/entrees/12/", addresses) == "/personnes/entrees/"
    assert current_address("/personnes/12/", addresses) == "/personnes/"
    assert current_address("/", addresses) == "/"
    assert current_address("/ailleurs/", addresses) == ""


def test_the_phone_has_four_places() -> None:
    for letter in "abcde":
        nav.frame.entries.append(nav.Entry(label=letter, url_name="ui:gallery", icon="house", phone=1))
    assert len(frame(RequestFactory().get("/"))["nav_phone"]) == 4


def test_a_theme_nobody_offers_is_ignored() -> None:
    request = RequestFactory().get("/")
    request.COOKIES["alentour_theme"] = '"><script>'
    assert frame(request)["theme"] == ""
