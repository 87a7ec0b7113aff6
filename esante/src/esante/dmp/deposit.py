"""TD2.1: what a structure deposits in a DMP, and the checks made before it leaves (dmp-ins §2.6, §2.7)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from esante import cda
from esante.cisis import Code, EsanteError, Ins
from esante.cisis.times import utc14
from esante.dmp.errors import UnfitDocument
from esante.xds import DocumentEntry, Submission, SubmissionSet, check_deposit, entry_from_cda, iti41, lot

NOT_IN_DMP: Final = frozenset({"EXPORT_DUI", "FICHE-CONTACTS"})
"""Types of JDV_J07 the DMP does not know: for MSSanté and export only (§2.8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document to deposit: the bytes of its CDA, untouched.

    ``visibility``: MASQUE_PS, INVISIBLE_PATIENT, INVISIBLE_REPRESENTANTS_LEGAUX (``cisis.confidentiality``). ``replaces``:
    entryUUID of the version replaced, found by a search; the CDA must then name the document it replaces.
    """

    data: bytes = field(repr=False)
    visibility: tuple[Code, ...] = ()
    replaces: str = ""
    comments: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """A whole lot. Keep it until it is settled: a retry must send the same identifiers.

    ``unique_id``: OID of the lot. ``source_id``: OID of our instance. ``content_type``: JDV_J59.
    """

    unique_id: str
    source_id: str
    submitted_at: datetime
    title: str
    content_type: Code
    documents: tuple[Document, ...]
    comments: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The DMP accepted the lot: identifiers of the lot, of its documents, of the exchange; its warnings."""

    unique_id: str
    document_ids: tuple[str, ...]
    message_id: str
    warnings: tuple[str, ...] = ()


def request_of(deposit: Deposit, ins: Ins) -> iti41.Request:
    """The ITI-41 request of a deposit for this person. Raises :class:`UnfitDocument`."""
    entries = [_entry(document, ins, number) for number, document in enumerate(deposit.documents, 1)]
    if not entries:
        raise UnfitDocument("Le dépôt ne contient aucun document.")
    submission = _submission(deposit, ins, entries)
    documents = {entry.id: document.data for entry, document in zip(submission.entries, deposit.documents, strict=True)}
    request = iti41.Request(submission=submission, documents=documents)
    faults = check_deposit(request)
    if faults:
        raise UnfitDocument(faults[0].context, faults)
    return request


def _submission(deposit: Deposit, ins: Ins, entries: list[DocumentEntry]) -> Submission:
    submission_set = SubmissionSet(
        unique_id=deposit.unique_id,
        source_id=deposit.source_id,
        patient_id=ins.cx,
        submission_time=utc14(deposit.submitted_at),
        title=deposit.title,
        comments=deposit.comments,
        content_type=deposit.content_type,
        authors=entries[0].authors,
    )
    replaced = {
        entry.id: document.replaces
        for entry, document in zip(entries, deposit.documents, strict=True)
        if document.replaces
    }
    return lot(submission_set, entries, replaces=replaced)


def _entry(document: Document, ins: Ins, number: int) -> DocumentEntry:
    try:
        clinical = cda.decode(document.data)
    except EsanteError as error:
        raise UnfitDocument("Le document à déposer n'est pas un CDA lisible.") from error
    header = clinical.header
    if header.patient.ins != ins:
        raise UnfitDocument("Le document ne concerne pas cette personne : son INS diffère.")
    if header.type_code.code in NOT_IN_DMP:
        raise UnfitDocument("Ce type de document n'a pas sa place dans le DMP : envoyez-le par messagerie.")
    if bool(document.replaces) != bool(header.replaces):
        raise UnfitDocument("Le document et le dépôt ne disent pas la même chose du document remplacé.")
    entry = entry_from_cda(clinical, entry_id=f"Document{number:02d}")
    return replace(entry, confidentiality=(*entry.confidentiality, *document.visibility), comments=document.comments)
