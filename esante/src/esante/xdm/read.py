"""Reading IHE_XDM.zip leniently and checking it strictly (specs/mss §2.4 to §2.6)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from posixpath import dirname, normpath
from urllib.parse import unquote

from esante.cda import ClinicalDocument, NotADocument, decode
from esante.cisis import XmlError, safe_xml
from esante.xdm.checks import usager_faults, usager_warnings
from esante.xdm.errors import Fault, UnreadableArchive
from esante.xdm.model import ArchiveEntry, ExtraFile, XdmArchive
from esante.xdm.unzip import DEFAULT_LIMITS, Limits, unpack
from esante.xds import DocumentEntry, Submission, SubmissionSet, XdsError, decode_submission

_METADATA = "METADATA.XML"
_DRESSING = ("INDEX.HTM", "README.TXT", _METADATA)


def read_archive(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> XdmArchive:
    """Read an archive of any sender: any case of paths, any number of SUBSET, any order of metadata.

    Raises UnreadableArchive; a document that is wrong in itself becomes a Fault. Nothing is written anywhere, no style
    sheet received is ever run.
    """
    files = unpack(data, limits)
    indexes = sorted(path for path in files if path.upper().rpartition("/")[2] == _METADATA)
    if not indexes:
        raise UnreadableArchive("no-metadata")
    entries: list[ArchiveEntry] = []
    lots: list[SubmissionSet] = []
    faults: list[Fault] = []
    for index in indexes:
        submission = _submission(files[index])
        lots += submission.sets
        for metadata in submission.entries:
            entry, found = _entry(metadata, index, files)
            entries.append(entry)
            faults += found
    if not entries:
        faults.append(Fault("no-document", indexes[0], "L'archive ne décrit aucun document."))
    return XdmArchive(
        entries=tuple(entries),
        lots=tuple(lots),
        files=_extra_files(files, {entry.path for entry in entries}),
        faults=(*faults, *usager_faults(entries, lots)),
        warnings=tuple(usager_warnings(entries)),
    )


def _submission(data: bytes) -> Submission:
    try:
        # Some senders leave spaces before the root (specs/mss §2.5).
        return decode_submission(safe_xml.parse(data.lstrip()))
    except XmlError as error:
        raise UnreadableArchive("unsafe-metadata") from error
    except XdsError as error:
        raise UnreadableArchive("bad-metadata") from error


def _entry(metadata: DocumentEntry, index: str, files: Mapping[str, bytes]) -> tuple[ArchiveEntry, list[Fault]]:
    path = _located(metadata.uri, index, files)
    if not path:
        named = metadata.uri or index
        return _missing(metadata), [Fault("missing-file", named, "Un document décrit est absent de l'archive.")]
    data = files[path]
    document, faults = _document(path, data)
    faults = [*_integrity_faults(metadata, path, data), *faults]
    if document and metadata.unique_id and document.header.document_id != metadata.unique_id:
        sentence = "L'identifiant du document n'est pas celui que METADATA.XML annonce."
        faults.append(Fault("id-differs", path, sentence))
    return ArchiveEntry(metadata=metadata, path=path, data=data, document=document), faults


def _missing(metadata: DocumentEntry) -> ArchiveEntry:
    return ArchiveEntry(metadata=metadata, path="", data=b"")


def _located(uri: str, index: str, files: Mapping[str, bytes]) -> str:
    """The file a URI names, relative to its METADATA.XML, whatever the case; "" when there is none."""
    if not uri:
        return ""
    wanted = normpath(f"{dirname(index)}/{unquote(uri).replace(chr(92), '/')}").lstrip("/").upper()
    return next((path for path in files if path.upper() == wanted), "")


def _document(path: str, data: bytes) -> tuple[ClinicalDocument | None, list[Fault]]:
    try:
        return decode(data), []
    except (XmlError, NotADocument) as error:
        return None, [Fault("unreadable-document", path, error.why)]


def _integrity_faults(metadata: DocumentEntry, path: str, data: bytes) -> list[Fault]:
    """SHA-1 and size as announced; SHA-1 proves no origin, only that nothing was lost on the way."""
    faults = []
    computed = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    if metadata.hash.lower() != computed:
        faults.append(Fault("hash", path, "L'empreinte du document n'est pas celle annoncée : il a pu être altéré."))
    if metadata.size != len(data):
        faults.append(Fault("size", path, "La taille du document n'est pas celle annoncée : il a pu être altéré."))
    return faults


def _extra_files(files: Mapping[str, bytes], documents: set[str]) -> tuple[ExtraFile, ...]:
    return tuple(
        ExtraFile(path, data)
        for path, data in files.items()
        if path not in documents and path.upper().rpartition("/")[2] not in _DRESSING
    )
