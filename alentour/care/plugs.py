"""Where the care shows itself in the record."""

from __future__ import annotations

from collections.abc import Sequence

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.care import selectors
from alentour.care.presenters import events
from alentour.identity.models import Usager
from alentour.record import panels
from alentour.ui.shapes import Event


def plug() -> None:
    panels.register(
        "transmissions",
        "Transmissions",
        "care:transmissions",
        kind=DataClass.IDENTITE,
        order=10,
        icon="message-square-text",
        events=happened,
    )


def happened(post: Post, usager: Usager, limit: int) -> Sequence[Event]:
    return events(list(selectors.transmissions_of(post, usager)[:limit]), usager, post)
