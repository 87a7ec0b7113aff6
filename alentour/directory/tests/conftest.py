"""An Annuaire that answers what the test says; nothing of one test is remembered by the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache

from alentour.directory import gateway
from alentour.directory.mapping import Entry
from alentour.directory.tests.people import MARTIN, PHARMACIE

Says = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def annuaire(monkeypatch: pytest.MonkeyPatch) -> Says:
    """``annuaire(MARTIN, …)`` or ``annuaire(error)``: gives the list of what it is asked."""

    def say(*answers: Entry | Exception) -> list[tuple[str, str, str]]:
        asked: list[tuple[str, str, str]] = []

        def search(text: str, *, town: str = "", profession: str = "") -> list[Entry]:
            asked.append((text, town, profession))
            for one in answers:
                if isinstance(one, Exception):
                    raise one
            return [one for one in answers if not isinstance(one, Exception)]

        def by_mailbox(address: str) -> Entry | None:
            found = search(address)
            return next((one for one in found if one.mailbox(address)), None)

        monkeypatch.setattr(gateway, "is_configured", lambda: True)
        monkeypatch.setattr(gateway, "search", search)
        monkeypatch.setattr(gateway, "by_mailbox", by_mailbox)
        return asked

    return say


@pytest.fixture
def known(db: None) -> None:
    """The local copy already holds Dr Martin and the pharmacy."""
    from alentour.directory.services import keep

    keep([MARTIN, PHARMACIE], complete=True)
