"""The first page tells whom to play, by establishment; the tables agree with the sandbox where these people log in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from alentour.accounts.models import Post
from alentour.accounts.services import current_posts
from alentour.demo import cast, roster
from alentour.demo.loading import load

SANDBOX = Path(__file__).resolve().parents[3] / "sandbox/src/sandbox/cast/data"


@pytest.fixture
def loaded(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cast, "PLACEMENTS", ())
    load(lambda sentence: None)


def sandbox(name: str) -> dict[str, dict[str, str]]:
    rows = json.loads((SANDBOX / f"{name}.json").read_text(encoding="utf-8"))
    return {row["key"]: row for row in rows}


def test_the_page_lists_everybody_under_their_establishment(loaded: None, client: Client, settings: Any) -> None:
    settings.DEMO = True
    page = client.get("/demonstration/").content.decode()
    assert page.index("EHPAD Iris") < page.index("Fatou DIALLO") < page.index("Foyer de vie Les Tilleuls")
    assert "Karim HADDAD" in page
    for situation in roster.situations().values():
        assert situation.split(",")[0].replace("'", "&#x27;") in page


def test_without_a_demonstration_there_is_no_such_page(client: Client, db: None) -> None:
    assert client.get("/demonstration/").status_code == 404


def test_everybody_of_the_tables_logs_in_where_they_work(loaded: None) -> None:
    known = sandbox("professionals")
    for key, worker in roster.everybody_at_work().items():
        if not worker.rpps:
            continue
        assert (known[key]["rpps"], known[key]["structure"]) == (worker.rpps, worker.house)
        assert known[key]["scene"] == roster.situations()[key]
        post = Post.objects.get(professional__idnps=f"8{worker.rpps}")
        assert current_posts(post.professional) == [post]


def test_the_residents_are_known_of_the_national_services() -> None:
    known = sandbox("citizens")
    for resident in roster.residents():
        assert known[resident.key]["birth_name"] == resident.birth_name
        assert known[resident.key]["birth_date"] == resident.birth_date


def test_the_small_cast_opens_the_houses_of_the_guided_journey_alone(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cast, "PLACEMENTS", ())
    loaded = load(lambda sentence: None, everybody=False)
    assert list(loaded.structures) == ["ssiad", "cabinet", "pharmacie", "saad"]
    assert len(loaded.posts) == len(cast.WORKERS)
