"""A page shows the counts it knows; they are counted apart, and again after a gesture."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from alentour.accounts.models import Post
from alentour.ui import nav

Login = Callable[[Client, Post], Client]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A frame with one count; each counting leaves a mark."""
    marks: list[int] = []

    def count(request: object) -> int:
        marks.append(1)
        return 4

    monkeypatch.setattr(
        nav.frame, "entries", [nav.Entry(label="À voir", url_name="ui:gallery", icon="bell", badge=count)]
    )
    return marks


def test_a_page_counts_nothing_and_asks_for_the_counts_once_it_is_there(
    client: Client, login: Login, ines: Post, counted: list[int]
) -> None:
    page = login(client, ines).get("/").content.decode()
    assert counted == []
    assert 'hx-trigger="load, ui:badges' in page

    client.get("/ui/compteurs/")
    assert counted == [1]

    page = client.get("/").content.decode()
    assert counted == [1]
    assert 'hx-trigger="ui:badges' in page
    assert '<span class="al-badge al-badge-action">4<' in page


def test_after_a_gesture_the_counts_are_asked_again_and_the_old_ones_stay_in_sight(
    client: Client, login: Login, ines: Post, counted: list[int]
) -> None:
    login(client, ines).get("/ui/compteurs/")
    client.post("/ui/preferences/", {"theme": "dark"})
    page = client.get("/").content.decode()
    assert 'hx-trigger="load, ui:badges' in page
    assert ">4<" in page


def test_the_counts_of_a_post_are_not_shown_at_another(
    client: Client, login: Login, ines: Post, nadia: Post, counted: list[int]
) -> None:
    login(client, ines).get("/ui/compteurs/")
    kept = client.session["counts"]
    login(client, nadia)
    session = client.session
    session["counts"] = kept
    session.save()
    assert ">4<" not in client.get("/").content.decode()
