"""The life of a document: brouillon → validé → remplacé or annulé. Nothing is erased (specs/product §3.2)."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.core.ids import oid_of, uuid7
from alentour.documents import gateway, pdf
from alentour.documents.destinations import roads_of
from alentour.documents.enums import State
from alentour.documents.models import Document
from alentour.documents.outlines import outline_of
from alentour.documents.services.making import PDF, put_body, put_cda
from alentour.documents.services.reading import content
from alentour.documents.services.sections import copy_passages, require_whole
from alentour.documents.written import writers_of


@transaction.atomic
def validate(*, document: Document, by: Post) -> Document:
    """Sign: the document gets its travelling form (CDA level 1) with ``by`` as legal authenticator, and replaces what it replaces."""
    document.traits.require(by, Act.VALIDATE)
    if document.is_written:
        outline = outline_of(document.template)
        outline.require_sign(by)
        require_whole(document, outline)
    return sign(document=document, by=by)


@transaction.atomic
def sign(*, document: Document, by: Post) -> Document:
    """The second half of :func:`validate`, for gestures that have checked their own right (a faithful copy of a paper)."""
    row = locked(document)
    if row.state != State.BROUILLON:
        raise Refused(f"Ce document est déjà {row.get_state_display()} : il ne se valide qu'une fois.")
    if row.usager_id is None:
        raise Refused("Ce document n'est rattaché à personne : il ne peut pas être validé.")
    if row.content.get("lines"):
        put_body(row, pdf.ordonnance(row, prescriber=by), PDF)
    row.validated_by, row.validated_at, row.signer_name = by, timezone.now(), str(by.professional)
    row.state = State.VALIDE
    if row.is_urgency:
        put_body(row, pdf.urgency(row, signer=by), PDF)
    if row.is_written:
        put_body(row, pdf.written(row, signer=by, draft=False), PDF)
    encoded = gateway.encode(row, content(row), writers=writers_of(row))
    put_cda(row, encoded.cda, carries_ins=encoded.carries_ins)
    row.save()
    trace.record("document.validated", by=by, usager_id=row.usager_id, target=row, oid=row.document_oid)
    if row.replaces_id:
        mark_replaced(row.replaces_id, by=by, new=row)
    return row


def locked(document: Document) -> Document:
    """The row of now, held until the end of the transaction: two gestures never cross."""
    return (
        Document.objects.select_for_update(of=("self",))
        .select_related("usager", "structure", "author__professional", "body", "cda", "replaces")
        .get(pk=document.pk)
    )


def mark_replaced(old_id: uuid.UUID, *, by: Post | None, new: Document) -> None:
    """The old version stays readable, marked."""
    changed = Document.objects.filter(pk=old_id, structure_id=new.structure_id, state=State.VALIDE).update(
        state=State.REMPLACE, updated_at=timezone.now()
    )
    if changed:
        trace.record(
            "document.replaced", by=by, structure_id=new.structure_id, usager_id=new.usager_id, target=new, old=old_id
        )


@transaction.atomic
def replace(*, document: Document, by: Post) -> Document:
    """Begin a new version: a draft with a new identifier in the same set; the old one is replaced when it is validated (RPLC)."""
    document.traits.require(by, Act.WRITE)
    old = locked(document)
    if not old.is_ours:
        raise Refused("Ce document vient d'ailleurs : seul son auteur peut le remplacer.")
    if old.state != State.VALIDE:
        raise Refused(f"Ce document est {old.get_state_display()} : on ne remplace qu'un document validé.")
    pending = old.replaced_by.filter(state=State.BROUILLON).first()
    if pending is not None:
        return pending
    new = next_version(old, by)
    new.save(force_insert=True)
    copy_passages(old, new)
    trace.record(
        "document.created", by=by, usager_id=new.usager_id, target=new, kind=new.kind, replaces=old.document_oid
    )
    return new


def next_version(old: Document, by: Post) -> Document:
    """The row of the version that follows, not saved: a new identifier in the same set."""
    key = uuid7()
    return Document(
        id=key,
        document_oid=oid_of(key),
        structure_id=old.structure_id,
        usager_id=old.usager_id,
        kind=old.kind,
        type_code=old.type_code,
        type_system=old.type_system,
        title=old.title,
        set_oid=old.set_oid,
        version=old.version + 1,
        replaces=old,
        replaces_oid=old.document_oid,
        author=by,
        author_name=str(by.professional),
        author_structure=by.structure.name,
        media_type=old.media_type,
        body_id=old.body_id,
        thumbnail_id=old.thumbnail_id,
        template=old.template,
        content=old.content,
        note=old.note,
        hidden_from_pros=old.hidden_from_pros,
        hidden_from_usager=old.hidden_from_usager,
        hidden_from_guardians=old.hidden_from_guardians,
    )


@transaction.atomic
def cancel(*, document: Document, by: Post, reason: str) -> Document:
    """Withdraw a document with a reason; it stays readable, struck through. A prescription is withdrawn by who may sign one."""
    document.traits.require(by, Act.VALIDATE)
    row = locked(document)
    if not reason.strip():
        raise Refused("Écrivez le motif de l'annulation : il reste avec le document.")
    if not row.is_ours:
        raise Refused("Ce document vient d'ailleurs : il peut être écarté du dossier, pas annulé.")
    if row.state not in {State.BROUILLON, State.VALIDE}:
        raise Refused(f"Ce document est déjà {row.get_state_display()}.")
    row.state, row.cancelled_by, row.cancelled_at = State.ANNULE, by, timezone.now()
    row.cancel_reason = reason.strip()
    row.save()
    trace.record("document.cancelled", by=by, usager_id=row.usager_id, target=row, oid=row.document_oid)
    return row


@transaction.atomic
def supersede(*, document: Document, by: Post | None) -> None:
    """A newer version exists elsewhere (the DMP says so): what we hold is marked, and stays readable."""
    if document.is_ours or document.state != State.VALIDE:
        return
    document.state = State.REMPLACE
    document.save(update_fields=["state", "updated_at"])
    trace.record(
        "document.replaced", by=by, structure_id=document.structure_id, usager_id=document.usager_id, target=document
    )


@transaction.atomic
def refresh_identity(*, document: Document, by: Post) -> Document:
    """Write the INS in the travelling form of a document signed before the person was qualified, if it has never left.

    The file and the signature do not change: only the header names the person better.
    """
    row = locked(document)
    if row.carries_ins or not row.is_ours or row.state != State.VALIDE or row.usager is None:
        return row
    if not row.usager.ins_is_usable:
        raise Refused("L'identité de cette personne n'est pas qualifiée : son INS ne peut pas encore partir.")
    if roads_of(row):
        raise Refused(
            "Ce document est déjà parti sans INS : préparez-en une nouvelle version pour le déposer avec l'identité qualifiée."
        )
    encoded = gateway.encode(row, content(row), writers=writers_of(row))
    put_cda(row, encoded.cda, carries_ins=encoded.carries_ins)
    row.save()
    trace.record("document.identity", by=by, usager_id=row.usager_id, target=row, oid=row.document_oid)
    return row
