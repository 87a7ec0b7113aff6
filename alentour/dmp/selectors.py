"""Reads of the DMP: what we last knew, only what this métier opens."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.models import Post
from alentour.core import trace
from alentour.dmp.enums import EntryState
from alentour.dmp.models import Access, Dossier, Entry
from alentour.documents.kinds import kind_for
from alentour.identity.models import Usager
from alentour.record.access import door


def dossier_of(usager: Usager) -> Dossier | None:
    return (
        Dossier.objects.filter(structure_id=usager.structure_id, usager=usager)
        .select_related("searched_by__professional")
        .first()
    )  # fmt: skip


def access_of(dossier: Dossier | None, post: Post) -> Access | None:
    return Access.objects.filter(dossier=dossier, post=post).first() if dossier else None


def entries_of(post: Post, usager: Usager, *, every_state: bool = False) -> QuerySet[Entry]:
    """The documents of her DMP that this post may read, newest act first; by default the current ones (EX_3.1-1030)."""
    rows = Entry.objects.for_post(post).filter(usager=usager)
    codes = rows.order_by().values_list("type_code", "class_code").distinct()
    readable = [code for code, class_code in codes if kind_for(code, class_code).may_read(post)]
    rows = rows.filter(type_code__in=readable)
    if not every_state:
        rows = rows.filter(state=EntryState.APPROVED)
    found: QuerySet[Entry] = rows.select_related("document")
    return found


def open_entry(request: WorkRequest, entry_id: UUID) -> Entry:
    """An entry of this structure, of a person in scope, for a métier that opens Mon espace santé."""
    entry: Entry | None = Entry.objects.for_post(request.post).filter(pk=entry_id).select_related("document").first()
    if entry is None:
        trace.record("dmp.hidden", by=request.post, result="refused", entry=entry_id)
        raise Http404("no such entry for this post")
    entry.usager = door(request, entry.usager_id, Act.READ, DataClass.DMP)
    return entry
