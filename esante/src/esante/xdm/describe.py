"""An archive as plain values, for a person at a terminal or a page of control."""

from __future__ import annotations

from typing import Any

from esante.cisis import Code, Ins
from esante.xdm.model import ArchiveEntry, XdmArchive
from esante.xds import SubmissionSet, differences


def describe(archive: XdmArchive) -> dict[str, Any]:
    """Everything read, documents' bytes excepted. Holds the identity of the person: never for a log."""
    return {
        "ins": describe_ins(archive.ins),
        "lots": [_lot(lot) for lot in archive.lots],
        "documents": [_entry(entry) for entry in archive.entries],
        "files": [{"path": file.path, "size": len(file.data)} for file in archive.files],
        "warnings": list(archive.warnings),
    }


def describe_ins(ins: Ins | None) -> dict[str, object] | None:
    """Matricule, authority, and what they are worth."""
    if ins is None:
        return None
    return {"matricule": ins.matricule, "oid": ins.oid, "is_test": ins.is_test, "key_is_right": ins.key_is_right}


def _lot(lot: SubmissionSet) -> dict[str, object]:
    return {
        "unique_id": lot.unique_id,
        "source_id": lot.source_id,
        "submission_time": lot.submission_time,
        "title": lot.title,
        "content_type": _code(lot.content_type),
        "authors": [author.person for author in lot.authors],
    }


def _entry(entry: ArchiveEntry) -> dict[str, object]:
    metadata, document = entry.metadata, entry.document
    shown: dict[str, object] = {
        "path": entry.path,
        "size": len(entry.data),
        "unique_id": metadata.unique_id,
        "action": entry.action,
        "replaces": entry.replaces,
        "masks": sorted(entry.masks),
        "type": _code(metadata.type_code),
        "class": _code(metadata.class_code),
        "format": _code(metadata.format_code),
        "created": metadata.creation_time,
    }
    if document is None:
        return shown | {"readable": False}
    return shown | {
        "readable": True,
        "title": document.header.title,
        "document_id": document.header.document_id,
        "version": document.header.version,
        "structured": document.is_structured,
        "self_presenting": document.self_presenting,
        "person": document.header.patient.traits,
        "contradicted_by_metadata": list(differences(metadata, document)),
    }


def _code(code: Code | None) -> dict[str, str] | None:
    return {"code": code.code, "system": code.system, "label": code.label} if code else None
