"""The lists of transmissions: narrowed by author, cible, period; found again; never written in the address; counted on an index."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care import selectors, services
from alentour.care.enums import Category
from alentour.care.models import Cible, Transmission
from alentour.identity.models import Usager

At = Callable[[Post], Client]


@pytest.fixture
def lines(ines: Post, aicha: Post, irene: Usager) -> list[Transmission]:
    return [
        services.write(usager=irene, by=ines, category=Category.SOIN, data="Talon rosé.", target="Talon"),
        services.write(usager=irene, by=aicha, category=Category.VIE, data="A chanté au déjeuner."),
        services.write(
            usager=irene,
            by=aicha,
            category=Category.SOIN,
            data="Vieille note.",
            done_at=timezone.now() - timedelta(days=40),
        ),
    ]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"auteur": "ines"}, {"Talon rosé."}),
        ({"sur": "talon"}, {"Talon rosé."}),
        ({"depuis": "30"}, {"Talon rosé.", "A chanté au déjeuner."}),
        ({"categorie": "vie"}, {"A chanté au déjeuner."}),
        ({"auteur": "quelqu'un", "depuis": "jamais", "categorie": "rien"}, {"Talon rosé.", "A chanté au déjeuner.", "Vieille note."}),
    ],
)  # fmt: skip
def test_what_was_asked_is_found_again_at_a_plain_address(
    at: At, ines: Post, irene: Usager, lines: list[Transmission], asked: dict[str, str], kept: set[str]
) -> None:
    words = {"ines": str(ines.pk), "talon": str(Cible.objects.get().pk)}
    url, browser = reverse("care:transmissions", args=[irene.id]), at(ines)
    sent = browser.post(url + "?criteres", {name: words.get(value, value) for name, value in asked.items()})
    assert sent["Location"] == url
    page = browser.get(url).content.decode()
    assert {text for text in ("Talon rosé.", "A chanté au déjeuner.", "Vieille note.") if text in page} == kept
    whole = browser.get(url + "?tout", follow=True).content.decode()
    assert "Vieille note." in whole


def test_the_feed_is_narrowed_by_its_authors_too(at: At, nadia: Post, aicha: Post, lines: list[Transmission]) -> None:
    url, browser = reverse("care:releve"), at(nadia)
    assert "Aïcha BENALI (Aide-soignante, AES)" in browser.get(url).content.decode()
    browser.post(url + "?criteres", {"auteur": str(aicha.pk)})
    page = browser.get(url).content.decode()
    assert ("A chanté" in page, "Talon rosé." in page) == (True, False)


def test_a_corrected_line_leaves_the_list_and_its_count(ines: Post, irene: Usager, lines: list[Transmission]) -> None:
    services.write(usager=irene, by=ines, category=Category.SOIN, data="Talon rouge.", corrects=lines[0])
    assert selectors.transmissions_of(ines, irene).count() == 3
    assert list(Transmission.objects.filter(is_current=False)) == [lines[0]]


def test_the_lines_corrected_before_the_column_existed_are_marked(
    ines: Post, irene: Usager, lines: list[Transmission]
) -> None:
    services.write(usager=irene, by=ines, category=Category.SOIN, data="Talon rouge.", corrects=lines[0])
    Transmission.objects.update(is_current=True)
    step = importlib.import_module("alentour.care.migrations.0006_corrected_lines")
    step.mark(apps, None)
    assert list(Transmission.objects.filter(is_current=False)) == [lines[0]]


def test_the_count_of_a_person_reads_the_index_and_no_other_table(ines: Post, irene: Usager) -> None:
    rows = selectors.transmissions_of(ines, irene)
    assert "JOIN" not in str(rows.order_by().values("pk").query)
    if connection.vendor == "sqlite":
        plan: Any = rows.order_by().values("pk").explain()
        assert "USING COVERING INDEX care_lines_of" in plan or "USING INDEX care_lines_of" in plan
