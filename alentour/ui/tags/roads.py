"""Tags about what travels: roads, provenance, documents, threads, messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template import Library

from alentour.ui.shapes import STEP_WORDS, Bubble, DocumentCard, Provenance, Road, ThreadRow

register = Library()

# source -> words, icon, tone
SOURCES = {
    "ici": ("saisi ici", "pencil", "neutral"),
    "mss": ("reçu par MSSanté", "mail", "action"),
    "dmp": ("lu dans Mon espace santé", "cloud-download", "citizen"),
    "citoyen": ("donné par la personne", "user-round", "citizen"),
    "papier": ("numérisé", "scan-line", "neutral"),
}
# state -> words, icon, tone
STATES = {
    "nouveau": ("nouveau", "circle-dot", "action"),
    "pris_en_charge": ("pris en charge", "hand", "neutral"),
    "en_attente": ("en attente de réponse", "hourglass", "attention"),
    "traite": ("traité", "check", "neutral"),
}


@register.inclusion_tag("ui/parts/road.html", name="road")
def road_tag(road: Road, folded: bool = False) -> dict[str, Any]:
    """The road to one recipient, with hours; a stuck one says why and what to do. ``folded`` hides it under one line."""
    stations = [{"step": step, "word": STEP_WORDS[step.name]} for step in road.steps]
    return {"road": road, "stations": stations, "folded": folded and road.stuck is None}


@register.inclusion_tag("ui/parts/roads.html")
def roads(items: Sequence[Road]) -> dict[str, Any]:
    """The roads of one sending; those that go well are folded, the stuck ones are open."""
    return {"roads": items}


@register.inclusion_tag("ui/parts/provenance.html")
def provenance(p: Provenance) -> dict[str, Any]:
    """Where a document comes from, in one line. ``p``: :class:`Provenance`."""
    words, icon, tone = SOURCES[p.source]
    return {"p": p, "words": words, "icon": icon, "tone": tone}


@register.inclusion_tag("ui/parts/document.html")
def document(card: DocumentCard, compact: bool = False) -> dict[str, Any]:
    """A document in a list, or attached to a message (``compact``). ``card``: :class:`DocumentCard`."""
    return {"d": card, "compact": compact}


@register.inclusion_tag("ui/parts/thread.html")
def thread(row: ThreadRow) -> dict[str, Any]:
    """A line of the list of messages, to be put in ``<ul class="al-threads" data-list>``."""
    words, icon, tone = STATES[row.state]
    return {"t": row, "state": words, "state_icon": icon, "state_tone": tone}


@register.inclusion_tag("ui/parts/bubble.html")
def bubble(message: Bubble) -> dict[str, Any]:
    """A message of a thread, to be put in ``<ol class="al-bubbles">``. ``message``: :class:`Bubble`."""
    return {"b": message}
