"""The shell says nothing about anybody; the page opens to those who go on rounds."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from alentour.accounts.models import Post
from alentour.identity.models import Usager

At = Callable[[Client, Post], Client]


def test_the_page_of_ines_is_never_kept_on_the_way(client: Client, login: At, ines: Post) -> None:
    answer = login(client, ines).get("/tournee/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert f'data-post="{ines.id}"' in answer.content.decode()


def test_a_secretary_is_told_who_goes_on_rounds(client: Client, login: At, sophie: Post) -> None:
    answer = login(client, sophie).get("/tournee/")
    assert answer.status_code == 403
    assert "Aide-soignante" in answer.content.decode()
    assert "Ma tournée" not in answer.content.decode()


def test_nobody_sees_the_page_without_logging_in(client: Client, db: None) -> None:
    assert client.get("/tournee/")["Location"].startswith("/connexion/")


def test_the_shell_is_the_same_for_everybody(client: Client, login: At, ines: Post, irene: Usager) -> None:
    stranger = Client().get("/tournee/coquille/").content
    assert login(client, ines).get("/tournee/coquille/").content == stranger
    assert "MOREAU" not in stranger.decode()
    assert "csrf" not in stranger.decode()


def test_the_worker_keeps_the_shell_and_only_the_shell(client: Client, db: None) -> None:
    answer = client.get("/tournee/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/tournee/"
    kept = json.loads("[" + answer.content.decode().split("const FILES = [")[1].split("]")[0] + "]")
    assert kept[0] == "/tournee/coquille/"
    assert all(path.startswith("/static/") for path in kept[1:])


def test_every_file_of_the_shell_exists() -> None:
    from django.contrib.staticfiles import finders

    from alentour.tournee import assets

    assert [name for name in assets.names() if not finders.find(name)] == []
    assert len(assets.version()) == 16


def test_the_manifest_makes_it_installable(client: Client, db: None) -> None:
    said = json.loads(client.get("/tournee/manifeste.webmanifest").content)
    assert (said["lang"], said["display"], said["start_url"]) == ("fr", "standalone", "/tournee/")
    assert {icon["sizes"] for icon in said["icons"]} == {"192x192", "512x512"}


@pytest.mark.parametrize("path", ["/tournee/a-revoir/", "/tournee/"])
def test_the_pages_cost_few_queries(
    client: Client, login: At, ines: Post, path: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    seated = login(client, ines)
    seated.get(path)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        seated.get(path)
