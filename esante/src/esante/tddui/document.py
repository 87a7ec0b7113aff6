"""A file of the record: DocumentReference of profile tddui-document-reference."""

from __future__ import annotations

import base64
import binascii
from typing import Protocol

from esante.fhirkit import Json
from esante.tddui.coded import decode_coded, encode_coded
from esante.tddui.identifiers import system_of
from esante.tddui.model import Document
from esante.tddui.parts import base, filled, identity, inner


class Files(Protocol):
    """The files that accompany a Bundle."""

    def get(self, url: str) -> bytes | None:
        """The file at a relative address, None when there is none."""


def encode_document(document: Document, patient: Json) -> Json:
    """DocumentReference, the file inside in base64."""
    attachment = filled(
        contentType=document.media_type,
        data=base64.b64encode(document.data).decode("ascii"),
        title=document.title,
        creation=document.date,
    )
    kind = {"type": encode_coded(document.kind)} if document.kind else {}
    return base("DocumentReference", "tddui-document-reference") | {
        "masterIdentifier": {"system": system_of("bilan"), "value": document.id},
        "status": "current",
        **kind,
        "subject": patient,
        "content": [{"attachment": attachment}],
    }


def decode_document(resource: Json, files: Files | None = None) -> Document | None:
    """Read a DocumentReference; None when it holds no file (a link to elsewhere, broken base64)."""
    try:
        data = base64.b64decode("".join(inner(resource, "content", "attachment", "data").split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    url = inner(resource, "content", "attachment", "url")
    if not data and files is not None and url:
        data = files.get(url) or b""
    if not data:
        return None
    return Document(
        id=document_id(resource),
        title=inner(resource, "content", "attachment", "title"),
        media_type=inner(resource, "content", "attachment", "contentType"),
        data=data,
        date=inner(resource, "content", "attachment", "creation"),
        kind=decode_coded(resource.get("type")),
    )


def document_id(resource: Json) -> str:
    """The identifier of a file, whatever the producer gave."""
    return inner(resource, "masterIdentifier", "value") or identity(resource)
