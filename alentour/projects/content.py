"""Everything a version holds, as plain frozen values: for the screens, the paper, the documents and the transfer of a record."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from alentour.accounts.models import Post
from alentour.projects.enums import (
    BilanKind,
    Decision,
    ItemState,
    Means,
    Origin,
    Priority,
    ProjetKind,
    ProjetState,
    RemarkKind,
    Result,
    SectionKind,
    Signatory,
)
from alentour.projects.models import GoalReview, Projet, Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A professional as they were named; ``idnps`` is their national identifier, if any."""

    post_id: UUID
    name: str
    metier: str
    idnps: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionContent:
    kind: SectionKind
    text: str
    version: int
    contributors: tuple[Who, ...]
    updated_at: datetime

    @property
    def label(self) -> str:
        return str(self.kind.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectationContent:
    id: UUID
    lineage: UUID
    origin: Origin
    said_by: str
    said_on: date | None
    words: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedContent:
    """``code``: JDV_J285."""

    id: UUID
    lineage: UUID
    code: str
    description: str
    analysis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionContent:
    """``service_code``: JDV_J284. ``who`` is a person, a métier or a partner, in words."""

    id: UUID
    lineage: UUID
    goal_id: UUID
    title: str
    description: str
    service_code: str
    who: str
    owner: Who | None
    frequency: str
    starts_on: date | None
    ends_on: date | None
    state: ItemState
    state_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceContent:
    id: UUID
    lineage: UUID
    goal_id: UUID | None
    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewContent:
    goal_id: UUID
    bilan_id: UUID
    done_on: date
    result: Result
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalContent:
    """An objective with what answers it. ``reviews`` from the oldest; ``need_ids`` are those of :class:`NeedContent`."""

    id: UUID
    lineage: UUID
    title: str
    description: str
    expected: str
    strategy: str
    opinion: str
    priority: Priority
    state: ItemState
    state_reason: str
    starts_on: date | None
    due_on: date | None
    referent: Who | None
    need_ids: tuple[UUID, ...]
    actions: tuple[ActionContent, ...]
    resources: tuple[ResourceContent, ...]
    reviews: tuple[ReviewContent, ...]

    @property
    def last_review(self) -> ReviewContent | None:
        return self.reviews[-1] if self.reviews else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanContent:
    id: UUID
    kind: BilanKind
    done_on: date
    present: str
    said: str
    synthesis: str
    next_on: date
    author: Who
    reviews: tuple[ReviewContent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionContent:
    id: UUID
    origin: Origin
    name: str
    text: str
    means: Means
    given_on: date
    collected_by: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordContent:
    """``fingerprint`` differs from :func:`fingerprint` of the content when the text changed after it was given."""

    id: UUID
    signatory: Signatory
    name: str
    quality: str
    owner: Who | None
    decision: Decision
    means: Means
    note: str
    signed_at: datetime
    valid_until: date | None
    scan_id: UUID | None
    fingerprint: str
    collected_by: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkContent:
    id: UUID
    goal_id: UUID | None
    kind: RemarkKind
    text: str
    author: Who
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjetContent:
    """A version, whole. ``resources`` are those tied to no objective; the others are under theirs."""

    id: UUID
    usager_id: UUID
    number: int
    title: str
    kind: ProjetKind
    state: ProjetState
    state_at: datetime
    state_reason: str
    replaces_id: UUID | None
    referent: Who | None
    starts_on: date | None
    ends_on: date | None
    review_on: date | None
    sections: tuple[SectionContent, ...]
    expectations: tuple[ExpectationContent, ...]
    needs: tuple[NeedContent, ...]
    goals: tuple[GoalContent, ...]
    resources: tuple[ResourceContent, ...]
    bilans: tuple[BilanContent, ...]
    opinions: tuple[OpinionContent, ...]
    accords: tuple[AccordContent, ...]
    remarks: tuple[RemarkContent, ...]

    def section(self, kind: SectionKind) -> SectionContent | None:
        return next((one for one in self.sections if one.kind == kind), None)


def who(post: Post) -> Who:
    person = post.professional
    return Who(post_id=post.id, name=str(person), metier=post.metier_label, idnps=person.idnps or "")


def content_of(projet: Projet) -> ProjetContent:
    """The whole of ``projet``, in a number of queries that does not depend on its length. Reads nothing of other versions."""
    reviews = _reviews(projet)
    resources = [
        ResourceContent(id=r.id, lineage=r.lineage, goal_id=r.goal_id, title=r.title, description=r.description)
        for r in projet.resources.all()
    ]
    return ProjetContent(
        id=projet.id, usager_id=projet.usager_id, number=projet.number, title=projet.title,
        kind=ProjetKind(projet.kind), state=ProjetState(projet.state), state_at=projet.state_at,
        state_reason=projet.state_reason, replaces_id=projet.replaces_id,
        referent=who(projet.referent) if projet.referent else None,
        starts_on=projet.starts_on, ends_on=projet.ends_on, review_on=projet.review_on,
        sections=_sections(projet), expectations=_expectations(projet), needs=_needs(projet),
        goals=_goals(projet, resources, reviews), resources=tuple(r for r in resources if r.goal_id is None),
        bilans=_bilans(projet, reviews), opinions=_opinions(projet), accords=_accords(projet), remarks=_remarks(projet),
    )  # fmt: skip


def fingerprint(content: ProjetContent) -> str:
    """Of what the person agrees to: the sections, the expectations, the needs, the objectives; not of how they advance."""
    said: list[Any] = [
        [[one.kind, one.text] for one in content.sections if one.text],
        [[e.origin, e.said_by, e.words] for e in content.expectations],
        [[n.code, n.description] for n in content.needs],
        [[str(g.lineage), g.title, g.description, g.expected, g.strategy, str(g.due_on)] for g in content.goals],
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _sections(projet: Projet) -> tuple[SectionContent, ...]:
    wrote: dict[UUID, dict[UUID, Who]] = defaultdict(dict)
    rows = Revision.objects.filter(projet=projet, of="section").defer("content").select_related("author__professional")
    for row in rows.order_by("version"):
        wrote[row.object_id][row.author_id] = who(row.author)
    order = list(SectionKind)
    found = [
        SectionContent(
            kind=SectionKind(one.kind), text=one.text, version=one.version, updated_at=one.updated_at,
            contributors=tuple(wrote[one.id].values()),
        )
        for one in projet.sections.all()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


def _expectations(projet: Projet) -> tuple[ExpectationContent, ...]:
    return tuple(
        ExpectationContent(
            id=e.id, lineage=e.lineage, origin=Origin(e.origin), said_by=e.said_by, said_on=e.said_on, words=e.words,
            comment=e.comment,
        )
        for e in projet.expectations.all()
    )  # fmt: skip


def _needs(projet: Projet) -> tuple[NeedContent, ...]:
    return tuple(
        NeedContent(id=n.id, lineage=n.lineage, code=n.code, description=n.description, analysis=n.analysis)
        for n in projet.needs.all()
    )


def _goals(projet: Projet, resources: list[ResourceContent], reviews: list[ReviewContent]) -> tuple[GoalContent, ...]:
    actions = _actions(projet)
    rows = projet.goals.select_related("referent__professional").prefetch_related("links")
    return tuple(
        GoalContent(
            id=g.id, lineage=g.lineage, title=g.title, description=g.description, expected=g.expected,
            strategy=g.strategy, opinion=g.opinion, priority=Priority(g.priority), state=ItemState(g.state),
            state_reason=g.state_reason, starts_on=g.starts_on, due_on=g.due_on,
            referent=who(g.referent) if g.referent else None,
            need_ids=tuple(link.need_id for link in g.links.all()),
            actions=tuple(a for a in actions if a.goal_id == g.id),
            resources=tuple(r for r in resources if r.goal_id == g.id),
            reviews=tuple(r for r in reviews if r.goal_id == g.id),
        )
        for g in rows
    )  # fmt: skip


def _actions(projet: Projet) -> list[ActionContent]:
    return [
        ActionContent(
            id=a.id, lineage=a.lineage, goal_id=a.goal_id, title=a.title, description=a.description,
            service_code=a.service_code, owner=who(a.post) if a.post else None,
            who=str(a.post.professional) if a.post else a.get_metier_display() or a.partner,
            frequency=a.frequency, starts_on=a.starts_on, ends_on=a.ends_on, state=ItemState(a.state),
            state_reason=a.state_reason,
        )
        for a in projet.actions.select_related("post__professional")
    ]  # fmt: skip


def _reviews(projet: Projet) -> list[ReviewContent]:
    rows = GoalReview.objects.filter(bilan__projet=projet).select_related("bilan")
    return [
        ReviewContent(
            goal_id=r.goal_id, bilan_id=r.bilan_id, done_on=r.bilan.done_on, result=Result(r.result), text=r.text
        )
        for r in rows.order_by("bilan__done_on", "bilan__at", "id")
    ]


def _bilans(projet: Projet, reviews: list[ReviewContent]) -> tuple[BilanContent, ...]:
    return tuple(
        BilanContent(
            id=b.id, kind=BilanKind(b.kind), done_on=b.done_on, present=b.present, said=b.said, synthesis=b.synthesis,
            next_on=b.next_on, author=who(b.author), reviews=tuple(r for r in reviews if r.bilan_id == b.id),
        )
        for b in projet.bilans.select_related("author__professional")
    )  # fmt: skip


def _opinions(projet: Projet) -> tuple[OpinionContent, ...]:
    return tuple(
        OpinionContent(
            id=o.id, origin=Origin(o.origin), name=o.name, text=o.text, means=Means(o.means), given_on=o.given_on,
            collected_by=who(o.collected_by),
        )
        for o in projet.opinions.select_related("collected_by__professional")
    )  # fmt: skip


def _accords(projet: Projet) -> tuple[AccordContent, ...]:
    return tuple(
        AccordContent(
            id=a.id, signatory=Signatory(a.signatory), name=a.name, quality=a.quality,
            owner=who(a.post) if a.post else None, decision=Decision(a.decision), means=Means(a.means), note=a.note,
            signed_at=a.signed_at, valid_until=a.valid_until, scan_id=a.scan_id, fingerprint=a.fingerprint,
            collected_by=who(a.collected_by),
        )
        for a in projet.accords.select_related("post__professional", "collected_by__professional")
    )  # fmt: skip


def _remarks(projet: Projet) -> tuple[RemarkContent, ...]:
    return tuple(
        RemarkContent(id=r.id, goal_id=r.goal_id, kind=RemarkKind(r.kind), text=r.text, author=who(r.author), at=r.at)
        for r in projet.remarks.select_related("author__professional")
    )
