"""Breaking the glass: one record outside one's scope, for one hour, to read, with a reason that everybody will see (specs/product §3.6).

Only for métiers that read the health volume of those they follow; never across structures; never for who answers for accounts, traces or
rooms. Those who answer for the record are told at once, the person sees it in « Qui a lu », the review comes each week.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass, Metier, Scope
from alentour.accounts.models import Post
from alentour.audit.models import TraceEvent
from alentour.core import trace
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.mapping import normalise
from alentour.identity.models import Usager
from alentour.record import access
from alentour.record.barriers import BreakGlass, BreakGlassNotice, EmergencyReason, Verdict

LASTS = timedelta(hours=1)
WEEK = timedelta(days=7)
TRIES, PER = 10, timedelta(hours=1)
FEWEST_LETTERS, MOST_LETTERS = 15, 500
FOUND = 5
TOLD = (Metier.MEDECIN, Metier.IDEC, Metier.DPO)


def eligible(post: Post) -> bool:
    """Whether this métier may break the glass: it reads the health volume of the persons it follows."""
    habilitation = rights.table()[Metier(post.metier)]
    reads = Act.READ in habilitation.acts[DataClass.SANTE]
    return post.is_current and reads and habilitation.scope != Scope.NOBODY


def require_eligible(post: Post) -> None:
    if not eligible(post):
        trace.record("breakglass.closed", by=post, result="refused")
        metiers = rights.metiers_that_can(Act.READ, DataClass.SANTE)
        raise ClosedDoor("l'accès d'urgence à un dossier", metiers)


def find(*, by: Post, name: str, birth_date: str) -> list[Usager]:
    """The persons of the structure with exactly this name (birth or use) and birth date; each try is counted and traced.

    Raises :class:`Refused` past ten tries an hour. Who named this professional in an opposition to her whole record is not found.
    """
    require_eligible(by)
    if _tries(by) >= TRIES:
        trace.record("breakglass.searched", by=by, result="refused")
        raise Refused(
            "Dix recherches en une heure : c'est la limite. Appelez l'astreinte ou l'infirmière coordinatrice."
        )
    rows: QuerySet[Usager] = Usager.objects.for_post(by).filter(birth_date_text=birth_date)
    hidden = access.closed_to(by, DataClass.IDENTITE, "pk")
    typed = normalise(name)
    found = [one for one in rows.filter(~hidden)[:50] if typed and typed in _names(one)][:FOUND]
    trace.record("breakglass.searched", by=by, found=len(found))
    return found


def _names(usager: Usager) -> set[str]:
    """The exact names that answer: of birth, of use, each alone or with a first name in any order."""
    families = {normalise(one) for one in (usager.birth_name, usager.used_name) if one}
    firsts = {normalise(one) for one in (usager.first_given_name, usager.used_given_name) if one}
    both = {text for name in families for first in firsts for text in (f"{name} {first}", f"{first} {name}")}
    return families | both


def _tries(by: Post) -> int:
    rows = TraceEvent.objects.filter(structure_id=by.structure_id, professional_id=by.professional_id)
    return rows.filter(action="breakglass.searched", at__gt=timezone.now() - PER).count()


@transaction.atomic
def open_access(*, by: Post, usager: Usager, reason: EmergencyReason, text: str) -> BreakGlass:
    """Open her record to ``by`` for one hour, and tell at once those who answer for it. Asked twice, it is one access."""
    if usager.structure_id != by.structure_id or not eligible(by):
        raise Refused("L'accès d'urgence ne s'ouvre pas pour ce dossier.")
    if access.against(by).filter(usager=usager, kind=DataClass.IDENTITE).exists():
        raise Refused(
            "La personne s'est opposée à ce que vous ouvriez son dossier, même en urgence. Appelez un collègue."
        )
    held = access.running(by, usager.pk)
    if held is not None:
        return held
    now = timezone.now()
    row = BreakGlass.objects.create(
        structure_id=by.structure_id, usager=usager, post=by, reason=reason, text=_text(text), started_at=now, until=now + LASTS
    )  # fmt: skip
    BreakGlassNotice.objects.bulk_create(
        BreakGlassNotice(structure_id=by.structure_id, access=row, post=post) for post in told(by)
    )
    trace.record(
        "breakglass.opened", by=by, usager_id=usager.pk, target=row, reason=f"urgence:{reason}", until=row.until
    )
    return row


def _text(text: str) -> str:
    text = " ".join(text.split())
    if len(text) < FEWEST_LETTERS:
        raise Refused(f"Écrivez ce qui se passe, en {FEWEST_LETTERS} caractères au moins.")
    if len(text) > MOST_LETTERS:
        raise Refused(f"C'est trop long ({len(text)} caractères) : {MOST_LETTERS} au plus.")
    return text


def told(by: Post) -> list[Post]:
    """The médecins and the IDEC of the structure, and its DPO; the director stands in for whoever is missing."""
    rows = Post.objects.filter(Post.current(), structure_id=by.structure_id, professional__is_active=True)
    rows = rows.filter(metier__in=[*TOLD, Metier.DIRECTEUR]).exclude(professional_id=by.professional_id)
    found = list(rows)
    metiers = {one.metier for one in found}
    complete = Metier.DPO in metiers and bool(metiers & {Metier.MEDECIN, Metier.IDEC})
    return [one for one in found if one.metier != Metier.DIRECTEUR or not complete]


@transaction.atomic
def close(*, row: BreakGlass, by: Post) -> BreakGlass:
    """Its holder has finished: the record closes at once."""
    if row.is_running:
        row.closed_at = timezone.now()
        row.save(update_fields=["closed_at"])
        trace.record("breakglass.ended", by=by, usager_id=row.usager_id, target=row, reason=f"urgence:{row.reason}")
    return row


@transaction.atomic
def review(*, row: BreakGlass, by: Post, verdict: Verdict, note: str = "") -> BreakGlass:
    """What who answers for the trail concluded; nobody reviews their own."""
    rights.require(by, Act.READ, DataClass.TRACES)
    if row.post.professional_id == by.professional_id:
        raise Refused("Un accès se relit par quelqu'un d'autre que celui qui l'a ouvert.")
    row.verdict, row.review_note, row.reviewed_by, row.reviewed_at = verdict, note.strip(), by, timezone.now()
    row.save(update_fields=["verdict", "review_note", "reviewed_by", "reviewed_at"])
    trace.record("breakglass.reviewed", by=by, usager_id=row.usager_id, target=row, verdict=verdict)
    _seen(by, Q(access=row))
    return row


@transaction.atomic
def acknowledge(*, row: BreakGlass, by: Post) -> None:
    """Who was told has seen it."""
    if _seen(by, Q(access=row)):
        trace.record("breakglass.seen", by=by, usager_id=row.usager_id, target=row)


def _seen(by: Post, which: Q) -> int:
    rows = BreakGlassNotice.objects.for_post(by).filter(which, post=by, seen_at=None)
    return rows.update(seen_at=timezone.now())


def notices(post: Post) -> QuerySet[BreakGlassNotice]:
    """What this post has been told and has not seen, the last first (one query)."""
    rows: QuerySet[BreakGlassNotice] = BreakGlassNotice.objects.for_post(post).filter(post=post, seen_at=None)
    return rows.select_related("access__usager", "access__post__professional").order_by("-access__started_at")


def mine(post: Post) -> list[BreakGlass]:
    """The accesses of this post that run now."""
    rows = BreakGlass.objects.for_post(post).filter(post=post, closed_at=None, until__gt=timezone.now())
    return list(rows.select_related("usager"))


def latest(post: Post) -> QuerySet[BreakGlass]:
    """All those of the structure for who reads the trail; those one was told of for the others."""
    rows: QuerySet[BreakGlass] = BreakGlass.objects.for_post(post)
    if not rights.can(post, Act.READ, DataClass.TRACES):
        rows = rows.filter(notices__post=post)
    return rows.select_related("usager", "post__professional", "reviewed_by__professional").order_by("-started_at")


def of_post(post: Post, access_id: UUID) -> BreakGlass | None:
    """One of those :func:`latest` lists."""
    return latest(post).filter(pk=access_id).first()


def of_the_week(rows: QuerySet[BreakGlass]) -> QuerySet[BreakGlass]:
    """Those of the last seven days, and the older ones that nobody has reviewed."""
    return rows.filter(Q(started_at__gt=timezone.now() - WEEK) | Q(verdict=""))


def reads_accesses(post: Post) -> bool:
    """Who reads these accesses: those who answer for the trail, and those who are told."""
    return rights.can(post, Act.READ, DataClass.TRACES) or (post.is_current and post.metier in TOLD)
