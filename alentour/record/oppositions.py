"""What the person closes, to whom: recording it, taking it back, saying it in words (specs/product §3.5, rule 1).

The decision is written before the answer leaves; ``record.access`` reads it at each request: it is effective at once, everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass, Metier, Scope
from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record.barriers import Opposition
from alentour.record.enums import GivenBy, Means

# The law closes none of these to a decision of the person: her INS (L1111-8-1), what is billed, the accounts, the trail.
NEVER = frozenset({DataClass.INS, DataClass.FACTURATION, DataClass.COMPTES, DataClass.TRACES})
COLLECTED_WITH = (DataClass.IDENTITE, DataClass.DROITS, DataClass.SANTE)


def may_collect(post: Post) -> bool:
    """Who writes identities, rights or the health volume hears the person say no, and writes it."""
    return any(rights.can(post, Act.WRITE, kind) for kind in COLLECTED_WITH)


def opposable() -> list[DataClass]:
    return [kind for kind in DataClass if kind not in NEVER]


def recipients(usager: Usager) -> QuerySet[Post]:
    """The professionals of the structure who may be named."""
    rows = Post.objects.filter(Post.current(), structure_id=usager.structure_id, professional__is_active=True)
    return rows.select_related("professional").order_by("professional__family_name", "professional__given_name")


def of_usager(usager: Usager, *, past: bool = False) -> QuerySet[Opposition]:
    """Those in force, the last first; those taken back with ``past``."""
    rows = Opposition.objects.filter(structure_id=usager.structure_id, usager=usager, withdrawn_at__isnull=not past)
    return rows.select_related("post__professional", "collected_by__professional", "withdrawn_to__professional")


@transaction.atomic
def oppose(
    *,
    usager: Usager,
    kind: DataClass,
    by: Post,
    metier: Metier | None = None,
    post: Post | None = None,
    in_emergency: bool = False,
    given_by: GivenBy = GivenBy.PERSONNE,
    given_by_name: str = "",
    means: Means = Means.ORAL,
    note: str = "",
) -> Opposition:
    """Close ``kind`` to a métier or to one professional; said twice, it is one decision. Raises :class:`Refused` with a sentence."""
    _check(usager, kind, by, metier, post)
    held = of_usager(usager).filter(kind=kind, metier=metier or "", post=post).first()
    if held is not None:
        return _firmer(held, in_emergency)
    row = Opposition.objects.create(
        structure_id=usager.structure_id, usager=usager, kind=kind, metier=metier or "", post=post, in_emergency=in_emergency,
        given_by=given_by, given_by_name=given_by_name, means=means, note=note, collected_by=by,
    )  # fmt: skip
    to = {"metier": metier} if metier else {"to_post": row.post_id}
    trace.record("opposition.collected", by=by, usager_id=usager.id, target=row, kind=kind, means=means, **to)
    return row


def _firmer(held: Opposition, in_emergency: bool) -> Opposition:
    if in_emergency and not held.in_emergency:
        held.in_emergency = True
        held.save(update_fields=["in_emergency", "updated_at"])
    return held


def _check(usager: Usager, kind: DataClass, by: Post, metier: Metier | None, post: Post | None) -> None:
    if not may_collect(by):
        raise Refused(
            "Votre métier ne recueille pas les oppositions : adressez la personne à un soignant ou au secrétariat."
        )
    if (metier is None) == (post is None):
        raise Refused("Choisissez un métier, ou un professionnel par son nom.")
    if kind in NEVER:
        raise Refused(f"La loi ne permet pas de s'opposer à ce qui touche {kind.label}.")
    if kind == DataClass.IDENTITE and metier is not None:
        raise Refused("Fermer tout le dossier se fait pour un professionnel par son nom, pas pour un métier entier.")
    if post is not None and post.structure_id != usager.structure_id:
        raise Refused("Ce professionnel n'est pas de la structure.")


@transaction.atomic
def withdraw(*, opposition: Opposition, by: Post) -> Opposition:
    """The person takes it back; the door opens again at once."""
    if opposition.withdrawn_at is None:
        opposition.withdrawn_at, opposition.withdrawn_to = timezone.now(), by
        opposition.save(update_fields=["withdrawn_at", "withdrawn_to", "updated_at"])
        trace.record("opposition.withdrawn", by=by, usager_id=opposition.usager_id, target=opposition)
    return opposition


@dataclass(frozen=True, slots=True)
class OppositionLine:
    """An opposition in words; ``firm`` says that no emergency passes it."""

    row: Opposition
    what: str
    whom: str
    firm: bool


def lines(rows: QuerySet[Opposition]) -> list[OppositionLine]:
    return [_line(row) for row in rows]


def _line(row: Opposition) -> OppositionLine:
    what = "tout le dossier" if row.kind == DataClass.IDENTITE else DataClass(row.kind).label
    named = row.post
    whom = f"{named.professional.display_name} ({named.metier_label})" if named else Metier(row.metier).label
    return OppositionLine(row=row, what=what, whom=whom, firm=named is not None or row.in_emergency)


def closable_metiers() -> list[Metier]:
    """The métiers that meet persons (an administrator or a DPO meets nobody)."""
    return [metier for metier, row in rights.table().items() if row.scope != Scope.NOBODY]
