"""TD3.3: masking, unmasking, making visible, archiving, unarchiving, deleting (ITI-57)."""

from __future__ import annotations

from esante.xds.names import Entry, Status, rim
from lxml import etree

from sandbox.dmp import policy, rights, rules
from sandbox.dmp.desk import Demand, Desk, Outcome
from sandbox.dmp.refusal import denied
from sandbox.dmp.registry import submission as lots
from sandbox.dmp.registry import update
from sandbox.dmp.registry.problems import Problem, Rejected
from sandbox.dmp.registry.rim import RimObject
from sandbox.dmp.registry.update import Change, NewStatus, NewVersion
from sandbox.dmp.responses import registry_response

RESPONSE = "urn:ihe:iti:2010:UpdateDocumentSet-Response"

# What an availability may become, and the right it takes.
_TRANSITIONS: dict[tuple[str, str], str] = {
    (Status.APPROVED, Status.ARCHIVED): "TD3.3d-ARCHIVER",
    (Status.ARCHIVED, Status.APPROVED): "TD3.3d-DESARCHIVER",
    (Status.APPROVED, Status.DELETED): "TD3.3c",
    (Status.ARCHIVED, Status.DELETED): "TD3.3c",
    (Status.DEPRECATED, Status.DELETED): "TD3.3c",
}


def change(desk: Desk, demand: Demand) -> Outcome:
    """Check what is changed, the right to change it, then write it. Raises a refusal."""
    submission = lots.read(demand.body)
    if any(one.patient != demand.actor.patient for one in submission.objects):
        context = "La personne du lot n'est pas celle du VIHF."
        raise Rejected(Problem("XDSPatientIdDoesNotMatch", context, rules.PATIENT))
    desk.require_record(demand.actor)
    changes = update.read(desk.store, submission)
    gestures = []
    for one in changes:
        transactions = _transactions(one)
        for transaction in transactions:
            _allowed(desk, demand, transaction, one.before.object)
        gestures.append(f"{', '.join(transactions)} sur {one.before.object.unique_id}")
    update.write(desk.store, submission, changes)
    return Outcome(registry_response(), RESPONSE, meaning={"Gestes": " ; ".join(gestures)})


def _allowed(desk: Desk, demand: Demand, transaction: str, entry: RimObject) -> None:
    cell = desk.require(transaction, demand.actor)
    if not rights.owns(demand.actor, cell, entry):
        raise denied(f"{transaction} : ce document est celui d'un autre ({cell} seulement).", rules.OWN)


def _transactions(one: Change) -> list[str]:
    if isinstance(one, NewStatus):
        return [_transition(one)]
    return _visibility(one)


def _transition(one: NewStatus) -> str:
    transaction = _TRANSITIONS.get((one.before.status, one.status))
    if transaction is None:
        context = f"De {_short(one.before.status)} à {_short(one.status)} : passage impossible."
        raise Rejected(Problem("XDSMetadataUpdateError", context, rules.TRANSITION, one.before.id))
    return transaction


def _visibility(one: NewVersion) -> list[str]:
    """Only visibility marks may differ between two versions of the metadata."""
    if one.before.status != Status.APPROVED:
        context = "Seul un document en vigueur change de visibilité."
        raise Rejected(Problem("XDSMetadataUpdateError", context, rules.VISIBILITY, one.before.id))
    if _essence(one.entry) != _essence(one.before.object):
        context = "Une autre métadonnée que la visibilité a changé."
        raise Rejected(Problem("UnmodifiableMetadataError", context, rules.VISIBILITY, one.entry.id))
    before, after = policy.visibility(one.before.object), policy.visibility(one.entry)
    gestures = []
    if "MASQUE_PS" in after ^ before:
        gestures.append("TD3.3a-MASQUER" if "MASQUE_PS" in after else "TD3.3a-DEMASQUER")
    if {"INVISIBLE_PATIENT", "INVISIBLE_REPRESENTANTS_LEGAUX"} & (before - after):
        gestures.append("TD3.3b")
    if (after - before) - {"MASQUE_PS"}:
        context = "Un document visible de la personne ne lui est pas retiré."
        raise Rejected(Problem("XDSMetadataUpdateError", context, rules.VISIBILITY, one.entry.id))
    if not gestures:
        raise Rejected(Problem("XDSMetadataUpdateError", "Rien ne change.", rules.VISIBILITY, one.entry.id))
    return gestures


def _essence(entry: RimObject) -> set[tuple[str, ...]]:
    """What an entry says, visibility, identifiers and labels left aside."""
    said: set[tuple[str, ...]] = {("mimeType", entry.element.get("mimeType", "")), ("title", entry.title)}
    for slot in entry.element.iterchildren(rim("Slot")):
        name = slot.get("name", "")
        if name not in ("hash", "size", "repositoryUniqueId"):
            said |= {(name, value) for value in entry.slot(name)}
    for found in entry.element.iterchildren(rim("Classification")):
        said |= _classification(found)
    return said


def _classification(found: etree._Element) -> set[tuple[str, ...]]:
    scheme, code = found.get("classificationScheme", ""), found.get("nodeRepresentation", "")
    if scheme == Entry.CONFIDENTIALITY and code in policy.VISIBILITY:
        return set()
    return {(scheme, code, *pair) for pair in RimObject(found).slots()} or {(scheme, code)}


def _short(status: str) -> str:
    return status.rpartition(":")[2]
