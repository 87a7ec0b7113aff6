"""Where the agenda shows itself: a tab of the record, the Synthèse, the navigation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.agenda import rules
from alentour.agenda.presenters.items import items
from alentour.agenda.selectors.entries import ask_next_of, ask_of_usager
from alentour.core.gather import Asks
from alentour.identity.models import Usager
from alentour.record import panels, trail
from alentour.ui import nav
from alentour.ui.shapes import Event

LATELY = timedelta(days=30)
TRAIL = {
    "agenda.planned": "a planifié un rendez-vous",
    "agenda.changed": "a modifié un rendez-vous",
    "agenda.prevu": "a remis un rendez-vous à prévu",
    "agenda.confirme": "a confirmé un rendez-vous",
    "agenda.realise": "a noté un rendez-vous réalisé",
    "agenda.annule": "a annulé un rendez-vous",
    "agenda.attendance": "a noté la venue à un rendez-vous",
    "agenda.entry_read": "a lu un rendez-vous",
    "agenda.printed": "a imprimé la semaine",
    "absence.announced": "a écrit une absence",
    "absence.ended": "a écrit un retour",
    "absence.withdrawn": "a retiré une absence",
    "presence.present": "a noté une présence",
    "presence.absent": "a noté une absence à l'appel",
    "presence.taken_back": "a repris une réponse à l'appel",
    "rhythm.set": "a changé le rythme d'accueil",
}


def plug() -> None:
    trail.WORDS.update(TRAIL)
    panels.register(
        "agenda",
        "Agenda",
        "agenda:person",
        kind=DataClass.IDENTITE,
        order=70,
        icon="calendar-days",
        summary=upcoming,
        events=happened,
    )
    nav.register("Agenda", "agenda:mine", "calendar-days", order=40, key="a")
    nav.register("Présences", "agenda:roll", "user-round-check", order=42, shown=calls_the_roll)
    nav.register_quick("Rendez-vous", "agenda:new", "calendar-plus", order=60, shown=plans)


def _post(request: HttpRequest) -> Post | None:
    return getattr(request, "post", None)


def plans(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and rules.may_write(post)


def calls_the_roll(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and rules.may_read(post)


def upcoming(post: Post, usager: Usager) -> Asks[panels.Summary | None]:
    """The next entries of the person, on the side of the Synthèse."""
    found = yield from ask_next_of(post, usager)
    lines = items(post, found, met=usager) if found else []
    if not lines:
        return None
    url = reverse("agenda:person", args=[usager.id])
    return panels.Summary(
        title="À venir",
        template="agenda/_summary.html",
        context={"lines": lines},
        icon="calendar-days",
        url=url,
        side=True,
    )


def happened(post: Post, usager: Usager, limit: int) -> Asks[Sequence[Event]]:
    """What took place or was cancelled in the last month."""
    today = timezone.localdate()
    found = yield from ask_of_usager(post, usager, today - LATELY, today)
    said = [one for one in found if one.entry.status in ("realise", "annule") and one.starts_at <= timezone.now()]
    lines = items(post, said[-limit:], met=usager) if said else []
    return [
        Event(
            title=f"{line.title}, {line.status}",
            at=line.starts_at,
            author=", ".join(line.posts),
            body=line.reason,
            icon=line.icon,
            url=line.url,
        )
        for line in reversed(lines)
    ]
