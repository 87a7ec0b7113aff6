"""What the trays and the page "Connexions" read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from alentour.accounts.enums import Scope
from alentour.accounts.models import Post
from alentour.accounts.rights import scope_of
from alentour.exchanges.enums import Service, State
from alentour.exchanges.models import Exchange, ServiceState

STUCK = Q(state__in=[State.REFUSED, State.WAITING]) | Q(state=State.READY, attempts__gt=0)


def exchanges_of(post: Post) -> QuerySet[Exchange]:
    """The door of the exchanges: one's own; those of the whole structure for the métiers that answer for it."""
    rows: QuerySet[Exchange] = Exchange.objects.for_post(post)
    return rows if scope_of(post) == Scope.STRUCTURE else rows.filter(by=post)


def stuck(post: Post) -> QuerySet[Exchange]:
    """Refused, waiting for a person, or tried in vain; what came in is never here."""
    return exchanges_of(post).filter(STUCK, direction="out").select_related("by__professional").order_by("-created_at")


def recent(post: Post) -> QuerySet[Exchange]:
    return exchanges_of(post).filter(direction="out").select_related("by__professional").order_by("-created_at")


@dataclass(frozen=True, slots=True)
class Connection:
    """One national service, as the page says it. ``condition``: ok, down, refused, unknown or off."""

    service: Service
    condition: str
    last_success: datetime | None
    last_failure: datetime | None
    code: str
    sentence: str
    waiting: int


ADDRESSES = {
    Service.PSC: lambda c: c.psc.authorize,
    Service.INSI: lambda c: c.insi.url,
    Service.DMP: lambda c: c.dmp.url,
    Service.MSS: lambda c: c.mss.smtp_host,
    Service.ANNUAIRE: lambda c: c.annuaire.url,
}


def connections(post: Post) -> list[Connection]:
    """Each service with its last news in this structure, in three queries."""
    states = {row.service: row for row in ServiceState.objects.filter(structure_id=post.structure_id)}
    open_states = Exchange.objects.for_post(post).filter(state__in=[State.READY, State.WAITING])
    waiting = dict(open_states.values_list("service").annotate(n=Count("pk")))
    return [_connection(service, states.get(service), waiting.get(service, 0)) for service in Service]


def _connection(service: Service, state: ServiceState | None, waiting: int) -> Connection:
    if not ADDRESSES[service](settings.CONNECTORS):
        condition = "off"
    elif state is None:
        condition = "unknown"
    elif state.is_down:
        condition = "down"
    else:
        condition = "ok"
    return Connection(
        service=service,
        condition=condition,
        last_success=state.last_success_at if state else None,
        last_failure=state.last_failure_at if state else None,
        code=state.last_code if state else "",
        sentence=state.last_sentence if state else "",
        waiting=waiting,
    )
