"""Where the care shows itself: tabs of the record, Synthèse, the (+) of the phone."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care import selectors
from alentour.care.models import CareEvent
from alentour.care.presenters.events import happened as shown_events
from alentour.care.presenters.measures import alert_lines, measured, stats
from alentour.care.presenters.transmissions import events
from alentour.care.selectors.evaluations import ask_gir
from alentour.care.selectors.events import events_of
from alentour.care.selectors.measures import by_kind, crossings_of, newest_of
from alentour.care.selectors.tasks import writable_natures
from alentour.core.gather import Asks, count, every
from alentour.identity.models import Usager
from alentour.record import panels
from alentour.ui import nav
from alentour.ui.shapes import Event


def plug() -> None:
    _tabs()
    _navigation()


def _tabs() -> None:
    panels.register(
        "transmissions",
        "Transmissions",
        "care:transmissions",
        kind=DataClass.IDENTITE,
        order=10,
        icon="message-square-text",
        events=happened,
    )
    panels.register(
        "sante",
        "Santé",
        "care:sante",
        kind=DataClass.SOINS,
        order=20,
        icon="heart-pulse",
        badge=waiting,
        summary=summary,
        events=measures_taken,
    )
    panels.register(
        "evaluations",
        "Évaluations",
        "care:evaluations",
        kind=DataClass.EVALUATIONS,
        order=25,
        icon="clipboard-check",
        summary=autonomy,
    )
    panels.register("traitements", "Traitements", "care:plan", kind=DataClass.ADMINISTRATION, order=22, icon="pill")

    panels.register(
        "soins",
        "Soins",
        "care:tasks",
        kind=DataClass.SOINS,
        also=(DataClass.TRANSMISSIONS_VIE,),
        order=21,
        icon="list-checks",
    )

    panels.register(
        "evenements",
        "Évènements",
        "care:events-of",
        kind=DataClass.EVENEMENTS,
        order=24,
        icon="triangle-alert",
        badge=open_events,
        events=event_happened,
    )
    panels.register("notes", "Mes notes", "care:notes", kind=DataClass.PSYCHOLOGUE, order=26, icon="lock")


def _navigation() -> None:
    nav.register("Évènements", "care:events", "triangle-alert", order=28, shown=reads_events)
    nav.register_quick("Évènement", "care:event-choose", "triangle-alert", order=40, shown=writes_events)
    nav.register("Soins du jour", "care:tasks-day", "list-checks", order=26, shown=does_tasks)
    nav.register("Prises", "care:round", "pill", order=27, shown=administers)
    nav.register("Relève", "care:releve", "clipboard-list", badge=calls, order=25, key="r", shown=reads_transmissions)
    nav.register_quick("Transmission", "care:write-choose", "message-square-plus", order=20, shown=writes_transmissions)
    nav.register_quick("Constantes", "care:measure-choose", "heart-pulse", order=30, shown=may_measure)


def _post(request: HttpRequest) -> Post | None:
    return getattr(request, "post", None)


def may_measure(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and can(post, Act.WRITE, DataClass.SOINS)


def reads_transmissions(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and bool(selectors.readable(post))


def writes_transmissions(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and bool(selectors.writable(post))


def calls(request: HttpRequest) -> int:
    """The lines that ask for this post."""
    post = _post(request)
    return selectors.mentions_for(post).count() if post else 0


def does_tasks(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and bool(writable_natures(post))


def reads_events(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and can(post, Act.READ, DataClass.EVENEMENTS)


def writes_events(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and can(post, Act.WRITE, DataClass.EVENEMENTS)


def open_events(post: Post, usager: Usager) -> Asks[int]:
    """Events not closed yet, on the tab."""
    return (yield from count(CareEvent.objects.for_post(post).filter(usager=usager, closed_at=None)))


def event_happened(post: Post, usager: Usager, limit: int) -> Asks[Sequence[Event]]:
    return shown_events((yield from every(events_of(post, usager)[:limit])))


def administers(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and can(post, Act.WRITE, DataClass.ADMINISTRATION)


def happened(post: Post, usager: Usager, limit: int) -> Asks[Sequence[Event]]:
    found = yield from every(selectors.transmissions_of(post, usager)[:limit])
    return events(found, usager, post)


def waiting(post: Post, usager: Usager) -> Asks[int]:
    """Open alerts, on the tab."""
    return (yield from count(selectors.alerts_of(post, usager)))


def summary(post: Post, usager: Usager) -> Asks[panels.Summary | None]:
    """The last constantes and the alerts, on the side of the Synthèse; nothing before the first relevé."""
    latest = by_kind((yield from every(newest_of(post, usager))))
    if not latest:
        return None
    crossed = [row for row in latest.values() if row.alert == "ouverte"]
    context = {
        "stats": stats(latest),
        "alerts": alert_lines(crossed),
        "may_write": can(post, Act.WRITE, DataClass.SOINS),
    }
    return panels.Summary(
        title="Constantes",
        template="care/_summary.html",
        context=context,
        icon="heart-pulse",
        url=reverse("care:sante", args=[usager.id]),
        side=True,
    )


def autonomy(post: Post, usager: Usager) -> Asks[panels.Summary | None]:
    """The GIR in force, on the side of the Synthèse."""
    current = yield from ask_gir(post, usager)
    if current is None:
        return None
    url = reverse("care:evaluations", args=[usager.id])
    return panels.Summary(
        title="Évaluations",
        template="care/_summary_gir.html",
        context={"in_force": current},
        icon="clipboard-check",
        url=url,
        side=True,
    )


def measures_taken(post: Post, usager: Usager, limit: int) -> Asks[Sequence[Event]]:
    """Only what crossed a threshold: the ordinary relevés are in the summary and in the tab."""
    return measured((yield from every(crossings_of(post, usager)[:limit])))
