"""What arrives: read, kept, and either filed because the identity is certain, or put in the tray (specs/mss §2.8)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction

from alentour.accounts.models import Structure
from alentour.core import files, trace
from alentour.documents import gateway, matching
from alentour.documents.enums import DocumentKind, FilingReason, FilingState, Provenance, State
from alentour.documents.kinds import kind_for
from alentour.documents.models import Arrival, Document, FilingItem
from alentour.documents.received import ReceivedCda, Unreadable
from alentour.documents.services.filing import attach
from alentour.documents.services.making import put_body, put_cda

NO_IDENTITY = "Ce fichier ne porte aucune identité : dites de qui il s'agit."


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that carries no identity of its own."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The way it came. ``ref`` names the row of the upper app; ``thread_usager_id`` only ranks the candidates."""

    structure: Structure
    provenance: Provenance
    ref: str
    sender: str = ""
    thread_usager_id: uuid.UUID | None = None
    announced_ins: str = ""
    visibility: frozenset[str] = frozenset()


@transaction.atomic
def receive(
    *,
    structure: Structure,
    cda: bytes | None = None,
    attachment: Attachment | None = None,
    provenance: Provenance,
    source_ref: str,
    sender: str = "",
    thread_usager_id: uuid.UUID | None = None,
    announced_ins: str = "",
    visibility: Collection[str] = (),
) -> Document | FilingItem:
    """Take a document in. Filed → the ``Document``; to file, or not readable → the ``FilingItem``. Idempotent on the document id.

    ``announced_ins`` is the patientId of the archive's metadata (CX form): when it is not the INS of the CDA, nothing is filed (904).
    ``visibility``: codes of the metadata (MASQUE_PS, INVISIBLE_PATIENT, INVISIBLE_REPRESENTANTS_LEGAUX).
    A second arrival of the same document adds an ``Arrival`` and gives back what the first one gave.
    """
    source = Source(
        structure=structure,
        provenance=provenance,
        ref=source_ref,
        sender=sender[:200],
        thread_usager_id=thread_usager_id,
        announced_ins=announced_ins,
        visibility=frozenset(visibility),
    )
    if cda is not None:
        return _take_cda(cda, source)
    if attachment is not None:
        return _take_attachment(attachment, source)
    raise ValueError("a CDA or an attachment")


def _take_cda(cda: bytes, source: Source) -> Document | FilingItem:
    try:
        return _take_read(cda, gateway.read(cda), source)
    except Unreadable as error:
        return keep_unreadable(
            structure=source.structure,
            raw=cda,
            file_name="document.xml",
            provenance=source.provenance,
            source_ref=source.ref,
            sender=source.sender,
            sentence=error.sentence,
        )


def _take_read(cda: bytes, read: ReceivedCda, source: Source) -> Document | FilingItem:
    known = _known(read.oid, source)
    if known is not None:
        return _again(known, cda, source)
    document = _row(read, source)
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError:  # the other mailbox brought it at the same moment
        return _again(Document.objects.get(structure=source.structure, document_oid=read.oid), cda, source)
    put_cda(document, cda, carries_ins=read.identity.has_ins)
    if read.body:
        put_body(document, read.body, read.media_type)
    document.save()
    note_arrival(document, source)
    trace.record(
        "document.received",
        structure_id=source.structure.id,
        target=document,
        oid=read.oid,
        provenance=source.provenance,
    )
    return _place(document, read, source)


def _known(oid: str, source: Source) -> Document | None:
    return Document.objects.filter(structure=source.structure, document_oid=oid).select_related("filing", "cda").first()


def _again(document: Document, cda: bytes, source: Source) -> Document | FilingItem:
    """The same document by another way: one more arrival, and nothing else changes."""
    same = document.cda is not None and document.cda.sha256 == hashlib.sha256(cda).hexdigest()
    note_arrival(document, source, same_bytes=same)
    item: FilingItem | None = getattr(document, "filing", None)
    return document if document.usager_id or item is None else item


def note_arrival(document: Document, source: Source, *, same_bytes: bool = True) -> None:
    Arrival.objects.get_or_create(
        document=document,
        source_ref=source.ref,
        defaults={
            "structure": source.structure,
            "provenance": source.provenance,
            "sender": source.sender,
            "same_bytes": same_bytes,
        },
    )


def _row(read: ReceivedCda, source: Source) -> Document:
    row = kind_for(read.type_code, read.class_code)
    return Document(
        structure=source.structure,
        kind=row.kind,
        type_code=read.type_code,
        type_system=read.type_system,
        type_label=read.type_label[:200],
        title=read.title[:200],
        document_oid=read.oid,
        set_oid=read.set_oid,
        version=read.version,
        state=State.VALIDE,
        provenance=source.provenance,
        author_name=read.author_name[:160],
        author_structure=read.author_structure[:200],
        signer_name=read.signer_name[:160],
        effective_at=read.effective_at,
        service_start=read.service_start,
        media_type=read.media_type,
        replaces_oid=read.replaces_oid,
        confidentiality=read.confidentiality,
        hidden_from_pros="MASQUE_PS" in source.visibility,
        hidden_from_usager="INVISIBLE_PATIENT" in source.visibility,
        hidden_from_guardians="INVISIBLE_REPRESENTANTS_LEGAUX" in source.visibility,
        content={"faults": list(read.faults)} if read.faults else {},
    )


def _place(document: Document, read: ReceivedCda, source: Source) -> Document | FilingItem:
    verdict = matching.judge(source.structure, read.identity, announced_ins=source.announced_ins)
    item = _item(source, document=document, reason=verdict.reason, sentence=verdict.sentence)
    item.identity = asdict(read.identity)
    item.save(force_insert=True)
    if verdict.usager is None:
        return item
    attach(item=item, usager=verdict.usager, by=None, state=FilingState.AUTO)
    return document


def _item(source: Source, **fields: object) -> FilingItem:
    return FilingItem(
        structure=source.structure,
        provenance=source.provenance,
        source_ref=source.ref,
        sender=source.sender,
        hint_id=source.thread_usager_id,
        **fields,
    )


def _take_attachment(attachment: Attachment, source: Source) -> Document | FilingItem:
    """A file without identity always waits for a person; the same file of the same message is taken once."""
    known = (
        FilingItem.objects.filter(structure=source.structure, source_ref=source.ref)
        .filter(document__body__sha256=_sha(attachment.data))
        .select_related("document")
        .first()
    )
    if known is not None:
        return known.document if known.document and known.document.usager_id else known
    document = _loose(attachment, source)
    note_arrival(document, source)
    trace.record("document.received", structure_id=source.structure.id, target=document, provenance=source.provenance)
    item = _item(source, document=document, reason=FilingReason.NO_IDENTITY, sentence=NO_IDENTITY)
    item.file_name = attachment.name[:200]
    item.save(force_insert=True)
    return item


def _loose(attachment: Attachment, source: Source) -> Document:
    """A document of which nothing is known but its file: as it came, even when it is not what it says it is."""
    document = Document(
        structure=source.structure,
        kind=DocumentKind.AUTRE_SANTE,
        title=attachment.name[:200] or "Fichier reçu",
        state=State.VALIDE,
        provenance=source.provenance,
        author_name=source.sender[:160],
    )
    document.save(force_insert=True)
    put_body(document, attachment.data, attachment.media_type)
    document.save()
    return document


@transaction.atomic
def keep_unreadable(
    *,
    structure: Structure,
    raw: bytes,
    file_name: str,
    provenance: Provenance,
    source_ref: str,
    sentence: str,
    sender: str = "",
    reason: FilingReason = FilingReason.UNREADABLE,
) -> FilingItem:
    """Quarantine: the file is kept as it came, with the plain reason; nothing is lost, nothing is filed."""
    known = FilingItem.objects.filter(structure=structure, source_ref=source_ref, raw__sha256=_sha(raw)).first()
    if known is not None:
        return known
    item = FilingItem(
        structure=structure,
        raw=files.store(raw, media_type="application/octet-stream", structure_id=structure.id),
        file_name=file_name[:200],
        provenance=provenance,
        source_ref=source_ref,
        sender=sender[:200],
        reason=reason,
        sentence=sentence[:500],
    )
    item.save(force_insert=True)
    trace.record("document.quarantined", structure_id=structure.id, target=item, code=reason)
    return item


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
