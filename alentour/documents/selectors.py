"""Reads of the documents: the only ways in for a screen (rule 7 of the house)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.models import Post
from alentour.accounts.rights import can, require
from alentour.core import trace
from alentour.documents.enums import FilingState, State
from alentour.documents.kinds import readable_kinds
from alentour.documents.models import Document, FilingItem
from alentour.documents.outlines import outline_of, outlines
from alentour.identity.models import Usager
from alentour.record.access import door, visible_usagers

CURRENT = (State.BROUILLON, State.VALIDE)


def documents_of(post: Post, usager: Usager) -> QuerySet[Document]:
    """The documents of a person that this post may read, newest first; the drafts of others do not appear."""
    return (
        Document.objects.for_post(post)
        .filter(usager=usager, kind__in=readable_kinds(post))
        .filter(~Q(state=State.BROUILLON) | Q(author=post) | Q(template__in=shared_templates(post)))
        .select_related("filing", "body")
    )


def listed(
    post: Post, usager: Usager, *, kind: str = "", text: str = "", every_version: bool = False
) -> QuerySet[Document]:
    """:func:`documents_of` as the list filters it; replaced and cancelled ones only when asked for."""
    rows = documents_of(post, usager)
    if not every_version:
        rows = rows.filter(state__in=CURRENT)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(
            Q(title__icontains=text) | Q(author_name__icontains=text) | Q(author_structure__icontains=text)
        )
    return rows


def open_document(request: WorkRequest, document_id: UUID, act: Act = Act.READ) -> Document:
    """A document of a record, for a post that may do ``act`` on its kind.

    404 when it is not of this structure, of nobody yet, or of a person out of scope; ``ClosedDoor`` when the métier does not open it.
    """
    document = (
        Document.objects.for_post(request.post)
        .filter(pk=document_id)
        .select_related(
            "structure",
            "usager__structure",
            "author__professional",
            "validated_by__professional",
            "body",
            "cda",
            "filing",
        )
        .first()
    )
    if document is None or document.usager_id is None or _is_draft_of_another(document, request.post):
        trace.record("document.hidden", by=request.post, result="refused", document=document_id)
        raise Http404("no such document for this post")
    document.usager = door(request, document.usager_id, Act.READ, document.traits.data_class)
    if act != Act.READ:
        document.traits.require(request.post, act)
    return document


def open_filed(request: WorkRequest, document_id: UUID) -> Document:
    """A received document of a record, for who files: its content may be closed to this post, its place is not."""
    require(request.post, Act.WRITE, DataClass.INS)
    document = Document.objects.for_post(request.post).filter(pk=document_id, usager__isnull=False).first()
    if document is None or document.usager_id is None:
        trace.record("document.hidden", by=request.post, result="refused", document=document_id)
        raise Http404("no such document for this post")
    document.usager = door(request, document.usager_id, Act.READ, DataClass.IDENTITE)
    return document


def _is_draft_of_another(document: Document, post: Post) -> bool:
    if document.state != State.BROUILLON or document.author_id == post.id:
        return False
    return not document.is_written or document.template not in shared_templates(post)


def shared_templates(post: Post) -> list[str]:
    """The outlines whose drafts this post sees: those it writes in or signs."""
    return [slug for slug, one in outlines().items() if one.may_write(post) or one.may_sign(post)]


def written_draft(request: WorkRequest, document_id: UUID) -> Document:
    """A draft that this post may write in; the closed door says who may."""
    document = open_document(request, document_id)
    if not document.is_written:
        raise Http404("not written with an outline")
    outline = outline_of(document.template)
    if not outline.may_write(request.post):
        outline.require_begin(request.post)
    return document


def to_sign_for(post: Post, limit: int = 6) -> list[Document]:
    """What colleagues have read again and leave to sign, for « Ma journée »."""
    mine = [slug for slug, one in outlines().items() if one.may_sign(post)]
    rows = Document.objects.for_post(post).filter(state=State.BROUILLON, template__in=mine, ready_at__isnull=False)
    rows = rows.filter(usager__in=visible_usagers(post)).exclude(ready_by=post)
    return list(rows.select_related("usager", "ready_by__professional").order_by("ready_at")[:limit])


def versions_of(document: Document) -> list[Document]:
    """All the versions of a document in this record, newest first."""
    if document.usager_id is None:
        return []
    rows = Document.objects.filter(
        structure_id=document.structure_id, usager_id=document.usager_id, set_oid=document.set_oid
    )
    return list(rows.exclude(state=State.BROUILLON).order_by("-version"))


def may_file(post: Post) -> bool:
    """Filing is an act on identities: whoever may qualify one (specs/mss §2.8)."""
    return can(post, Act.WRITE, DataClass.INS)


def to_file(post: Post) -> QuerySet[FilingItem]:
    """What waits in the tray, newest first."""
    rows: QuerySet[FilingItem] = FilingItem.objects.for_post(post).filter(state=FilingState.TO_FILE)
    return rows.select_related("document")


def set_apart(post: Post) -> QuerySet[FilingItem]:
    rows: QuerySet[FilingItem] = FilingItem.objects.for_post(post).filter(state=FilingState.SET_ASIDE)
    return rows.select_related("document", "settled_by__professional")


def waiting_count(post: Post) -> int:
    """For the badge of the navigation: one indexed query."""
    return FilingItem.objects.for_post(post).filter(state=FilingState.TO_FILE).count() if may_file(post) else 0


def open_item(request: WorkRequest, item_id: UUID) -> FilingItem:
    """An item of the tray of this structure, for a post that files; its reading is traced."""
    require(request.post, Act.WRITE, DataClass.INS)
    item: FilingItem | None = (
        FilingItem.objects.for_post(request.post)
        .filter(pk=item_id)
        .select_related("structure", "document__body", "document__cda", "document__usager", "raw")
        .first()
    )
    if item is None:
        trace.record("filing.hidden", by=request.post, result="refused", item=item_id)
        raise Http404("no such item for this post")
    trace.record("filing.read", by=request.post, target=item)
    return item


def may_see_content(post: Post, document: Document) -> bool:
    """Somebody who files sees the identity and the title; the content only if the métier reads such a document."""
    return document.traits.may_read(post)


def may_meet(post: Post, usagers: list[Usager]) -> set[UUID]:
    """Which of these persons this post may meet (one query)."""
    return set(visible_usagers(post).filter(pk__in=[usager.pk for usager in usagers]).values_list("pk", flat=True))
