"""Tabs and blocks that the upper apps plug in: shown to the métiers that open their kind of data, and to them only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.identity.models import Usager
from alentour.record import panels
from alentour.record.panels import Summary
from alentour.ui.shapes import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plugged() -> Iterator[None]:
    before = dict(panels._panels)
    yield
    panels._panels.clear()
    panels._panels.update(before)


def test_a_tab_shows_to_those_who_read_its_kind(irene: Usager, ines: Post, karim: Post) -> None:
    panels.register("volet", "Volet", "record:synthesis", kind=DataClass.SANTE, order=5, badge=lambda post, usager: 3)
    (tab,) = [tab for tab in panels.tabs(ines, irene, "volet") if tab.label == "Volet"]
    assert (tab.current, tab.count, tab.url) == (True, 3, f"/personnes/{irene.id}/")
    assert "Volet" not in [tab.label for tab in panels.tabs(karim, irene, "")]


def test_tabs_come_in_their_order_whoever_registered_first(irene: Usager, ines: Post) -> None:
    panels.register("z", "Zoé", "record:synthesis", kind=DataClass.IDENTITE, order=1)
    labels = [tab.label for tab in panels.tabs(ines, irene, "synthese")]
    assert labels[:2] == ["Synthèse", "Zoé"]


def test_the_trail_tab_opens_to_the_director_only(irene: Usager, ines: Post, helene: Post) -> None:
    assert "Qui a lu" not in [tab.label for tab in panels.tabs(ines, irene, "")]
    assert "Qui a lu" in [tab.label for tab in panels.tabs(helene, irene, "")]


def test_a_panel_may_put_a_block_on_the_synthesis_or_stay_silent(irene: Usager, ines: Post, karim: Post) -> None:
    block = Summary(title="Plaie", template="record/_team.html", context={})
    for slug, said in (("parle", block), ("muet", None)):
        panels.register(
            slug, slug, "record:synthesis", kind=DataClass.SANTE, summary=lambda post, usager, said=said: said
        )
    assert block in panels.summaries(ines, irene)
    assert None not in panels.summaries(ines, irene)
    assert block not in panels.summaries(karim, irene)


def test_the_last_events_of_all_panels_are_merged_newest_first(irene: Usager, ines: Post) -> None:
    now = timezone.now()
    days = {"a": (1, 3), "b": (2,)}
    for slug, ago in days.items():
        found = [Event(title=f"{slug}{n}", at=now - timedelta(days=n)) for n in ago]
        panels.register(
            slug, slug, "record:synthesis", kind=DataClass.SANTE, events=lambda post, usager, limit, found=found: found
        )
    titles = [event.title for event in panels.last_events(ines, irene)]
    assert [title for title in titles if title in {"a1", "a3", "b2"}] == ["a1", "b2", "a3"]
    assert len(panels.last_events(ines, irene, 2)) == 2
