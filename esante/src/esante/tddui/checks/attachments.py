"""Files: present, of the size, the hash and the kind they say, and nothing that runs (FHIR R4 2.24, Attachment)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from esante.fhirkit import Json
from esante.fhirkit.reading import text
from esante.tddui.checks.report import GUIDE, Findings
from esante.tddui.checks.structure import Entry

_SOURCE = "FHIR R4 2.24, Attachment"
_LARGEST = 100 * 1024 * 1024
_MEDIA = re.compile(r"[a-z0-9][\w.+-]{0,126}/[\w.+-]{1,126}(?:\s*;.*)?", re.IGNORECASE)
_ACTIVE = ("text/html", "application/xhtml+xml", "image/svg+xml", "text/javascript", "application/javascript")
_RUNS = (b"MZ", b"\x7fELF", b"#!")
# What a kind of file begins with.
_BEGINS: Mapping[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF",),
    "image/png": (b"\x89PNG",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF8",),
    "image/tiff": (b"II*\0", b"MM\0*"),
    "application/zip": (b"PK",),
}


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a file without keeping it: its first bytes, its size, its SHA-1 in base64."""

    head: bytes
    size: int
    sha1: str

    @classmethod
    def of(cls, chunks: Iterable[bytes]) -> Held:
        """Measure a file as it is read."""
        digest, head, size = hashlib.sha1(usedforsecurity=False), b"", 0
        for chunk in chunks:
            digest.update(chunk)
            head = head or chunk[:1024]
            size += len(chunk)
        return cls(head, size, base64.b64encode(digest.digest()).decode("ascii"))


def check_attachments(entry: Entry, files: Mapping[str, Held] | None, findings: Findings) -> set[str]:
    """Judge every Attachment of a resource; the files of the archive that are used. ``files`` None: there is no archive."""
    used: set[str] = set()
    for where, attachment in _attachments(entry):
        used.add(text(attachment.get("url")))
        _check(where, attachment, files, findings)
    return used


def _attachments(entry: Entry) -> Iterable[tuple[str, Json]]:
    if entry.kind == "DocumentReference":
        content = entry.resource.get("content")
        for at, one in enumerate(content if isinstance(content, list) else [content]):
            held = one.get("attachment") if isinstance(one, dict) else None
            if isinstance(held, dict):
                yield f"{entry.location}.content[{at}].attachment", held
    photo = entry.resource.get("photo")
    for at, one in enumerate(photo if isinstance(photo, list) else []):
        if isinstance(one, dict):
            yield f"{entry.location}.photo[{at}]", one


def _check(where: str, attachment: Json, files: Mapping[str, Held] | None, findings: Findings) -> None:
    media = attachment.get("contentType")
    if not isinstance(media, str) or not _MEDIA.fullmatch(media):
        sentence = "Une pièce jointe ne dit pas correctement de quel type elle est."
        findings.error("attachment.type", f"{where}.contentType", sentence, f"{GUIDE}, tddui-document-reference")
        media = ""
    held = _held(where, attachment, files, findings)
    if held is None:
        return
    size, digest = attachment.get("size"), attachment.get("hash")
    if size is not None and size != held.size:
        findings.error("attachment.size", f"{where}.size", "Une pièce jointe n'a pas la taille annoncée.", _SOURCE)
    if digest is not None and digest != held.sha1:
        sentence = "Une pièce jointe n'a pas l'empreinte annoncée : elle a été modifiée."
        findings.error("attachment.hash", f"{where}.hash", sentence, _SOURCE)
    if held.size > _LARGEST:
        findings.error("attachment.size", where, "Une pièce jointe dépasse 100 Mo.", GUIDE)
    _kind(where, media.partition(";")[0].strip().lower(), held, findings)


def _held(where: str, attachment: Json, files: Mapping[str, Held] | None, findings: Findings) -> Held | None:
    data, url = attachment.get("data"), attachment.get("url")
    if data is not None:
        return _decoded(where, data, findings)
    if not isinstance(url, str) or not url:
        sentence = "Une pièce jointe annoncée ne contient pas de fichier."
        findings.error("attachment.missing", where, sentence, _SOURCE)
        return None
    if files is not None and url in files:
        return files[url]
    if re.match(r"https?://", url):
        sentence = "Une pièce jointe est ailleurs, à une adresse : elle ne peut pas être vérifiée."
        findings.warning("attachment.elsewhere", f"{where}.url", sentence, _SOURCE)
    else:
        sentence = "Une pièce jointe annoncée n'accompagne pas le transfert."
        findings.error("attachment.missing", f"{where}.url", sentence, _SOURCE)
    return None


def _decoded(where: str, data: Any, findings: Findings) -> Held | None:
    try:
        if not isinstance(data, str):
            raise ValueError
        content = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        findings.error("attachment.base64", f"{where}.data", "Le contenu d'une pièce jointe est illisible.", _SOURCE)
        return None
    if not content:
        findings.error("attachment.missing", f"{where}.data", "Une pièce jointe est vide.", _SOURCE)
        return None
    return Held.of((content,))


def _kind(where: str, media: str, held: Held, findings: Findings) -> None:
    begins = _BEGINS.get(media)
    if begins and not held.head.startswith(begins):
        sentence = "Le contenu d'une pièce jointe n'est pas du type annoncé."
        findings.error("attachment.type", f"{where}.contentType", sentence, _SOURCE)
    if media in _ACTIVE or held.head.startswith(_RUNS):
        sentence = "Une pièce jointe est un programme ou une page active."
        findings.error("attachment.active", where, sentence, GUIDE)
