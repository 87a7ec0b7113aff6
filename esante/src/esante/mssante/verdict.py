"""May the documents of a message be attached to a record without anybody looking? (specs/mss §2.8)

The house of a doubt is the quarantine: shown, never hidden, never filed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from esante.cisis import Ins, Traits, disagreements, oids
from esante.mssante.message import Message, ReceivedArchive
from esante.xdm import ArchiveEntry, Fault

# Where a fault of the archive stands in the table of integration errors; anything else is 906.
_CODES = {
    "ins-absent": "903",
    "ins-differs": "904",
    "several-usagers": "904",
    "ins-unreadable": "905",
}
_TRAITS = {
    "birth_name": "le nom de naissance",
    "first_given_name": "le premier prénom",
    "birth_date": "la date de naissance",
    "sex": "le sexe",
}
PRODUCTION = frozenset({oids.INS_NIR})
TEST = frozenset({oids.INS_NIR, oids.INS_NIR_TEST})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the message waits for a person.

    code      900 to 906, to be sent back in a notice when the sender asked for one
    reason    out-of-trust, archive, not-qualified, unknown, traits, local-not-qualified, or the code
              of the archive's fault (hash, ins-differs…)
    sentence  French; never holds an identity
    location  part of the message, or path in the archive
    """

    code: str
    reason: str
    sentence: str
    location: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the record of the usager says here: its traits, and whether the identity is qualified."""

    traits: Traits
    qualified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``reasons`` empty: the documents are attached to the record of ``ins`` by themselves, one click to undo."""

    reasons: tuple[Reason, ...]
    ins: Ins | None = None
    has_documents: bool = False

    @property
    def attachable(self) -> bool:
        """There is something to attach, and nothing against it."""
        return self.has_documents and not self.reasons

    @property
    def code(self) -> str:
        """The code to answer with: the first reason's, "" when nothing is wrong."""
        return self.reasons[0].code if self.reasons else ""


def judge(
    message: Message,
    *,
    trusted: Callable[[str], bool] | None = None,
    accepted: Collection[str] = PRODUCTION,
    find: Callable[[Ins], Known | None] | None = None,
) -> Verdict:
    """Everything that keeps the documents from being attached by themselves, the gravest first.

    trusted   says whether an address is of the espace de confiance (`Whitelist.vouches_for`); None: not checked here
    accepted  OIDs that make an INS qualified: `PRODUCTION`, or `TEST` outside production
    find      the record of an INS in this structure, None when it is unknown; None: not checked here
    """
    if message.is_receipt:
        return Verdict(reasons=())
    reasons = list(_sender_reasons(message, trusted))
    entries = [entry for one in message.archives if one.archive for entry in one.archive.entries]
    for received in message.archives:
        reasons += _archive_reasons(received)
    ins = _only([entry.ins for entry in entries])
    reasons += _several(message.archives, reasons)
    if entries and not reasons:
        reasons += _identity_reasons(entries, accepted)
    if ins and find and not reasons:
        reasons += _record_reasons(entries, find(ins))
    return Verdict(reasons=tuple(reasons), ins=ins, has_documents=bool(message.archives))


def _sender_reasons(message: Message, trusted: Callable[[str], bool] | None) -> Iterator[Reason]:
    if message.sender is None:
        yield Reason("906", "out-of-trust", "Le message ne dit pas qui l'envoie.", "From")
    elif trusted and not trusted(message.sender.mailbox):
        sentence = "L'expéditeur n'appartient pas à l'espace de confiance MSSanté."
        yield Reason("901", "out-of-trust", sentence, "From")


def _archive_reasons(received: ReceivedArchive) -> list[Reason]:
    where = received.file.part
    if received.failure:
        return [Reason("906", "archive", received.failure.why, where)]
    faults = received.archive.faults if received.archive else ()
    return [_of_fault(fault, where) for fault in faults]


def _of_fault(fault: Fault, part: str) -> Reason:
    return Reason(_CODES.get(fault.code, "906"), fault.code, fault.sentence, f"{part} {fault.location}".strip())


def _several(archives: Iterable[ReceivedArchive], reasons: Iterable[Reason]) -> Iterator[Reason]:
    """One message concerns one usager: two sound archives of two people are not attached (ECO.2.1.1)."""
    held = {entry.ins for one in archives if one.archive for entry in one.archive.entries if entry.ins}
    if len(held) > 1 and not any(reason.code == "904" for reason in reasons):
        yield Reason("904", "several-usagers", "Le message contient des documents de plusieurs personnes.")


def _identity_reasons(entries: list[ArchiveEntry], accepted: Collection[str]) -> Iterator[Reason]:
    """905: an INS that is not qualified (provisional, test in production), or whose traits are missing."""
    if any(entry.ins and entry.ins.oid not in accepted for entry in entries):
        sentence = "L'INS transmise n'est pas une INS qualifiée : le rattachement se fait à la main."
        yield Reason("905", "not-qualified", sentence)
    missing = {name for entry in entries for name in _missing_traits(entry)}
    if missing:
        said = ", ".join(_TRAITS[name] for name in _TRAITS if name in missing)
        yield Reason("905", "not-qualified", f"L'INS transmise n'est pas complète : il manque {said}.")


def _record_reasons(entries: list[ArchiveEntry], known: Known | None) -> Iterator[Reason]:
    if known is None:
        yield Reason("902", "unknown", "Cette personne n'est pas connue ici : choisissez son dossier à la main.")
        return
    differ = {name for entry in entries for name in _differing(entry, known.traits)}
    if differ:
        said = ", ".join(_TRAITS[name] for name in _TRAITS if name in differ)
        yield Reason("904", "traits", f"L'identité reçue diffère de celle du dossier : {said}.")
    if not known.qualified:
        sentence = "L'identité du dossier n'est pas qualifiée : comparez les traits avant de rattacher."
        yield Reason("906", "local-not-qualified", sentence)


def _missing_traits(entry: ArchiveEntry) -> Iterator[str]:
    if entry.document:
        traits = entry.document.header.patient.traits
        # The first given name may come alone or as the head of the list.
        held = {name: getattr(traits, name) for name in _TRAITS}
        held["first_given_name"] = traits.first_given_name or traits.given_names
        yield from (name for name, value in held.items() if not value)


def _differing(entry: ArchiveEntry, held: Traits) -> Iterator[str]:
    """The four traits, exact after case, accents and punctuation are levelled."""
    if entry.document:
        differ = disagreements(entry.document.header.patient.traits, held)
        yield from (name for name in _TRAITS if name in differ)


def _only(held: list[Ins | None]) -> Ins | None:
    return held[0] if held and len(set(held)) == 1 else None
