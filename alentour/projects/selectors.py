"""Reads of the projet personnalisé."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.utils import timezone

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.identity.models import Usager
from alentour.projects import cadence, rules
from alentour.projects.enums import IN_FORCE, Decision, ProjetState, Signatory
from alentour.projects.models import Accord, Bilan, Draft, Goal, Projet, Revision
from alentour.record.access import readable_usagers
from alentour.record.models import Stay

SOON = timedelta(days=60)
FEW = 20
RECENT = timedelta(minutes=10)


def projets_of(post: Post, usager: Usager) -> QuerySet[Projet]:
    """Every version, the last first; nothing for a métier that does not read the projet."""
    rows: QuerySet[Projet] = Projet.objects.for_post(post)
    if not rules.sees_dates(post):
        return rows.none()
    return rows.filter(usager=usager).select_related("referent__professional", "started_by__professional")


def projet_in_force(usager: Usager) -> Projet | None:
    """The version being carried out (in force or paused)."""
    return in_force(usager).first()


def in_force(usager: Usager) -> QuerySet[Projet]:
    """:func:`projet_in_force`, to be read with what else a page reads."""
    rows = Projet.objects.filter(structure_id=usager.structure_id, usager=usager, state__in=IN_FORCE)
    return rows.select_related("referent__professional")


def projet_for(post: Post, projet_id: UUID) -> Projet | None:
    """A version of the structure; the door of its person is to be passed next."""
    rows: QuerySet[Projet] = Projet.objects.for_post(post)
    related = rows.select_related("usager", "referent__professional", "started_by__professional", "replaces")
    return related.filter(pk=projet_id).first()


def goal_for(post: Post, goal_id: UUID) -> Goal | None:
    rows: QuerySet[Goal] = Goal.objects.for_post(post)
    return rows.select_related("projet__usager", "author", "referent__professional").filter(pk=goal_id).first()


def bilan_for(post: Post, bilan_id: UUID) -> Bilan | None:
    rows: QuerySet[Bilan] = Bilan.objects.for_post(post)
    return rows.select_related("projet__usager", "author__professional").filter(pk=bilan_id).first()


def scan_of(post: Post, accord_id: UUID) -> Accord | None:
    rows: QuerySet[Accord] = Accord.objects.for_post(post)
    return rows.exclude(scan=None).select_related("projet", "scan").filter(pk=accord_id).first()


def draft_of(post: Post, projet: Projet, slot: str) -> Draft | None:
    """What this post was typing there, if they did not save it."""
    rows: QuerySet[Draft] = Draft.objects.for_post(post)
    return rows.filter(projet=projet, post=post, slot=slot).first()


def writing_now(post: Post, projet: Projet, slot: str) -> list[Post]:
    """The colleagues who typed there in the last minutes without saving yet."""
    rows: QuerySet[Draft] = Draft.objects.for_post(post)
    others = rows.filter(projet=projet, slot=slot, at__gte=timezone.now() - RECENT).exclude(post=post)
    return [draft.post for draft in others.select_related("post__professional")[:FEW]]


def bilans_of(post: Post, usager: Usager) -> QuerySet[Bilan]:
    """The bilans of every version, the last first."""
    rows: QuerySet[Bilan] = Bilan.objects.for_post(post)
    return rows.filter(projet__usager=usager).select_related("author__professional")


def accords_of(post: Post, usager: Usager) -> QuerySet[Accord]:
    """The signatures and refusals of every version, the last first."""
    rows: QuerySet[Accord] = Accord.objects.for_post(post)
    return rows.filter(projet__usager=usager)


def revisions_of(projet: Projet, object_id: UUID) -> QuerySet[Revision]:
    """What a section or a piece said before, the last first."""
    rows = Revision.objects.filter(structure_id=projet.structure_id, projet=projet, object_id=object_id)
    return rows.select_related("author__professional")


def with_projets(post: Post, rows: QuerySet[Usager]) -> QuerySet[Any]:
    """Persons with ``force_id``, ``force_state``, ``review_on``, ``draft_id``, ``draft_number``, ``since``, ``refused``."""
    own = Projet.objects.filter(structure_id=post.structure_id, usager=OuterRef("pk"))
    force, draft = own.filter(state__in=IN_FORCE), own.filter(state=ProjetState.PREPARATION)
    stays = Stay.objects.filter(Stay.current(), structure_id=post.structure_id, usager=OuterRef("pk"))
    theirs = Accord.objects.filter(
        structure_id=post.structure_id, projet=OuterRef("force_id"), decision=Decision.REFUS,
        signatory__in=(Signatory.PERSONNE, Signatory.REPRESENTANT),
    )  # fmt: skip
    return rows.annotate(
        force_id=Subquery(force.values("id")[:1], output_field=UUIDField()),
        force_state=Subquery(force.values("state")[:1]),
        review_on=Subquery(force.values("review_on")[:1], output_field=DateField()),
        draft_id=Subquery(draft.values("id")[:1], output_field=UUIDField()),
        draft_number=Subquery(draft.values("number")[:1], output_field=IntegerField()),
        since=Subquery(stays.values("starts_on")[:1], output_field=DateField()),
    ).annotate(refused=Exists(theirs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A projet to look at again, or to write. ``projet_id`` is the one in force; ``draft_id`` the version already begun."""

    usager: Usager
    due_on: date
    projet_id: UUID | None
    draft_id: UUID | None

    @property
    def is_late(self) -> bool:
        return self.due_on < timezone.localdate()

    @property
    def is_first(self) -> bool:
        return self.projet_id is None


def due_for(post: Post, *, within: timedelta = SOON, limit: int = FEW) -> list[Due]:
    """Those of the persons this post meets whose projet must be reviewed, or written, before ``within``: the latest first.

    Two queries. Nothing for a métier that does not lead projets.
    """
    if not (rules.leads(post) or rules.validates(post)):
        return []
    rows = with_projets(post, readable_usagers(post, DataClass.PROJET).filter(is_active=True))
    first = cadence.months(post.structure)[1]
    until = timezone.localdate() + within
    found = to_review(rows, until, first).order_by("review_on", "since")[: 2 * limit]
    dues = [
        Due(
            usager=one, projet_id=one.force_id, draft_id=one.draft_id,
            due_on=one.review_on or cadence.after(one.since, first),
        )
        for one in found
    ]  # fmt: skip
    return sorted(dues, key=lambda due: due.due_on)[:limit]


def to_review(rows: QuerySet[Any], until: date, first: int) -> QuerySet[Any]:
    """Of ``rows`` made by :func:`with_projets`: in force and due by ``until``, or without a projet and due from the admission."""
    admitted = cadence.after(until, -first)
    return rows.filter(Q(review_on__lte=until) | Q(force_id=None, since__lte=admitted))
