"""Filing: whose document this is. An act of identitovigilance: automatic when certain, else a person's, and always undone in one gesture."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import require
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.documents import signals
from alentour.documents.enums import DocumentKind, FilingReason, FilingState, State
from alentour.documents.models import Document, FilingItem
from alentour.documents.services.life import mark_replaced
from alentour.identity.models import Usager


@transaction.atomic
def file_item(
    *, item: FilingItem, usager: Usager, by: Post, kind: DocumentKind | None = None, despite_ins: bool = False
) -> Document:
    """File a waiting document in a person's record. The view has opened the door of that person.

    ``kind`` names a file that came without a type. When the INS it carries is not this person's, ``despite_ins`` must say that it
    was seen.
    """
    require(by, Act.WRITE, DataClass.INS)
    row = _locked(item)
    if row.document is None:
        raise Refused("Ce fichier n'a pas pu être lu : il reste ici, avec sa raison, et ne se classe pas.")
    if not row.is_open:
        raise Refused(f"Ce document est déjà {row.get_state_display()}.")
    if usager.structure_id != row.structure_id:
        raise Refused("Cette personne n'est pas suivie par votre établissement.")
    carried = str(row.identity.get("matricule") or "")
    if carried and usager.matricule and carried != usager.matricule and not despite_ins:
        raise Refused(
            "L'INS de ce document n'est pas celle de cette personne : comparez les deux identités, puis confirmez."
        )
    if kind is not None and not row.document.type_code:
        row.document.kind = kind
        row.document.type_code, row.document.type_system = row.document.traits.type_code, row.document.traits.system
    return attach(item=row, usager=usager, by=by, state=FilingState.BY_HAND)


def _locked(item: FilingItem) -> FilingItem:
    return FilingItem.objects.select_for_update(of=("self",)).select_related("document").get(pk=item.pk)


def attach(*, item: FilingItem, usager: Usager, by: Post | None, state: FilingState) -> Document:
    """Give the document its person, in the caller's transaction."""
    document = item.document
    if document is None:
        raise ValueError("nothing to attach")
    document.usager = usager
    link_versions(document, by=by)
    document.save()
    item.state, item.settled_by, item.settled_at = state, by, timezone.now()
    item.save()
    trace.record(
        "document.filed", by=by, structure_id=item.structure_id, usager_id=usager.id, target=document,
        oid=document.document_oid, how=state,
    )  # fmt: skip
    signals.document_filed.send(sender=Document, document=document, item=item, by=by)
    return document


def link_versions(document: Document, *, by: Post | None) -> None:
    """Tie a version to the one it replaces, in whatever order they came; the row is saved by the caller."""
    if document.usager_id is None:
        return
    same_person = Document.objects.filter(structure_id=document.structure_id, usager_id=document.usager_id)
    if document.replaces_oid and document.replaces_id is None:
        old = same_person.filter(document_oid=document.replaces_oid).first()
        if old is not None:
            document.replaces = old
            mark_replaced(old.pk, by=by, new=document)
    newer = same_person.filter(replaces_oid=document.document_oid).exclude(state=State.ANNULE).first()
    if newer is not None and newer.state != State.BROUILLON and document.state == State.VALIDE:
        document.state = State.REMPLACE
        same_person.filter(pk=newer.pk, replaces=None).update(replaces=document)


def untie_versions(document: Document) -> None:
    """A version that leaves a record takes back what it had replaced there; the row is saved by the caller."""
    if document.replaces_id:
        Document.objects.filter(pk=document.replaces_id, state=State.REMPLACE).update(state=State.VALIDE)
        document.replaces = None
    if document.state == State.REMPLACE:
        document.replaced_by.update(replaces=None)
        document.state = State.VALIDE


@transaction.atomic
def unfile(*, document: Document, by: Post, reason: str = "") -> FilingItem:
    """Take a received document out of a record, back to the tray; the trace keeps both persons."""
    require(by, Act.WRITE, DataClass.INS)
    item = (
        FilingItem.objects.select_for_update(of=("self",)).select_related("document").filter(document=document).first()
    )
    if item is None or item.document is None or item.document.usager_id is None:
        raise Refused(
            "Ce document n'a pas été reçu : il ne se déclasse pas. S'il est erroné, annulez-le avec un motif."
        )
    before = item.document.usager_id
    untie_versions(item.document)
    item.document.usager = None
    item.document.save()
    item.state, item.reason = FilingState.TO_FILE, FilingReason.UNDONE
    item.sentence = "Son classement a été annulé : dites de qui il s'agit."
    item.settled_by, item.settled_at = None, None
    item.save()
    trace.record("document.unfiled", by=by, usager_id=before, target=item.document, reason=reason)
    signals.document_unfiled.send(sender=Document, document=item.document, item=item, by=by)
    return item


@transaction.atomic
def set_aside(*, item: FilingItem, by: Post, reason: str) -> FilingItem:
    """This document is nobody's here (sent by mistake, duplicate, unreadable): out of the tray, kept, with the reason."""
    require(by, Act.WRITE, DataClass.INS)
    row = _locked(item)
    if not reason.strip():
        raise Refused("Écrivez pourquoi ce document est écarté : la raison reste avec lui.")
    if not row.is_open:
        raise Refused(f"Ce document est déjà {row.get_state_display()}.")
    row.state, row.settled_by, row.settled_at = FilingState.SET_ASIDE, by, timezone.now()
    row.sentence = reason.strip()[:500]
    row.save()
    trace.record("document.set_aside", by=by, target=row, code=row.reason)
    return row


@transaction.atomic
def take_back(*, item: FilingItem, by: Post) -> FilingItem:
    """Undo of :func:`set_aside`."""
    require(by, Act.WRITE, DataClass.INS)
    row = _locked(item)
    if row.state != FilingState.SET_ASIDE:
        raise Refused("Ce document n'est pas écarté.")
    row.state, row.settled_by, row.settled_at = FilingState.TO_FILE, None, None
    row.sentence = row.get_reason_display()
    row.save()
    trace.record("document.taken_back", by=by, target=row)
    return row
