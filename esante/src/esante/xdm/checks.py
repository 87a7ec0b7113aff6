"""Whose documents are these: one usager, the same in METADATA.XML and in every CDA (specs/mss §2.6, §2.8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from esante.cisis import Ins, oids
from esante.xdm.errors import Fault
from esante.xdm.model import ArchiveEntry, read_ins
from esante.xds import SubmissionSet
from esante.xds.forms import read_cx

_SEVERAL = "L'archive contient des documents de plusieurs personnes."
_LOT_DIFFERS = "Le lot et ses documents ne désignent pas la même personne."


def usager_faults(entries: Sequence[ArchiveEntry], lots: Iterable[SubmissionSet]) -> list[Fault]:
    """Every reason not to know for certain whose documents these are."""
    faults = [fault for entry in entries for fault in _entry_faults(entry)]
    held = {ins for entry in entries for ins in _named(entry)}
    if len(held) > 1 and not any(fault.code == "ins-differs" for fault in faults):
        faults.append(Fault("several-usagers", "", _SEVERAL))
    if any(_contradicts(lot, held) for lot in lots):
        faults.append(Fault("ins-differs", "", _LOT_DIFFERS))
    return faults


def usager_warnings(entries: Iterable[ArchiveEntry]) -> list[Fault]:
    """What to tell without keeping the documents back."""
    sentence = "La clé de contrôle du matricule INS est fausse."
    return [Fault("ins-key", entry.path, sentence) for entry in entries if entry.ins and not entry.ins.key_is_right]


def _entry_faults(entry: ArchiveEntry) -> list[Fault]:
    announced, carried = entry.ins, _carried(entry)
    if announced is None:
        return [_unannounced(entry)]
    if entry.document and carried is None:
        return [Fault("ins-absent", entry.path, "Le document ne porte pas l'INS de la personne.")]
    if carried and carried != announced:
        sentence = "L'INS annoncée par METADATA.XML n'est pas celle du document."
        return [Fault("ins-differs", entry.path, sentence)]
    return []


def _unannounced(entry: ArchiveEntry) -> Fault:
    """A local identifier in the place of the INS is no INS; an INS of the wrong shape is an unreadable one."""
    if read_cx(entry.metadata.patient_id).authority in oids.INS_OIDS:
        sentence = "L'INS écrite dans METADATA.XML n'a pas la forme d'une INS."
        return Fault("ins-unreadable", entry.path, sentence)
    return Fault("ins-absent", entry.path, "METADATA.XML ne porte pas l'INS de la personne.")


def _carried(entry: ArchiveEntry) -> Ins | None:
    return entry.document.header.patient.ins if entry.document else None


def _named(entry: ArchiveEntry) -> Iterable[Ins]:
    return (ins for ins in (entry.ins, _carried(entry)) if ins)


def _contradicts(lot: SubmissionSet, held: set[Ins]) -> bool:
    ins = read_ins(lot.patient_id)
    return ins is not None and len(held) == 1 and ins not in held
