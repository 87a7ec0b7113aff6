"""Clinical documents (HL7 CDA R2, CI-SIS): decoded leniently, encoded strictly, judged by our own rules."""

from __future__ import annotations

from .decode import decode
from .encode import encode_level1
from .errors import Fault, NotADocument, RefusedDocument
from .formats import format_of
from .model import (
    Actor,
    Author,
    ClinicalDocument,
    Device,
    Encounter,
    Guardian,
    Header,
    Informant,
    Media,
    NonXmlBody,
    Participant,
    Patient,
    Section,
    Service,
    StructuredBody,
)
from .narrative import Node
from .render import render_fragment, render_html
from .rules import faults

__all__ = [
    "Actor",
    "Author",
    "ClinicalDocument",
    "Device",
    "Encounter",
    "Fault",
    "Guardian",
    "Header",
    "Informant",
    "Media",
    "Node",
    "NonXmlBody",
    "NotADocument",
    "Participant",
    "Patient",
    "RefusedDocument",
    "Section",
    "Service",
    "StructuredBody",
    "decode",
    "encode_level1",
    "faults",
    "format_of",
    "render_fragment",
    "render_html",
]
