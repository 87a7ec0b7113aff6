"""Constantes: the latest of a person, her curves, her limits, and the alerts that ask for someone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, QuerySet, UUIDField
from django.db.models.expressions import RawSQL

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.constantes import constantes
from alentour.care.enums import AlertState, Side
from alentour.care.models import Measure, Reading, Threshold
from alentour.core.gather import Asks, alone, every
from alentour.identity.models import Usager
from alentour.record.access import readable_usagers

# A curve never draws more points than a screen can show.
MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds in force; ``threshold`` is None while the usual marks hold. A value equal to a limit has not crossed it."""

    low: Decimal | None
    high: Decimal | None
    threshold: Threshold | None = None

    def crossed_by(self, value: Decimal) -> tuple[Side | None, Decimal | None]:
        if self.low is not None and value < self.low:
            return Side.LOW, self.low
        if self.high is not None and value > self.high:
            return Side.HIGH, self.high
        return None, None


def limits_of(usager: Usager) -> dict[str, Limits]:
    """The limits of every constante for this person: hers, or the usual marks."""
    return alone(ask_limits(usager))


def ask_limits(usager: Usager) -> Asks[dict[str, Limits]]:
    """:func:`limits_of`, in one trip with what else a page reads."""
    rows = Threshold.objects.filter(structure_id=usager.structure_id, usager=usager, ended_at=None)
    found = yield from every(rows.select_related("set_by__professional"))
    own = {row.kind: row for row in found}
    return {
        slug: Limits(own[slug].low, own[slug].high, own[slug])
        if slug in own
        else Limits(kind.usual_low, kind.usual_high)
        for slug, kind in constantes().items()
    }


def _measures(post: Post) -> QuerySet[Measure]:
    rows: QuerySet[Measure] = Measure.objects.for_post(post)
    return rows.filter(reading__cancelled_at=None) if can(post, Act.READ, DataClass.SOINS) else rows.none()


def latest_of(post: Post, usager: Usager) -> dict[str, Measure]:
    """The newest value of each constante, in one query."""
    return by_kind(newest_of(post, usager))


def newest_of(post: Post, usager: Usager) -> QuerySet[Measure]:
    """The newest value of each constante, in no order."""
    return (
        _measures(post)
        .filter(pk__in=RawSQL(_newest_sql(), (*constantes(), _stored(post.structure_id), _stored(usager.pk))))  # noqa: S611 — fixed text
        .select_related("reading__author__professional")
    )


def _stored(value: UUID) -> object:
    """As this database keeps it."""
    return UUIDField().get_db_prep_value(value, connection)


@cache
def _newest_sql() -> str:
    """One probe of the index ``care_curve`` a constante.

    The ORM can only ask "is this row the newest of its kind?" of every row there is: twenty years of values for fifteen.
    """
    kinds = ", ".join(["(%s)"] * len(constantes()))
    return f"""WITH asked(kind) AS (VALUES {kinds}) SELECT (
        SELECT m.id FROM care_measure m JOIN care_reading r ON r.id = m.reading_id
        WHERE m.structure_id = %s AND m.usager_id = %s AND m.kind = asked.kind AND r.cancelled_at IS NULL
        ORDER BY m.done_at DESC, m.id DESC LIMIT 1) FROM asked"""  # noqa: S608 — placeholders alone


def by_kind(rows: Iterable[Measure]) -> dict[str, Measure]:
    """One value a constante, in the order of the table."""
    found = {row.kind: row for row in rows}
    return {slug: found[slug] for slug in constantes() if slug in found}


def curves_of(post: Post, usager: Usager, *, since: datetime | None = None) -> dict[str, list[Measure]]:
    """The values of each constante, oldest first; the newest ``MOST_POINTS`` of each."""
    return alone(ask_curves(post, usager, since=since))


def ask_curves(post: Post, usager: Usager, *, since: datetime | None = None) -> Asks[dict[str, list[Measure]]]:
    """:func:`curves_of`, in one trip with what else a page reads."""
    rows = _measures(post).filter(usager=usager)
    rows = rows.filter(done_at__gte=since) if since else rows
    found: dict[str, list[Measure]] = {slug: [] for slug in constantes()}
    newest = yield from every(rows.order_by("-done_at")[: MOST_POINTS * len(found)])
    for row in newest:
        if len(found[row.kind]) < MOST_POINTS:
            found[row.kind].append(row)
    return {slug: values[::-1] for slug, values in found.items() if values}


def readings_of(post: Post, usager: Usager, *, since: datetime | None = None) -> QuerySet[Reading]:
    """The relevés, newest first, cancelled ones included (they are shown struck out)."""
    rows: QuerySet[Reading] = Reading.objects.for_post(post)
    if not can(post, Act.READ, DataClass.SOINS):
        return rows.none()
    rows = rows.filter(usager=usager, done_at__gte=since) if since else rows.filter(usager=usager)
    return (
        rows.select_related("author__professional").prefetch_related(Prefetch("measures")).order_by("-done_at", "-id")
    )


def crossings_of(post: Post, usager: Usager) -> QuerySet[Reading]:
    """The relevés in which a threshold was crossed, newest first."""
    crossed = Measure.objects.for_post(post).filter(usager=usager, crossed__in=Side.values).values("reading")
    return readings_of(post, usager).filter(pk__in=crossed, cancelled_at=None)


def alerts_of(post: Post, usager: Usager) -> QuerySet[Measure]:
    """The open alerts of one person, newest first."""
    return _measures(post).filter(usager=usager, alert=AlertState.OPEN).order_by("-done_at")


def alerts_for(post: Post) -> QuerySet[Measure]:
    """The open alerts of the persons this post follows, for their day; nothing for a métier that does not read constantes."""
    rows = _measures(post).filter(alert=AlertState.OPEN, usager__in=readable_usagers(post, DataClass.SOINS))
    return rows.select_related("usager", "reading__author__professional").order_by("-done_at")
