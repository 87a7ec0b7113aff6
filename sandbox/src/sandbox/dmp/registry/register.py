"""Registering a lot (ITI-42), all or nothing: identifiers assigned, replaced documents deprecated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from esante.xds.names import AssociationType, Status, rim
from lxml import etree

from sandbox.dmp.registry import checks, rules
from sandbox.dmp.registry.problems import Problem, Rejected
from sandbox.dmp.registry.rim import Association, RimObject, set_slot
from sandbox.dmp.registry.store import Held, RegistryStore
from sandbox.dmp.registry.submission import Submission

_REPLACING = (AssociationType.REPLACES, AssociationType.TRANSFORMS_AND_REPLACES)
_RELATING = (*_REPLACING, AssociationType.APPENDS, AssociationType.TRANSFORMS)


def new_id() -> str:
    """A fresh `urn:uuid:`."""
    return f"urn:uuid:{uuid4()}"


def register(store: RegistryStore, submission: Submission, now: datetime) -> None:
    """Check a lot against itself and against the registry, then write it. Raises `Rejected`.

    The registry dates folders itself: `now` becomes their `lastUpdateTime`.
    """
    for folder in submission.folders:
        set_slot(folder.element, "lastUpdateTime", now.strftime("%Y%m%d%H%M%S"))
    problems = checks.check(submission)
    if problems:
        raise Rejected(*problems)
    with store.sql.transaction():
        _not_known(store, submission)
        targets = _targets(store, submission)
        write(store, submission)
        for association, target in targets:
            if association.type in _REPLACING:
                store.set_status(target.id, Status.DEPRECATED)


def write(store: RegistryStore, submission: Submission) -> None:
    """Give every object its identifiers and status, then store objects and associations."""
    names: dict[str, str] = {}
    for one in submission.objects:
        names[one.id] = one.id if one.id.startswith("urn:uuid:") else new_id()
        settle(one, names[one.id], names[one.id], 1)
        store.add(one, 1)
    link_all(store, submission.associations, names)


def settle(one: RimObject, identifier: str, lid: str, version: int) -> None:
    """Write the registry's own attributes on an object: id, lid, status, version, back-references of its parts."""
    element = one.element
    element.set("id", identifier)
    element.set("lid", lid)
    element.set("status", Status.APPROVED)
    if one.kind == "document":
        element.set("objectType", one.object_type)
        element.set("isOpaque", "false")
    for child in element.iterchildren(rim("Classification"), rim("ExternalIdentifier")):
        child.set("id", new_id())
        child.set("classifiedObject" if child.tag == rim("Classification") else "registryObject", identifier)
    _set_version(element, version)


def _set_version(element: etree._Element, version: int) -> None:
    for known in list(element.iterchildren(rim("VersionInfo"))):
        element.remove(known)
    info = etree.Element(rim("VersionInfo"), {"versionName": str(version)})
    before = list(element.iterchildren(rim("Slot"), rim("Name"), rim("Description")))
    element.insert(len(before), info)


def link_all(store: RegistryStore, associations: Iterable[Association], names: dict[str, str]) -> None:
    """Store associations, their symbolic ends replaced by registered identifiers; one may be the end of another."""
    kept = list(associations)
    fresh = [(association, new_id()) for association in kept]
    names |= {association.id: identifier for association, identifier in fresh if association.id}
    for association, identifier in fresh:
        _link(store, association, identifier, names)


def _link(store: RegistryStore, association: Association, identifier: str, names: dict[str, str]) -> None:
    element = association.element
    element.set("id", identifier)
    element.set("lid", identifier)
    element.set("status", Status.APPROVED)
    element.set("associationType", association.type)
    element.set("sourceObject", names.get(association.source, association.source))
    element.set("targetObject", names.get(association.target, association.target))
    store.link(association)


def _not_known(store: RegistryStore, submission: Submission) -> None:
    lot = submission.lot
    if store.by_unique_id("set", lot.unique_id):
        context = f"Le lot {lot.unique_id} est déjà enregistré."
        raise Rejected(Problem("XDSDuplicateUniqueIdInRegistry", context, rules.DUPLICATE, lot.id))
    for one in submission.folders:
        if store.by_unique_id("folder", one.unique_id):
            context = f"Le classeur {one.unique_id} est déjà enregistré."
            raise Rejected(Problem("XDSDuplicateUniqueIdInRegistry", context, rules.DUPLICATE, one.id))
    for one in submission.documents:
        _same_content(store, one)


def _same_content(store: RegistryStore, one: RimObject) -> None:
    """An identifier already registered is accepted again with the same content (ITI TF-3 §4.2.4.1)."""
    for known in store.by_unique_id("document", one.unique_id):
        if known.object.one("hash").lower() != one.one("hash").lower():
            context = f"Le document {one.unique_id} est déjà enregistré avec un autre contenu."
            raise Rejected(Problem("XDSNonIdenticalHash", context, rules.HASH, one.id))


def _targets(store: RegistryStore, submission: Submission) -> list[tuple[Association, Held]]:
    """Registered documents that the lot replaces, completes or transforms, all in force and of the same person."""
    found = []
    local = submission.identifiers
    for association in submission.associations:
        if association.target in local:
            continue
        target = store.get(association.target)
        if target is None:
            context = f"Aucun objet {association.target} dans le registre."
            raise Rejected(Problem("UnresolvedReferenceException", context, rules.REFERENCE, association.id))
        if target.object.patient != submission.lot.patient:
            context = "L'objet désigné est celui d'une autre personne."
            raise Rejected(Problem("XDSPatientIdDoesNotMatch", context, rules.OTHER_PATIENT, association.id))
        if association.type in _RELATING and target.status != Status.APPROVED:
            context = f"{association.target} n'est plus en vigueur."
            raise Rejected(Problem("XDSRegistryDeprecatedDocumentError", context, rules.DEPRECATED, association.id))
        found.append((association, target))
    return found
