"""TD3.1: searching a DMP (ITI-18), and TD3.2: reading its documents (ITI-43)."""

from __future__ import annotations

from esante.soap import Part, include
from esante.xds.names import RS, XDSB, ResponseStatus
from lxml import etree

from sandbox.dmp import rules
from sandbox.dmp.deposit import REPOSITORY
from sandbox.dmp.desk import Demand, Desk, Outcome
from sandbox.dmp.refusal import denied
from sandbox.dmp.registry import query as queries
from sandbox.dmp.registry import rules as xds
from sandbox.dmp.registry.problems import Problem, Rejected
from sandbox.dmp.registry.query import Query
from sandbox.dmp.registry.rim import Association, patient_key
from sandbox.dmp.registry.store import Document, Held
from sandbox.dmp.responses import error_list
from sandbox.dmp.token import AIR, Actor

SEARCH_RESPONSE = "urn:ihe:iti:2007:RegistryStoredQueryResponse"
READ_RESPONSE = "urn:ihe:iti:2007:RetrieveDocumentSetResponse"
_XDS = f"{{{XDSB}}}"


def search(desk: Desk, demand: Demand) -> Outcome:
    """Run a stored query for the person of the token, showing only what the actor may know of."""
    query = queries.read(demand.body)
    by_reference = query.name == "GetDocuments"
    desk.require("TD3.1-REF" if by_reference else "TD3.1-META", demand.actor)
    if query.patient and query.patient != demand.actor.patient:
        context = "La personne cherchée n'est pas celle du VIHF."
        raise Rejected(Problem("XDSPatientIdDoesNotMatch", context, rules.PATIENT))
    desk.require_record(demand.actor)
    if not by_reference:
        desk.require_authorisation(demand.actor)
    objects, links = query.run(desk.store, query.asked)
    shown = [one for one in objects if _shown(desk, demand.actor, one)]
    kept = [link for link in links if _link_shown(desk, demand.actor, link)]
    meaning = {"Recherche": query.name, **_criteria(query), "Réponses": str(len(shown) + len(kept))}
    return Outcome(queries.answer(query, shown, kept), SEARCH_RESPONSE, meaning=meaning)


def _shown(desk: Desk, actor: Actor, one: Held) -> bool:
    if one.object.patient != patient_key(actor.patient):
        return False
    return one.object.kind != "document" or actor.mode != AIR or desk.sees(actor, one.object)


def _link_shown(desk: Desk, actor: Actor, link: Association) -> bool:
    ends = [desk.store.get(end) for end in (link.source, link.target)]
    return all(one is None or _shown(desk, actor, one) for one in ends) and any(ends)


def _criteria(query: Query) -> dict[str, str]:
    names = [name for name in query.asked.groups if "PatientId" not in name and name != "$patientId"]
    return {name.removeprefix("$XDS"): ", ".join(query.asked.values(name)) for name in names}


def read(desk: Desk, demand: Demand) -> Outcome:
    """Hand documents over, byte for byte."""
    desk.require("TD3.2-NON_MASQUE", demand.actor)
    desk.require_record(demand.actor)
    desk.require_authorisation(demand.actor)
    found: list[Document] = []
    problems: list[Problem] = []
    for asked in demand.body.iterchildren(f"{_XDS}DocumentRequest"):
        repository = (asked.findtext(f"{_XDS}RepositoryUniqueId") or "").strip()
        unique_id = (asked.findtext(f"{_XDS}DocumentUniqueId") or "").strip()
        try:
            found.append(_document(desk, demand.actor, repository, unique_id))
        except Rejected as refused:
            problems += refused.problems
    meaning = {"Documents": ", ".join(one.unique_id for one in found) or "aucun"}
    body, parts = _handed_over(found, problems, demand.distortion)
    rule = problems[0].rule if problems else None
    return Outcome(body, READ_RESPONSE, parts=parts, mtom=True, meaning=meaning, rule=rule)


def _document(desk: Desk, actor: Actor, repository: str, unique_id: str) -> Document:
    if repository != REPOSITORY:
        context = f"Cet entrepôt est {REPOSITORY}."
        raise Rejected(Problem("XDSUnknownRepositoryId", context, xds.REPOSITORY, unique_id))
    entries = [one for one in desk.store.by_unique_id("document", unique_id) if one.object.patient == actor.patient]
    document = desk.store.document(unique_id)
    if not entries or document is None:
        context = f"Aucun document {unique_id} dans ce DMP."
        raise Rejected(Problem("XDSDocumentUniqueIdError", context, xds.RETRIEVE, unique_id))
    latest = max(entries, key=lambda one: one.version)
    closing = desk.closing_rule(actor, latest.object)
    if closing is not None:
        raise denied(f"Le document {unique_id} n'est pas ouvert à {actor.label}.", closing)
    return document


def _handed_over(
    found: list[Document], problems: list[Problem], distortion: str
) -> tuple[etree._Element, tuple[Part, ...]]:
    status = ResponseStatus.FAILURE if not found else ResponseStatus.PARTIAL if problems else ResponseStatus.SUCCESS
    root = etree.Element(f"{_XDS}RetrieveDocumentSetResponse", nsmap={"xdsb": XDSB, "rs": RS})
    outcome = etree.SubElement(root, f"{{{RS}}}RegistryResponse", {"status": status.value})
    if problems:
        outcome.append(error_list(problems))
    parts = []
    for number, document in enumerate(found, start=1):
        data = _altered(document.data) if distortion == "octet" else document.data
        part = Part(content_id=f"document{number}@dmp.bac-a-sable.test", data=data, content_type=document.mime)
        response = etree.SubElement(root, f"{_XDS}DocumentResponse")
        etree.SubElement(response, f"{_XDS}RepositoryUniqueId").text = REPOSITORY
        etree.SubElement(response, f"{_XDS}DocumentUniqueId").text = document.unique_id
        etree.SubElement(response, f"{_XDS}mimeType").text = document.mime
        include(etree.SubElement(response, f"{_XDS}Document"), part)
        parts.append(part)
    return root, tuple(parts)


def _altered(data: bytes) -> bytes:
    """The document with its last byte changed: the reader's control of the hash must see it."""
    return data[:-1] + bytes([data[-1] ^ 1])
