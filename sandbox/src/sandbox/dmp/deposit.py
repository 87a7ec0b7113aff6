"""TD2.1: a structure feeds a DMP (ITI-41). All or nothing; the same lot sent twice is accepted twice and kept once."""

from __future__ import annotations

import re
from hashlib import sha1

from esante.soap import BadMime, content
from esante.xds.names import AssociationType

from sandbox.dmp import clinical, policy, rules
from sandbox.dmp.clinical import NotClinical
from sandbox.dmp.desk import Demand, Desk, Outcome
from sandbox.dmp.registry import rules as xds
from sandbox.dmp.registry import submission as lots
from sandbox.dmp.registry.problems import Problem, Rejected
from sandbox.dmp.registry.register import register
from sandbox.dmp.registry.rim import RimObject, set_slot
from sandbox.dmp.registry.submission import Submission
from sandbox.dmp.responses import registry_response

RESPONSE = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bResponse"
REPOSITORY = "1.2.250.1.213.4.1.1.1.2"
_XDSB = "{urn:ihe:iti:xds-b:2007}"

Documents = dict[str, bytes]


def deposit(desk: Desk, demand: Demand) -> Outcome:
    """Check the right, the lot, its documents, then keep them. Raises a refusal."""
    desk.require("TD2.1", demand.actor)
    submission = lots.read(demand.body)
    documents = _documents(demand, submission)
    if any(one.patient != demand.actor.patient for one in submission.objects):
        context = "La personne du lot n'est pas celle du VIHF."
        raise Rejected(Problem("XDSPatientIdDoesNotMatch", context, rules.PATIENT))
    desk.require_record(demand.actor)
    meaning = _meaning(submission)
    _describe(submission, documents)
    if _already_there(desk, submission):
        return Outcome(
            registry_response(), RESPONSE, mtom=True, meaning=meaning | {"Dépôt": "déjà reçu, rien de changé"}
        )
    problems = _problems(desk, demand, submission, documents)
    if problems:
        raise Rejected(*problems)
    contents = [(entry, documents[entry.id]) for entry in submission.documents]
    with desk.store.sql.transaction():
        register(desk.store, submission, desk.context.clock())
        for entry, data in contents:
            desk.store.keep(entry.unique_id, entry.element.get("mimeType", ""), data)
    return Outcome(registry_response(), RESPONSE, mtom=True, meaning=meaning | {"Dépôt": "enregistré"})


def _documents(demand: Demand, submission: Submission) -> Documents:
    """Bytes of each document by the identifier of its entry, exact case."""
    found: Documents = {}
    for element in demand.body.iterchildren(f"{_XDSB}Document"):
        try:
            found[element.get("id", "")] = bytes(content(element, demand.parts))
        except BadMime as error:
            raise Rejected(Problem("XDSMissingDocument", error.why, xds.DOCUMENT, element.get("id", ""))) from error
    entries = {entry.id for entry in submission.documents}
    problems = [
        *(Problem("XDSMissingDocument", f"{one} n'est pas joint.", xds.DOCUMENT, one) for one in entries - set(found)),
        *(
            Problem("XDSMissingDocumentMetadata", f"{one} n'est pas décrit.", xds.METADATA, one)
            for one in set(found) - entries
        ),
    ]
    if problems:
        raise Rejected(*problems)
    return found


def _describe(submission: Submission, documents: Documents) -> None:
    """Fill what the repository knows: hash, size, its own identifier. What the client announced must be true."""
    for entry in submission.documents:
        data = documents[entry.id]
        digest = sha1(data, usedforsecurity=False).hexdigest()
        if entry.one("hash").lower() not in ("", digest):
            raise Rejected(
                Problem("XDSRepositoryMetadataError", "hash n'est pas celui du document.", xds.HASH, entry.id)
            )
        if entry.one("size") not in ("", str(len(data))):
            raise Rejected(
                Problem("XDSRepositoryMetadataError", "size n'est pas celle du document.", xds.SIZE, entry.id)
            )
        set_slot(entry.element, "hash", digest)
        set_slot(entry.element, "size", str(len(data)))
        set_slot(entry.element, "repositoryUniqueId", REPOSITORY)


def _already_there(desk: Desk, submission: Submission) -> bool:
    """Every document is already registered, for the same person, with the same content: a client that was cut off
    tries again without knowing."""
    for entry in submission.documents:
        held = desk.store.by_unique_id("document", entry.unique_id)
        same = [
            one for one in held if one.object.patient == entry.patient and one.object.one("hash") == entry.one("hash")
        ]
        if not same:
            return False
    return bool(submission.documents)


def _problems(desk: Desk, demand: Demand, submission: Submission, documents: Documents) -> list[Problem]:
    problems = list(policy.check_lot(submission.lot, demand.actor.structure))
    for entry in submission.documents:
        if policy.is_signature(entry):
            continue
        problems += policy.check_entry(entry)
        try:
            document = clinical.read(documents[entry.id])
        except NotClinical as error:
            problems.append(Problem("InvalidDocumentContent", str(error), rules.CDA, entry.id))
            continue
        problems += policy.check_content(entry, document)
        problems += _replacement(desk, submission, entry, document.replaced)
    return problems


def _replacement(desk: Desk, submission: Submission, entry: RimObject, said: set[str]) -> list[Problem]:
    """RPLC in the lot and in the CDA designate the same document (DMP, TD2.1b)."""
    problems = []
    for association in submission.associations:
        if association.type != AssociationType.REPLACES or association.source != entry.id:
            continue
        target = desk.store.get(association.target)
        if target is not None and target.object.unique_id not in said:
            context = "Le CDA ne dit pas qu'il remplace le document désigné."
            problems.append(Problem("XDSRepositoryMetadataError", context, rules.SAME, entry.id))
    return problems


def _meaning(submission: Submission) -> dict[str, str]:
    titles = ", ".join(entry.title for entry in submission.documents)
    return {"Lot": submission.lot.unique_id, "Documents": re.sub(r"\s+", " ", titles)}
