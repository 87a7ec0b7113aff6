"""Irène and Marcel at the SSIAD, Irène at the SAAD; nothing of the Annuaire is remembered between two tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache

from alentour.accounts.models import Post, Structure
from alentour.identity.models import Usager
from alentour.identity.tests.people import IRENE, MARCEL, meet, qualified
from alentour.record.services import add_to_team, admit


@pytest.fixture(autouse=True)
def _apart(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(settings.STORAGES["default"]["OPTIONS"], "location", str(tmp_path))
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def irene(ssiad: Structure, ines: Post, aicha: Post) -> Usager:
    """Irène, qualifiée, followed by Inès and Aïcha."""
    usager = qualified(ssiad, IRENE, ines, used_given_name="Irène")
    admit(usager=usager, by=ines, place="secteur Nord")
    for post in (ines, aicha):
        add_to_team(usager=usager, post=post, by=None)
    return usager


@pytest.fixture
def marcel(ssiad: Structure, ines: Post) -> Usager:
    """Marcel, provisoire, followed by Inès only."""
    usager = meet(ssiad, MARCEL, ines)
    add_to_team(usager=usager, post=ines, by=None)
    return usager


@pytest.fixture
def irene_at_saad(saad: Structure) -> Usager:
    """The SAAD has its own record of Irène; Karim is not in her team."""
    return meet(saad, IRENE)
