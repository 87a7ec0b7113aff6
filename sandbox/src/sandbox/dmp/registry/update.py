"""ITI-57: a new version of the metadata of a document, or a new availability status."""

from __future__ import annotations

from dataclasses import dataclass

from esante.xds.names import AssociationType, Status

from sandbox.dmp.registry import checks, rules
from sandbox.dmp.registry.problems import Problem, Rejected
from sandbox.dmp.registry.register import link_all, new_id, settle
from sandbox.dmp.registry.rim import Association, RimObject, set_slot
from sandbox.dmp.registry.store import Held, RegistryStore
from sandbox.dmp.registry.submission import Submission
from sandbox.rules import Rule

STATUSES = tuple(known.value for known in Status)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """The whole entry repeated; `before` is the version in force."""

    entry: RimObject
    before: Held


@dataclass(frozen=True, slots=True)
class NewStatus:
    """Another availability for the version in force."""

    association: Association
    before: Held
    status: str


Change = NewVersion | NewStatus


def _refused(code: str, context: str, rule: Rule, one: RimObject | None = None) -> Rejected:
    return Rejected(Problem(code, context, rule, one.id if one else ""))


def read(store: RegistryStore, submission: Submission) -> list[Change]:
    """What a lot changes, checked against the registry. Raises `Rejected`."""
    lot = submission.lot
    changes: list[Change] = []
    for entry in submission.documents:
        changes.append(_version(store, submission, entry))
    for association in submission.associations:
        if association.type == AssociationType.UPDATE_AVAILABILITY:
            changes.append(_status(store, association))
    if not changes:
        raise _refused("XDSMetadataUpdateOperationError", "Le lot ne modifie rien.", rules.UPDATE, lot)
    problems = checks.check(submission)
    if problems:
        raise Rejected(*problems)
    if any(change.before.object.patient != lot.patient for change in changes):
        context = "Le document est celui d'une autre personne."
        raise _refused("XDSPatientIdDoesNotMatch", context, rules.OTHER_PATIENT, lot)
    if store.by_unique_id("set", lot.unique_id):
        context = f"Le lot {lot.unique_id} est déjà enregistré."
        raise _refused("XDSDuplicateUniqueIdInRegistry", context, rules.DUPLICATE, lot)
    return changes


def _version(store: RegistryStore, submission: Submission, entry: RimObject) -> NewVersion:
    if not entry.lid.startswith("urn:uuid:") or entry.lid == entry.id:
        raise _refused("XDSMetadataIdentifierError", "lid absent, ou égal à l'identifiant.", rules.UPDATE, entry)
    if entry.id.startswith("urn:uuid:") and store.get(entry.id):
        raise _refused("XDSMetadataUpdateError", "Une nouvelle version a un nouvel identifiant.", rules.UPDATE, entry)
    versions = store.by_lid(entry.lid)
    if not versions:
        raise _refused("XDSMetadataUpdateError", f"Aucun document {entry.lid}.", rules.UPDATE, entry)
    before = max(versions, key=lambda one: one.version)
    membership = submission.membership(entry.id)
    said = membership.one("PreviousVersion") if membership else ""
    if not said:
        raise _refused("XDSMetadataUpdateError", "PreviousVersion absent du HasMember.", rules.VERSION, entry)
    if said != str(before.version):
        context = f"La version en vigueur est la {before.version}, pas la {said}."
        raise _refused("XDSMetadataVersionError", context, rules.VERSION, entry)
    _unchanged(entry, before.object)
    return NewVersion(entry, before)


def _unchanged(entry: RimObject, before: RimObject) -> None:
    same = (
        entry.unique_id == before.unique_id
        and entry.patient == before.patient
        and entry.object_type == before.object_type
        and all(entry.one(name).lower() in ("", before.one(name).lower()) for name in ("hash", "size"))
        and entry.one("repositoryUniqueId") in ("", before.one("repositoryUniqueId"))
    )
    if not same:
        context = "uniqueId, personne, nature, empreinte, taille et entrepôt ne changent pas."
        raise _refused("UnmodifiableMetadataError", context, rules.IMMUTABLE, entry)


def _status(store: RegistryStore, association: Association) -> NewStatus:
    before = store.get(association.target)
    if before is None:
        raise _refused("UnresolvedReferenceException", f"{association.target} inconnu.", rules.REFERENCE, association)
    latest = max(store.by_lid(before.object.lid), key=lambda one: one.version)
    if latest.id != before.id:
        context = f"{association.target} n'est plus la version en vigueur."
        raise _refused("XDSMetadataUpdateError", context, rules.UPDATE, association)
    original, wanted = association.one("OriginalStatus"), association.one("NewStatus")
    if original != before.status:
        context = f"Le statut en vigueur est {before.status}."
        raise _refused("XDSMetadataUpdateError", context, rules.STATUS, association)
    if wanted not in STATUSES or wanted == original:
        raise _refused("XDSMetadataUpdateError", f"Statut demandé : {wanted}.", rules.STATUS, association)
    return NewStatus(association, before, wanted)


def write(store: RegistryStore, submission: Submission, changes: list[Change]) -> None:
    """Apply the changes and keep the lot that carries them, all or nothing."""
    with store.sql.transaction():
        lot = submission.lot
        names = {lot.id: new_id()}
        settle(lot, names[lot.id], names[lot.id], 1)
        store.add(lot, 1)
        for change in changes:
            if isinstance(change, NewVersion):
                _write_version(store, change, names)
            else:
                store.set_status(change.before.id, change.status)
        others = [one for one in submission.associations if one.type != AssociationType.UPDATE_AVAILABILITY]
        link_all(store, others, names)


def _write_version(store: RegistryStore, change: NewVersion, names: dict[str, str]) -> None:
    entry = change.entry
    names[entry.id] = entry.id if entry.id.startswith("urn:uuid:") else new_id()
    for name in ("hash", "size", "repositoryUniqueId"):
        if not entry.slot(name) and change.before.object.slot(name):
            set_slot(entry.element, name, *change.before.object.slot(name))
    settle(entry, names[entry.id], change.before.object.lid, change.before.version + 1)
    store.add(entry, change.before.version + 1)
    store.set_status(change.before.id, Status.DEPRECATED)
