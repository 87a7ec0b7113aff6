"""What an archive holds once read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from esante.cda import ClinicalDocument
from esante.cisis import Ins, InvalidIns
from esante.xdm.errors import Fault
from esante.xds import DocumentEntry, SubmissionSet

# Slot of the volet «Transmission au LPS» that tells a replacement or a deletion (specs/mss §2.5).
ACTION_SLOT = "urn:action:extraMetadataSlot"
Action = Literal["new", "replaces", "deletes"]
_ACTIONS: dict[str, Action] = {"C": "replaces", "D": "deletes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveEntry:
    """One document of the lot: what METADATA.XML says of it, and the file itself.

    path      of the file in the archive, as written there; "" when the archive lacks it
    data      the file, "" bytes when it is missing
    document  the CDA decoded, None when the file is missing or is no readable CDA
    """

    metadata: DocumentEntry
    path: str
    data: bytes = field(repr=False)
    document: ClinicalDocument | None = None

    @property
    def ins(self) -> Ins | None:
        """INS of the metadata, None when it is absent or has not the shape of one."""
        return read_ins(self.metadata.patient_id)

    @property
    def action(self) -> Action:
        """What the sender asks: a new document, the replacement of another, or its deletion (a mark, never an erasure)."""
        value = next(iter(self.metadata.extra.get(ACTION_SLOT, ())), "")
        if value in _ACTIONS:
            return _ACTIONS[value]
        return "replaces" if self.replaces else "new"

    @property
    def replaces(self) -> str:
        """Identifier of the document this one replaces or deletes, as the CDA says it; "" for none."""
        return (self.document.header.replaces or "") if self.document else ""

    @property
    def masks(self) -> frozenset[str]:
        """Masking flags: MASQUE_PS, INVISIBLE_PATIENT, INVISIBLE_REPRESENTANTS_LEGAUX."""
        return frozenset(code.code for code in self.metadata.confidentiality) - {"N", "R", "V"}


@dataclass(frozen=True, slots=True)
class ExtraFile:
    """A file of the archive that no metadata describe: kept as an attachment, never as a document."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class XdmArchive:
    """A read archive. ``faults`` empty: every check of specs/mss §2.6 passed.

    ``warnings`` prevent nothing: official samples themselves hold a matricule with a wrong key.
    """

    entries: tuple[ArchiveEntry, ...]
    lots: tuple[SubmissionSet, ...]
    files: tuple[ExtraFile, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @property
    def ins(self) -> Ins | None:
        """The INS of the whole archive, None without one or when several people are in it."""
        held = {entry.ins for entry in self.entries}
        return held.pop() if len(held) == 1 else None

    @property
    def codes(self) -> tuple[str, ...]:
        """ClinicalDocument/code of each document, without doubles: value of X-MSS-CODECDA."""
        return tuple(dict.fromkeys(one.document.header.type_code.code for one in self.entries if one.document))


def read_ins(cx: str) -> Ins | None:
    """The INS of a CX text, None when it is none."""
    try:
        return Ins.from_cx(cx)
    except InvalidIns:
        return None
