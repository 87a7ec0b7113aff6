"""Irène at the SSIAD, with her team; and an INSi that answers what the test says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alentour.accounts.models import Post, Structure
from alentour.identity import gateway
from alentour.identity.answers import Answer, Tried
from alentour.identity.mapping import Traits
from alentour.identity.models import Usager
from alentour.identity.tests.people import IRENE, meet
from alentour.record.services import add_to_team


@pytest.fixture
def irene(ssiad: Structure, ines: Post, aicha: Post) -> Usager:
    """Irène, provisoire, followed by Inès and Aïcha."""
    usager = meet(ssiad, IRENE, ines, used_given_name="Irène")
    for post in (ines, aicha):
        add_to_team(usager=usager, post=post, by=None)
    return usager


@pytest.fixture
def insi_says(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer | Exception], list[Traits]]:
    """Make INSi answer this; gives the list of the traits it is asked with."""

    def say(answer: Answer | Exception) -> list[Traits]:
        asked: list[Traits] = []

        def search(structure: Structure, traits: Traits, tried: list[Tried]) -> Answer:
            asked.append(traits)
            if isinstance(answer, Exception):
                raise answer
            tried.append(Tried(1, False, "00"))
            return answer

        monkeypatch.setattr(gateway, "search", search)
        return asked

    return say
