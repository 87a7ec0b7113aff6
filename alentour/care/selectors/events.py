"""Events: of a person, of the establishment, what waits for somebody."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.events import SERIOUS, EventKind, anticoagulants
from alentour.care.models import CareEvent, CareTask, EventStep
from alentour.care.selectors.treatments import lines_of
from alentour.identity.models import Usager
from alentour.record.access import readable_usagers
from alentour.record.selectors import teammates

KIND = DataClass.EVENEMENTS
MONTHS = 12


def events_of(post: Post, usager: Usager) -> QuerySet[CareEvent]:
    """The events of a person, the last first."""
    rows: QuerySet[CareEvent] = CareEvent.objects.for_post(post)
    rows = rows.filter(usager=usager) if can(post, Act.READ, KIND) else rows.none()
    return rows.select_related("author__professional").annotate(waiting=waiting_steps())


def waiting_steps() -> Coalesce:
    """How many steps of an event wait, without grouping the list (its count stays a plain one)."""
    rows = EventStep.objects.filter(event=OuterRef("pk"), done_at=None).order_by().values("event")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def all_events(post: Post, *, kind: str = "", state: str = "", since: date | None = None) -> QuerySet[CareEvent]:
    """The events of the persons this post follows; ``state``: ouverts, clos, graves, a_declarer."""
    rows: QuerySet[CareEvent] = CareEvent.objects.for_post(post)
    rows = rows.filter(usager__in=readable_usagers(post, KIND))
    if kind in EventKind.values:
        rows = rows.filter(kind=kind)
    if since is not None:
        rows = rows.filter(happened_at__date__gte=since)
    serious = Q(severity__in=SERIOUS)
    conditions = {
        "ouverts": Q(closed_at=None),
        "clos": Q(closed_at__isnull=False),
        "graves": serious,
        "a_declarer": Q(declared_on=None) & (serious | Q(kind=EventKind.EIG)),
    }
    return rows.filter(conditions[state]) if state in conditions else rows


def counts(rows: QuerySet[CareEvent]) -> list[tuple[EventKind, int]]:
    """How many of each kind, the most frequent first (one query)."""
    found = rows.order_by().values_list("kind").annotate(number=Count("pk")).order_by("-number", "kind")
    return [(EventKind(kind), number) for kind, number in found]


def falls_by_month(post: Post, *, today: date | None = None) -> list[tuple[date, int]]:
    """The falls of the last twelve months, month by month, none being a figure too (one query)."""
    last = (today or timezone.localdate()).replace(day=1)
    months = [last]
    while len(months) < MONTHS:
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    rows = all_events(post, kind=EventKind.CHUTE, since=months[0]).order_by()
    found = rows.annotate(month=TruncMonth("happened_at")).values_list("month").annotate(number=Count("pk"))
    by_month = {timezone.localtime(month).date(): number for month, number in found.order_by("month")}
    return [(month, by_month.get(month, 0)) for month in months]


def anticoagulants_of(post: Post, usager: Usager) -> list[str]:
    """The anticoagulants of the plan de prise, for who may read it; nothing for the others."""
    if not can(post, Act.READ, DataClass.ADMINISTRATION):
        return []
    return anticoagulants(line.drug for line in lines_of(post, usager))


def hands(post: Post, usager: Usager) -> list[Post]:
    """To whom a step may be given: oneself, and her team as far as it writes events."""
    return [post, *[one for one in teammates(post, usager) if can(one, Act.WRITE, KIND)]]


def watched(post: Post, event: CareEvent) -> set[str]:
    """The surveillances of the catalogue already planned after this event."""
    rows = CareTask.objects.for_post(post).filter(usager_id=event.usager_id, source_id=event.pk)
    return set(rows.values_list("slug", flat=True))


def steps_due_for(post: Post) -> QuerySet[EventStep]:
    """The steps given to me that wait, the nearest due date first: for « Ma journée »."""
    rows: QuerySet[EventStep] = EventStep.objects.for_post(post)
    rows = rows.filter(assigned=post, done_at=None, event__usager__in=readable_usagers(post, KIND))
    return rows.select_related("event__usager").order_by("due_on", "pk")


def to_follow_count(post: Post) -> int:
    """Serious events without a declaration, for who validates: for « Ma journée »."""
    return all_events(post, state="a_declarer").count() if can(post, Act.VALIDATE, KIND) else 0
