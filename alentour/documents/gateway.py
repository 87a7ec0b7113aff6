"""The one door of this app to ``esante``: writing a CDA, reading one."""

from __future__ import annotations

import atexit
from base64 import b64decode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from esante.cda import Fault, Header, NotADocument, RefusedDocument, decode, encode_level1, faults, render_fragment
from esante.cda.structured.dlu import encode_dlu
from esante.cda.structured.entries_reading import decode_entries
from esante.cda.structured.fludt import encode_fludt
from esante.cda.structured.missing import MissingContent
from esante.cda.structured.prescription import encode_prescription
from esante.cda.validation import Finding, ValidationUnavailable, Validator

from alentour.accounts.enums import StructureKind
from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.documents import mapping
from alentour.documents.enums import DocumentKind
from alentour.documents.models import Document
from alentour.documents.received import ReceivedCda, Unreadable
from alentour.documents.soundness import lacks_of, told
from alentour.documents.told import Told
from alentour.documents.urgence import mapping as urgence
from alentour.documents.urgence.parts import thawed
from esante import cisis


@dataclass(frozen=True, slots=True)
class Encoded:
    """The CDA, and whether it carries the INS (it may go to the DMP only then)."""

    cda: bytes
    carries_ins: bool


def encode(document: Document, body: bytes, *, writers: Sequence[Post] = ()) -> Encoded:
    """The CDA of a signed document: level 3 for an ordonnance of medicines, level 1 for the others.

    What the CI-SIS forbids is refused in words, before anything leaves.
    """
    header = mapping.header_of(document, writers=writers)
    if document.is_urgency:
        return _urgency(document, header, body)
    prescription = mapping.prescription_of(document, body)
    try:
        if prescription is not None:
            return Encoded(encode_prescription(header=header, content=prescription), header.patient.ins is not None)
        return Encoded(encode_level1(header, body, document.media_type), header.patient.ins is not None)
    except MissingContent as error:
        raise Refused(f"{' '.join(error.lacks)} Ce document reste en brouillon.") from error
    except RefusedDocument as error:
        raise Refused(told(lacks_of(error.faults), "Ce document reste en brouillon.")) from error
    except cisis.UnknownCode as error:
        raise Refused(f"Un code de ce document n'est pas connu des nomenclatures nationales : {error}.") from error


def _urgency(document: Document, header: Header, body: bytes) -> Encoded:
    """Structured when the national form can hold it; else its page alone: an emergency never waits for an identifier."""
    held = document.content["urgence"]
    parts = thawed(held["parts"])
    whole = replace(header, participants=urgence.doctor_of(parts))
    enclosures = [(name, b64decode(data)) for name, data in held["enclosed"].items()]
    if document.structure.kind == StructureKind.EHPAD:
        with suppress(MissingContent, RefusedDocument):
            if document.kind == DocumentKind.FLUDT:
                sheet = urgence.fludt_of(parts, document.content["departure"], comment=held["comment"])
                return Encoded(encode_fludt(header=whole, content=sheet), header.patient.ins is not None)
            content = urgence.dlu_of(parts, comment=held["comment"], enclosures=enclosures)
            return Encoded(encode_dlu(header=whole, content=content), header.patient.ins is not None)
    return Encoded(encode_level1(header, body, document.media_type), header.patient.ins is not None)


class NotJudged(Exception):
    """The official rules could not be run; ``sentence`` says what happens next."""

    def __init__(self) -> None:
        self.sentence = "Le contrôle national des documents n'a pas répondu : l'envoi reprendra de lui-même."
        super().__init__(self.sentence)


def judged(data: bytes) -> tuple[Finding, ...]:
    """Every finding on a document of ours: our rules, and those of the kit when one is configured (seconds, the first time)."""
    try:
        return _judge().validate(data)
    except ValidationUnavailable as error:
        raise NotJudged from error


@cache
def _judge() -> Validator:
    """One for the process: its worker keeps the official rules compiled."""
    folder = settings.CDA_KIT
    judge = Validator(folder, cache=settings.DATA_DIR / "schematrons" if folder else None)
    atexit.register(judge.close)
    return judge


def faults_of(data: bytes) -> tuple[Fault, ...]:
    """The faults of a CDA we wrote, by our own rules: milliseconds."""
    return faults(decode(data))


def read(data: bytes) -> ReceivedCda:
    """Read a received CDA, leniently; raises :class:`Unreadable` when it cannot be a document at all."""
    try:
        document = decode(data)
    except cisis.UnsafeXml as error:
        raise Unreadable("906", f"Ce document n'a pas été ouvert, par prudence. {error.why}") from None
    except cisis.MalformedXml as error:
        raise Unreadable("900", f"Ce document n'est pas lisible. {error.why}") from None
    except NotADocument as error:
        raise Unreadable("900", error.why) from None
    if not document.header.document_id:
        raise Unreadable(
            "900", "Ce document ne porte pas d'identifiant : il ne peut pas être classé sans risque de doublon."
        )
    found = tuple(fault.sentence for fault in faults(document) if fault.severity == "error")
    return mapping.received(document, now=timezone.now(), faults=found[:10])


def told_by(data: bytes) -> tuple[Told, ...]:
    """What the entries of a structured document say; nothing when it has none, or cannot be read."""
    try:
        return mapping.told_of(decode_entries(data))
    except (cisis.EsanteError, ValueError):
        return ()


def html_of(data: bytes) -> SafeString:
    """A structured document as HTML that runs nothing and loads nothing (``esante.cda`` escapes every word); empty when unreadable."""
    try:
        return mark_safe(render_fragment(decode(data)))
    except (cisis.EsanteError, ValueError):
        return SafeString("")
