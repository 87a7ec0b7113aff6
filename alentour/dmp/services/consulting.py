"""« Consulter le DMP »: an explicit gesture of a professional who is there; the list is kept, the reading never repeats itself alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import require
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.dmp import gateway, rules
from alentour.dmp.found import Found, Status
from alentour.dmp.models import Access, Dossier
from alentour.dmp.services.entries import keep
from alentour.dmp.services.publishing import note_status
from alentour.dmp.services.wire import ask
from alentour.identity.models import Usager

TWO_YEARS = timedelta(days=730)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted:
    """What this consultation brought: documents never seen before here, and those that changed."""

    dossier: Dossier
    new: int = 0
    changed: int = 0


def consult(*, usager: Usager, by: Post, whole: bool = False) -> Consulted:
    """TD0.2, then TD3.1: two years the first time, what was submitted since afterwards, or everything (``whole``).

    Raises :class:`Refused` with the sentence to show; what was known before stays. Network inside: not in a transaction.
    """
    require(by, Act.READ, DataClass.DMP)
    refuse_if_hindered(by, usager)
    dossier, access = check(usager=usager, by=by)
    closed = rules.why_no_reading(access, dossier)
    if closed:
        raise Refused(closed)
    before = timezone.now()
    found = ask(usager, by, "dmp.search", "Consultation du DMP", lambda: _search(usager, by, dossier, whole))
    return _keep(usager, by, dossier, found, before, whole)


def refuse_if_hindered(by: Post, usager: Usager) -> None:
    hindrances = rules.reading_hindrances(by, usager, asking=True)
    if hindrances:
        raise Refused(hindrances[0].sentence)


def check(*, usager: Usager, by: Post) -> tuple[Dossier, Access]:
    """TD0.2 by a present professional: the DMP, and their own authorisation on it."""
    status = ask(
        usager, by, "dmp.status", "Test d'existence du DMP", lambda: gateway.existence(by, usager, present=True)
    )
    return _note(usager, by, status)


@transaction.atomic
def _note(usager: Usager, by: Post, status: Status) -> tuple[Dossier, Access]:
    dossier = note_status(usager, status)
    access, _ = Access.objects.update_or_create(
        dossier=dossier,
        post=by,
        defaults={
            "structure_id": usager.structure_id,
            "authorization": status.authorization,
            "code": status.code,
            "treating_physician": status.treating_physician,
            "checked_at": timezone.now(),
        },
    )
    trace.record(
        "dmp.status", by=by, usager_id=usager.id, target=dossier, state=status.state, authorization=status.code
    )
    return dossier, access


def authorize(*, usager: Usager, by: Post) -> Access:
    """TD0.3: this professional is now authorised; only after the person said so, never by itself (EX_0.3-1010)."""
    require(by, Act.WRITE, DataClass.DMP)
    refuse_if_hindered(by, usager)
    ask(usager, by, "dmp.authorize", "Autorisation sur le DMP", lambda: gateway.authorize(by, usager))
    trace.record("dmp.authorized", by=by, usager_id=usager.id)
    return check(usager=usager, by=by)[1]


def _search(usager: Usager, by: Post, dossier: Dossier, whole: bool) -> Found:
    if whole:
        return gateway.whole_history(by, usager)
    if dossier.searched_at is None:
        return gateway.first_search(by, usager, timezone.localdate())
    return gateway.changes_since(by, usager, dossier.searched_at)


@transaction.atomic
def _keep(usager: Usager, by: Post, dossier: Dossier, found: Found, before: datetime, whole: bool) -> Consulted:
    first = dossier.searched_at is None
    new, changed = keep(usager=usager, by=by, found=found)
    dossier.searched_at, dossier.searched_by = before, by
    if whole:
        dossier.whole_history, dossier.since = True, None
    elif first:
        dossier.since = timezone.localdate(before) - TWO_YEARS
    dossier.save()
    trace.record("dmp.searched", by=by, usager_id=usager.id, target=dossier, found=len(found.entries), new=new)
    return Consulted(dossier=dossier, new=new, changed=changed)
