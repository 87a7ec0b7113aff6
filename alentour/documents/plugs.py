"""Where the documents show themselves: a tab of the record, a line of the navigation, the last events of the Synthèse."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.core.gather import Asks, every
from alentour.documents import presenters, selectors
from alentour.documents.services.degraded import Hourly
from alentour.exchanges import handlers
from alentour.identity.models import Usager
from alentour.record import panels
from alentour.record.panels import Summary
from alentour.ui import nav
from alentour.ui.shapes import Event

SHOWN = 3


def plug() -> None:
    panels.register(
        "documents",
        "Documents",
        "documents:panel",
        kind=DataClass.IDENTITE,
        order=50,
        icon="files",
        summary=summary,
        events=events,
    )
    hourly()
    nav.register("À classer", "documents:tray", "folder-input", badge=waiting, order=35, shown=files_documents)


def hourly() -> None:
    """The degraded mode is written by the runner."""
    handlers.register_chore("documents.degraded", Hourly().turn, every=0.0)


def _post(request: HttpRequest) -> Post | None:
    return getattr(request, "post", None)


def files_documents(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and selectors.may_file(post)


def waiting(request: HttpRequest) -> int:
    post = _post(request)
    return selectors.waiting_count(post) if post else 0


def summary(post: Post, usager: Usager) -> Asks[Summary | None]:
    """The last documents, on the Synthèse."""
    last = yield from every(selectors.listed(post, usager)[:SHOWN])
    if not last:
        return None
    return Summary(
        title="Derniers documents",
        template="documents/_summary.html",
        context={"documents": [presenters.card(document) for document in last]},
        icon="files",
        url=reverse("documents:panel", args=[usager.id]),
        side=True,
    )


def events(post: Post, usager: Usager, limit: int) -> Asks[Sequence[Event]]:
    last = yield from every(selectors.listed(post, usager)[:limit])
    return [presenters.event(document) for document in last]
