"""Documents of a message: the archive, its announcements in the headers, its PDF copies (ECO.2.1.* and ECO.2.4.*)."""

from __future__ import annotations

import binascii
import re
import unicodedata
from base64 import b64decode
from collections.abc import Iterator

from sandbox.mssante.checks.archive import Archive, Document, Unreadable, read
from sandbox.mssante.letter import Letter, Part
from sandbox.mssante.rules import (
    ARCHIVE,
    CODECDA,
    INS,
    INS_PRUDENT,
    MASKED_CITIZEN,
    MASKED_PROFESSIONAL,
    ONE_PERSON,
    PATIENT_ID,
    PDF,
    PDF_CONTENT,
    PDF_NAME,
    SUBJECT,
    SUBJECT_TEXT,
    USELESS,
    Breach,
)

QUALIFYING = {"1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.10"}
PREFIX = "XDM/1.0/DDM+"
_SUBJECT = re.compile(r"(?:\[Annule et remplace\] ?)?XDM/1\.0/DDM\+(?P<text>.*)", re.I)
_PDF_NAME = re.compile(r"\d{8}_[^_/\\]{1,40}_[^_/\\]+_[^_/\\]+(_[^_/\\]+)?\.pdf", re.I)


def examine(letter: Letter, *, to_citizens: bool, to_professionals: bool) -> Iterator[Breach]:
    """Breaches of the rules on documents."""
    archives = [part for part in letter.parts if _is_archive(part)]
    if not archives:
        yield from _without_documents(letter)
        return
    if len(archives) > 1:
        yield Breach(ARCHIVE, "more than one XDM archive")
        return
    try:
        archive = read(archives[0].data)
    except Unreadable as error:
        yield Breach(ARCHIVE, str(error))
        return
    yield from _announced(letter, archive)
    yield from _persons(archive)
    yield from _subject(letter, archive)
    yield from _copies(letter, archive)
    yield from _masked(archive, to_citizens=to_citizens, to_professionals=to_professionals)


def _is_archive(part: Part) -> bool:
    return part.filename.upper().replace("-", "_") == "IHE_XDM.ZIP"


def _without_documents(letter: Letter) -> Iterator[Breach]:
    for name in ("X-MSS-INS", "X-MSS-CODECDA"):
        if letter.has(name):
            yield Breach(USELESS, f"{name} without a CDA")


def _announced(letter: Letter, archive: Archive) -> Iterator[Breach]:
    if not archive.documents:
        yield from _without_documents(letter)
        return
    codes = {code.strip() for code in letter.header("X-MSS-CODECDA").split(",") if code.strip()}
    expected = {document.code for document in archive.documents}
    if codes != expected:
        yield Breach(CODECDA, f"X-MSS-CODECDA is {','.join(sorted(expected))} for this archive")
    said = letter.header("X-MSS-INS")
    complete = all(_is_qualified(document) for document in archive.documents)
    if said not in ("O", "N"):
        yield Breach(INS, "X-MSS-INS missing, or neither O nor N")
    elif said == "O" and not complete:
        yield Breach(INS, "X-MSS-INS is O but the archive carries no qualified INS with its traits")
    elif said == "N" and complete:
        yield Breach(INS_PRUDENT, "X-MSS-INS is N but the archive carries an INS with its traits")


def _is_qualified(document: Document) -> bool:
    return document.ins is not None and document.ins[0] in QUALIFYING and document.has_all_traits


def _persons(archive: Archive) -> Iterator[Breach]:
    persons = {document.ins for document in archive.documents if document.ins}
    if len(persons) > 1 or len(archive.patients) > 1:
        yield Breach(ONE_PERSON, "more than one person in the archive")
        return
    for oid, matricule in persons:
        if archive.patients != {f"{matricule}^^^&{oid}&ISO^NH"}:
            yield Breach(PATIENT_ID, "patientId of METADATA.XML is not the INS of the CDA")


def _subject(letter: Letter, archive: Archive) -> Iterator[Breach]:
    match = _SUBJECT.match(letter.header("Subject"))
    if match is None:
        yield Breach(SUBJECT, f"subject does not start with {PREFIX}")
        return
    text = _folded(match["text"])
    for document in archive.documents[:1]:
        missing = [word for word in (document.birth_name, document.given_name) if _folded(word) not in text]
        if missing:
            yield Breach(SUBJECT_TEXT, "subject without the birth name and first name of the person")


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if sign.isalnum()).upper()


def _copies(letter: Letter, archive: Archive) -> Iterator[Breach]:
    copies = [part for part in letter.parts if part.media_type == "application/pdf"]
    if len(copies) < len(archive.documents):
        yield Breach(PDF, f"{len(archive.documents)} CDA but {len(copies)} PDF")
        return
    sent = {part.data for part in copies}
    for document in archive.documents:
        if document.pdf and _decoded(document.pdf) not in sent:
            yield Breach(PDF_CONTENT, "PDF of an unstructured CDA not attached as it is")
    for part in copies:
        if not _PDF_NAME.fullmatch(part.filename):
            yield Breach(PDF_NAME, "PDF not named AAAAMMJJ_type_NOM_prenom.pdf")


def _decoded(text: str) -> bytes | None:
    try:
        return b64decode(text)
    except (binascii.Error, ValueError):
        return None


def _masked(archive: Archive, *, to_citizens: bool, to_professionals: bool) -> Iterator[Breach]:
    if to_citizens and "INVISIBLE_PATIENT" in archive.masks:
        yield Breach(MASKED_CITIZEN, "document hidden from the citizen")
    if to_professionals and "MASQUE_PS" in archive.masks:
        yield Breach(MASKED_PROFESSIONAL, "document hidden from professionals")
