"""Scales of a person: history, alerts of the day, what is to be evaluated again, and the measures that answer an item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.constantes import body_mass
from alentour.care.enums import COUNTED, AlertState, EvaluationState
from alentour.care.mapping import GRID
from alentour.care.models import Evaluation
from alentour.care.scales import Scale, current, place
from alentour.care.selectors.measures import latest_of
from alentour.identity.models import Usager
from alentour.record.access import readable_usagers
from alentour.ui.words import birth

MOST_POINTS = 200
# The guide of the AGGIR asks to look again when something changes; our reminder comes after a year without any.
AGGIR_REVIEW = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """An answer that the constantes already give, and where it comes from."""

    answer: str
    words: str


def _counted(post: Post) -> QuerySet[Evaluation]:
    rows: QuerySet[Evaluation] = Evaluation.objects.for_post(post).filter(state__in=COUNTED)
    return rows if can(post, Act.READ, DataClass.EVALUATIONS) else rows.none()


def history_of(post: Post, usager: Usager, grid: str) -> QuerySet[Evaluation]:
    """Every evaluation of this grid, newest first, drafts and corrected ones included."""
    rows: QuerySet[Evaluation] = Evaluation.objects.for_post(post).filter(usager=usager, grid=grid)
    if not can(post, Act.READ, DataClass.EVALUATIONS):
        return rows.none()
    people = ("author__professional", "validated_by__professional")
    return rows.select_related(*people).order_by("-done_on", "-done_at", "-number")


def points_of(post: Post, usager: Usager, grid: str) -> list[Evaluation]:
    """What the curve shows, oldest first: those that count, the newest ``MOST_POINTS``."""
    rows = _counted(post).filter(usager=usager, grid=grid)
    found = rows.select_related("author__professional", "validated_by__professional")
    return list(found.order_by("-done_on", "-done_at", "-number")[:MOST_POINTS])[::-1]


def latest_by_grid(post: Post, usager: Usager) -> dict[str, Evaluation]:
    """The last evaluation that counts of each grid, in one query."""
    rows = _counted(post).filter(usager=usager).filter(~Exists(_newer(post)))
    return {row.grid: row for row in rows.select_related("author__professional")}


def _newer(post: Post) -> QuerySet[Evaluation]:
    """Those that count of the same person and grid, after the outer row."""
    same = Evaluation.objects.for_post(post).filter(usager=OuterRef("usager"), grid=OuterRef("grid"), state__in=COUNTED)
    later = Q(done_on__gt=OuterRef("done_on"))
    same_day = Q(done_on=OuterRef("done_on"))
    by_hour = Q(done_at__gt=OuterRef("done_at"))
    by_number = (Q(done_at=OuterRef("done_at")) | Q(done_at=None)) & Q(number__gt=OuterRef("number"))
    found: QuerySet[Evaluation] = same.filter(later | (same_day & (by_hour | by_number)))
    return found


def mine_of(post: Post, usager: Usager) -> QuerySet[Evaluation]:
    """What this post wrote of scales for this person: its own to read, even for a métier that reads no others."""
    rows: QuerySet[Evaluation] = Evaluation.objects.for_post(post).filter(usager=usager, author=post)
    if not can(post, Act.WRITE, DataClass.EVALUATIONS):
        return rows.none()
    return rows.filter(grid__in=current()).order_by("-done_on", "-done_at")


def alerts_of(post: Post, usager: Usager) -> QuerySet[Evaluation]:
    """The open alerts of one person: a pain that a scale found is a matter of care."""
    return _alerts(post).filter(usager=usager)


def alerts_for(post: Post) -> QuerySet[Evaluation]:
    """The open alerts of the persons this post follows, for its day; nothing for a métier that does not read the care."""
    return _alerts(post).filter(usager__in=readable_usagers(post, DataClass.SOINS)).select_related("usager")


def _alerts(post: Post) -> QuerySet[Evaluation]:
    rows: QuerySet[Evaluation] = Evaluation.objects.for_post(post).filter(alert=AlertState.OPEN)
    if not can(post, Act.READ, DataClass.SOINS):
        return rows.none()
    return rows.select_related("author__professional").order_by("-done_at")


def due_for(post: Post, *, today: date | None = None) -> QuerySet[Evaluation]:
    """The last evaluations that are old enough to look again, oldest first, of the persons this post follows and may evaluate."""
    rows = _counted(post)
    if not can(post, Act.WRITE, DataClass.EVALUATIONS):
        return rows.none()
    day = today or timezone.localdate()
    old = Q(grid=GRID, done_on__lt=day - timedelta(days=AGGIR_REVIEW))
    for scale in current().values():
        if post.metier in scale.writers:
            old |= _old(scale, day)
    people = readable_usagers(post, DataClass.EVALUATIONS).filter(is_active=True)
    rows = rows.filter(old, usager__in=people).filter(~Exists(_newer(post)))
    return rows.select_related("usager").order_by("done_on")


def _old(scale: Scale, day: date) -> Q:
    risk = Q(score__gte=scale.limit) if scale.worse == "high" else Q(score__lte=scale.limit)
    found = Q(pk__in=[])
    for side, days in ((risk, scale.review_risk), (~risk, scale.review)):
        if days:
            found |= side & Q(done_on__lte=day - timedelta(days=days))
    return Q(grid=scale.slug) & found


def proposals(post: Post, usager: Usager, scale: Scale) -> dict[str, Proposed]:
    """What the constantes answer by themselves: the IMC, from the last weight and height that this post may read."""
    asked = [item for item in scale.items if item.measure == "imc"]
    if not asked:
        return {}
    latest = latest_of(post, usager)
    if "poids" not in latest or "taille" not in latest:
        return {}
    weight, height = latest["poids"], latest["taille"]
    value: Decimal = body_mass(weight.value, height.value)
    words = (
        f"IMC {str(value).replace('.', ',')} : {weight.written} le {birth(timezone.localdate(weight.done_at))}, "
        f"{height.written} le {birth(timezone.localdate(height.done_at))}."
    )
    return {item.key: Proposed(answer=place(item, value), words=words) for item in asked}


def drafts_of(post: Post, usager: Usager) -> QuerySet[Evaluation]:
    """What this post began and did not finish."""
    return mine_of(post, usager).filter(state=EvaluationState.DRAFT)
