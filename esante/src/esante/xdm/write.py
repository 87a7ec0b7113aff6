"""Writing IHE_XDM.zip: the exact tree, strict metadata, the same bytes each time (specs/mss §2.4, §2.5)."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace

from esante.cda import Actor, ClinicalDocument, NotADocument, decode
from esante.cisis import XmlError, confidentiality, safe_xml
from esante.cisis.times import utc14
from esante.xdm.dressing import index, readme
from esante.xdm.errors import RefusedArchive
from esante.xdm.lot import Lot
from esante.xdm.model import ACTION_SLOT, Action
from esante.xds import (
    Author,
    DocumentEntry,
    Status,
    SubmissionSet,
    XdsError,
    check_submission,
    encode_submission,
    entry_from_cda,
)
from esante.xds import lot as xds_lot

_FOLDER = "IHE_XDM/SUBSET01/"
_MASKS = {"MASQUE_PS", "INVISIBLE_PATIENT", "INVISIBLE_REPRESENTANTS_LEGAUX"}
_SLOTS: dict[Action, str] = {"new": "", "replaces": "C", "deletes": "D"}
MAX_DOCUMENTS = 9999


def write_archive(documents: Sequence[bytes], *, lot: Lot) -> bytes:
    """An archive holding ``documents`` (CDA, byte for byte as given), in their order: DOC0001.XML, DOC0002.XML…

    Raises RefusedArchive: no document, a document that is not a CDA, several people, a mask combination that does not
    exist, or metadata the standard forbids.
    """
    if not 0 < len(documents) <= MAX_DOCUMENTS:
        raise RefusedArchive("Une archive contient au moins un document.")
    read = [_decoded(data) for data in documents]
    _check_one_person(read)
    _check_masks(lot.masks)
    names = [f"DOC{number:04d}.XML" for number in range(1, len(documents) + 1)]
    entries = [
        _entry(document, data, name, lot, action)
        for document, data, name, action in zip(read, documents, names, _actions(lot, read), strict=True)
    ]
    files = {_FOLDER + name: data for name, data in zip(names, documents, strict=True)}
    files[f"{_FOLDER}METADATA.XML"] = _metadata(lot, entries)
    return _zipped(lot, {"INDEX.HTM": index(lot), "README.TXT": readme(lot, ["METADATA.XML", *names])}, files)


def _decoded(data: bytes) -> ClinicalDocument:
    try:
        return decode(data)
    except (XmlError, NotADocument) as error:
        raise RefusedArchive(error.why) from error


def _check_one_person(documents: Sequence[ClinicalDocument]) -> None:
    people = {(one.header.patient.ins, one.header.patient.ipp, one.header.patient.traits) for one in documents}
    named = {ins for ins, _, _ in people}
    if len(named) > 1 or (None in named and len(people) > 1):
        raise RefusedArchive("Tous les documents d'un envoi concernent une seule personne.")


def _check_masks(masks: frozenset[str]) -> None:
    if masks - _MASKS:
        raise RefusedArchive("Ce marquage de visibilité n'existe pas.")
    if "INVISIBLE_PATIENT" in masks and len(masks) > 1:
        raise RefusedArchive("Un document ne peut pas être à la fois caché à la personne et aux professionnels.")


def _actions(lot: Lot, documents: Sequence[ClinicalDocument]) -> Sequence[Action]:
    if lot.actions and len(lot.actions) != len(documents):
        raise RefusedArchive("Chaque document porte sa demande : nouveau, remplacement ou suppression.")
    asked = lot.actions or tuple("replaces" if one.header.replaces else "new" for one in documents)
    for action, document in zip(asked, documents, strict=True):
        if action != "new" and not document.header.replaces:
            raise RefusedArchive("Le document ne dit pas lequel il remplace ou supprime.")
    return asked


def _entry(document: ClinicalDocument, data: bytes, name: str, lot: Lot, action: Action) -> DocumentEntry:
    entry = entry_from_cda(document, entry_id=f"Document{name[3:7]}")
    masks = tuple(confidentiality(mask) for mask in sorted(lot.masks))
    return replace(
        entry,
        hash=hashlib.sha1(data, usedforsecurity=False).hexdigest().upper(),
        size=len(data),
        uri=name,
        status=Status.APPROVED.value,
        confidentiality=entry.confidentiality + masks,
        extra={ACTION_SLOT: (_SLOTS[action],)} if _SLOTS[action] else {},
    )


def _metadata(lot: Lot, entries: Sequence[DocumentEntry]) -> bytes:
    structure = lot.author.structure
    if structure is None or structure.sector is None:
        raise RefusedArchive("L'expéditeur agit pour une structure, dont le secteur d'activité est connu.")
    submission_set = SubmissionSet(
        unique_id=lot.unique_id,
        source_id=lot.source_id,
        patient_id=entries[0].patient_id,
        submission_time=utc14(lot.time),
        title=lot.title,
        comments=lot.comment,
        content_type=structure.sector,
        authors=(_author(lot.author),),
        status=Status.APPROVED.value,
    )
    submission = xds_lot(submission_set, entries)
    faults = check_submission(submission)
    if faults:
        raise RefusedArchive(faults[0].context)
    try:
        return safe_xml.serialize(encode_submission(submission))
    except XdsError as error:
        raise RefusedArchive(error.why) from error


def _author(actor: Actor) -> Author:
    trade = actor.profession
    return Author(
        person=actor.xcn,
        institutions=(actor.xon,) if actor.xon else (),
        specialties=(f"{trade.code}^{trade.label}^{trade.system}",) if trade else (),
    )


def _zipped(lot: Lot, dressing: dict[str, bytes], files: dict[str, bytes]) -> bytes:
    """Entries in the order of the official archives, dated by the lot, with the two directory entries."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in (*dressing.items(), ("IHE_XDM/", b""), (_FOLDER, b""), *files.items()):
            info = zipfile.ZipInfo(path, lot.time.timetuple()[:6])
            info.create_system = 0  # MS-DOS names and attributes, as ISO 9660 media expect
            info.external_attr = 0x10 if path.endswith("/") else 0x20
            info.compress_type = zipfile.ZIP_STORED if path.endswith("/") else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return target.getvalue()
