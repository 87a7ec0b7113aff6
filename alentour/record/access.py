"""The door of every record. Outside one's structure or scope a person does not exist; inside, the métier decides (rule 7).

Two exceptions: what the person closes (``Opposition``: at once, on every screen) and what an emergency opens (``BreakGlass``: one person, one
hour, reading alone). An emergency passes an opposition to a whole métier only for an immediate risk to the health of a person who cannot
say what she wants, and unless she refused it even then; a professional she named never passes (by analogy with Code de la santé publique,
L1110-4 and L1111-17).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass, Scope
from alentour.accounts.http import WorkRequest
from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import ClosedDoor
from alentour.identity.models import Usager
from alentour.record.barriers import BreakGlass, EmergencyReason, Opposition
from alentour.record.models import CareTeamMember

# What an emergency opens, among what the métier reads: neither mailboxes, nor the DMP (it has its own), nor money, nor accounts.
EMERGENCY = frozenset(DataClass) - {
    DataClass.SOCIAL, DataClass.FACTURATION, DataClass.COMPTES, DataClass.TRACES, DataClass.INS, DataClass.DMP,
    DataClass.MESSAGERIE,
}  # fmt: skip


def in_scope(post: Post) -> QuerySet[Usager]:
    """The persons of the métier's scope: those whose care team it is in, the whole structure, or nobody."""
    rows: QuerySet[Usager] = Usager.objects.for_post(post)
    match rights.scope_of(post):
        case Scope.STRUCTURE:
            return rows
        case Scope.TEAM:
            mine = CareTeamMember.objects.for_post(post).filter(CareTeamMember.current(), post=post)
            return rows.filter(Exists(mine.filter(usager=OuterRef("pk"))))
        case _:
            return rows.none()


def against(post: Post) -> QuerySet[Opposition]:
    """The oppositions in force that concern this post: its métier, or the professional by name."""
    rows: QuerySet[Opposition] = Opposition.objects.for_post(post).filter(withdrawn_at=None)
    return rows.filter(Q(metier=post.metier) | Q(post__professional_id=post.professional_id))


def closed_to(post: Post, kind: DataClass, person: str = "usager") -> Exists:
    """The condition « the person of this row closes ``kind``, or her whole record, to this post »; ``person`` is the path to her."""
    return Exists(against(post).filter(kind__in={kind, DataClass.IDENTITE}, usager=OuterRef(person)))


def visible_usagers(post: Post) -> QuerySet[Usager]:
    """The persons this post may meet: its scope, but who closed her whole record to it."""
    return in_scope(post).filter(~closed_to(post, DataClass.IDENTITE, "pk"))


def readable_usagers(post: Post, kind: DataClass) -> QuerySet[Usager]:
    """The persons whose ``kind`` of data this post may read: for every list, feed and export over several persons."""
    rows = visible_usagers(post)
    return rows.filter(~closed_to(post, kind, "pk")) if rights.can(post, Act.READ, kind) else rows.none()


def readable(post: Post, usager: Usager, kind: DataClass) -> bool:
    """Whether this post may read this kind of data of this person, outside a door (a colleague to call, an export)."""
    return readable_usagers(post, kind).filter(pk=usager.pk).exists()


def running(post: Post, usager_id: UUID) -> BreakGlass | None:
    """The emergency access of this post to this person, if one runs at this very moment."""
    rows = BreakGlass.objects.for_post(post).filter(usager_id=usager_id, post=post, closed_at=None)
    found: BreakGlass | None = rows.filter(until__gt=timezone.now()).select_related("usager__structure").first()
    return found


def meets(post: Post, usager_id: UUID) -> bool:
    """Whether this post may meet this person now; if so, what she closes is closed for the rest of the request (no trace, no kind)."""
    return _meet(post, usager_id) is not None


@contextmanager
def concerning(post: Post, usager: Usager) -> Iterator[None]:
    """Work over several persons, one after the other: what this one closes is closed inside, and only inside (a bag, an export)."""
    _meet(post, usager.pk)
    try:
        yield
    finally:
        post.narrowings.pop(usager.pk, None)


def door(who: WorkRequest | Post, usager_id: UUID, act: Act, kind: DataClass) -> Usager:
    """The person ``usager_id``, for a post that may do ``act`` on her ``kind`` of data.

    Raises ``Http404`` when she belongs to another structure or is out of scope, :class:`ClosedDoor` when she is in scope but the
    métier, or she herself, does not open this kind of data. For the rest of the request ``rights.can`` answers for her. A read and
    each refusal are traced here; a write is traced by its service. Call it outside a transaction: a refusal rolled back would
    leave no trace. ``usager.emergency`` is the emergency access that opened, if one did.
    """
    post = who if isinstance(who, Post) else who.post
    usager = _meet(post, usager_id)
    if usager is None:
        trace.record("usager.hidden", by=post, usager_id=usager_id, result="refused", act=act, kind=kind)
        raise Http404("no such person for this post")
    try:
        rights.require(post, act, kind)
    except ClosedDoor as closed:
        action = "usager.opposed" if closed.why and not post.because else "usager.closed"
        trace.record(action, by=post, usager_id=usager_id, result="refused", act=act, kind=kind)
        raise
    if act == Act.READ:
        trace.read("usager.read", by=post, usager_id=usager_id, kind=kind)
    return usager


def _meet(post: Post, usager_id: UUID) -> Usager | None:
    """The person if she may be met, with what she and an emergency change to the rights of this post; one query in the ordinary case."""
    mine = against(post).filter(usager=OuterRef("pk"))
    rows = in_scope(post).select_related("structure").annotate(has_objected=Exists(mine))
    usager: Usager | None = rows.filter(pk=usager_id).first()
    plain = usager is not None and not usager.has_objected  # type: ignore[attr-defined]
    grant = None if plain else running(post, usager_id)
    oppositions = [] if plain else list(against(post).filter(usager_id=usager_id))
    met = usager or (grant.usager if grant else None)
    narrowing = _narrowing(oppositions, grant, outside=usager is None)
    rights.narrow(post, usager_id, narrowing)
    if met is None or DataClass.IDENTITE in narrowing.opposed:
        return None
    met.emergency = grant  # type: ignore[attr-defined]
    return met


def holds(opposition: Opposition, grant: BreakGlass | None) -> bool:
    """Whether an opposition still closes its door once the glass is broken for this reason."""
    if grant is None or opposition.post_id is not None or opposition.in_emergency:
        return True
    return grant.reason != EmergencyReason.VITALE


def _narrowing(oppositions: list[Opposition], grant: BreakGlass | None, *, outside: bool) -> rights.Narrowing:
    opposed = frozenset(DataClass(one.kind) for one in oppositions if holds(one, grant))
    if grant is None:
        return rights.Narrowing(opposed=opposed)
    passed = frozenset(DataClass(one.kind) for one in oppositions) - opposed
    return rights.Narrowing(
        opposed=opposed,
        beyond=frozenset(DataClass) - EMERGENCY if outside else frozenset(),
        only_read=EMERGENCY if outside else passed,
        because=f"urgence:{grant.reason}",
    )
