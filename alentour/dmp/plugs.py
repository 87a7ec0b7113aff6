"""Where the DMP shows itself: a tab of the record, a destination of the documents, a kind of exchange."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.dmp import presenters, rules
from alentour.dmp.services import publishing
from alentour.documents import destinations
from alentour.documents.models import Document
from alentour.exchanges.enums import State
from alentour.exchanges.handlers import register
from alentour.record import panels
from alentour.ui.shapes import Road


def plug() -> None:
    register(publishing.KIND, publishing.run, settled=publishing.settled)
    panels.register("dmp", "DMP", "dmp:panel", kind=DataClass.DMP, order=70, icon="cloud-download")
    destinations.register("dmp", offers=offer, roads=roads, order=20)


def offer(document: Document, post: Post) -> destinations.Offer | None:
    """« Déposer au DMP », to the métiers that feed it, for the documents that have a place there."""
    if not rules.may_feed(post) or not rules.has_a_place(document):
        return None
    label = "Déposer au DMP"
    last = publishing.asked(document).exclude(state__in=[State.CANCELLED, State.REFUSED]).first()
    if last is not None:
        said = "Ce document est au DMP." if last.state == State.ACCEPTED else "Le dépôt est déjà demandé."
        return destinations.Offer(label=label, icon="cloud-upload", why_not=said, citizen=True)
    return destinations.Offer(
        label=label, url=reverse("dmp:publish", args=[document.id]), icon="cloud-upload", citizen=True
    )


def roads(document: Document) -> Sequence[Road]:
    return [presenters.road(exchange) for exchange in publishing.asked(document)]
