"""ITI-18: a stored query in, an AdhocQueryResponse out."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from esante.xds.names import QUERY, RIM, ResponseStatus, rim
from lxml import etree

from sandbox.dmp.registry import find, get, parameters, rules
from sandbox.dmp.registry.parameters import Parameters
from sandbox.dmp.registry.problems import Problem, Rejected
from sandbox.dmp.registry.rim import RimObject
from sandbox.dmp.registry.store import Held, RegistryStore

LEAF, REF = "LeafClass", "ObjectRef"
MAX_RESULTS = 500


def _only_objects(finder: Callable[[RegistryStore, Parameters], list[Held]]) -> Callable[..., get.Found]:
    return lambda store, asked: (finder(store, asked), [])


QUERIES: dict[str, tuple[str, Callable[[RegistryStore, Parameters], get.Found]]] = {
    "14d4debf-8f97-4251-9a74-a90016b0af0d": ("FindDocuments", _only_objects(find.find_documents)),
    "12941a89-e02e-4be5-967c-ce4bfc8fe492": ("FindDocumentsByReferenceId", _only_objects(find.find_documents)),
    "f26abbcb-ac74-4422-8a30-edb644bbc1a9": ("FindSubmissionSets", _only_objects(find.find_sets)),
    "958f3006-baad-4929-a4de-ff1114824431": ("FindFolders", _only_objects(find.find_folders)),
    "10b545ea-725c-446d-9b95-8aeb444eddf3": ("GetAll", get.everything),
    "5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4": ("GetDocuments", get.documents),
    "5737b14c-8a1a-4539-b659-e03a34a5e1e4": ("GetFolders", get.folders),
    "a7ae438b-4bc2-4642-93e9-be891f7bb155": ("GetAssociations", get.associations),
    "bab9529a-4a10-40b3-a01f-f68a615d247a": ("GetDocumentsAndAssociations", get.documents_and_associations),
    "51224314-5390-4169-9b91-b1980040715a": ("GetSubmissionSets", get.sets_of),
    "e8e3cb2c-e39c-46b9-99e4-c12f57260b83": ("GetSubmissionSetAndContents", get.set_and_contents),
    "b909a503-523d-4517-8acf-8e5834dfc4c7": ("GetFolderAndContents", get.folder_and_contents),
    "10cae35a-c7f9-4cf5-b61e-fc3278ffb578": ("GetFoldersForDocument", get.folders_for_document),
    "d90e5407-b356-4d91-a89f-873917b4b0e6": ("GetRelatedDocuments", get.related_documents),
}


@dataclass(frozen=True, slots=True)
class Query:
    """A stored query read: its name, what it returns, its parameters."""

    name: str
    leaf: bool
    asked: Parameters
    run: Callable[[RegistryStore, Parameters], get.Found]

    @property
    def patient(self) -> str:
        """The person asked about, in short form; empty for queries by identifier."""
        return find.patient_of(self.asked)


def read(request: etree._Element) -> Query:
    """Read an AdhocQueryRequest. Raises `Rejected` for an unknown query or a badly written parameter."""
    query = request.find(f".//{rim('AdhocQuery')}")
    identifier = "" if query is None else query.get("id", "").removeprefix("urn:uuid:")
    if query is None or identifier not in QUERIES:
        context = f"Recherche inconnue : {identifier or 'sans identifiant'}."
        raise Rejected(Problem("XDSUnknownStoredQuery", context, rules.QUERY))
    name, run = QUERIES[identifier]
    asked = parameters.read(query)
    if name == "FindDocumentsByReferenceId" and not asked.values("$XDSDocumentEntryReferenceIdList"):
        raise parameters.missing("$XDSDocumentEntryReferenceIdList")
    option = request.find(f"{{{QUERY}}}ResponseOption")
    returned = LEAF if option is None else option.get("returnType", LEAF)
    if returned not in (LEAF, REF):
        raise parameters.wrong_form(f"returnType vaut {returned}.")
    return Query(name, returned == LEAF, asked, run)


def answer(query: Query, objects: Sequence[Held], links: Sequence[RimObject]) -> etree._Element:
    """The response holding these objects, whole or by reference. Raises `Rejected` when it may not be given."""
    if query.leaf and len({one.object.patient for one in objects}) > 1:
        context = "La réponse porterait sur plusieurs personnes : demandez des références."
        raise Rejected(Problem("XDSResultNotSinglePatient", context, rules.SINGLE_PATIENT))
    if query.leaf and len(objects) > MAX_RESULTS:
        context = f"Plus de {MAX_RESULTS} objets : précisez la recherche."
        raise Rejected(Problem("XDSTooManyResults", context, rules.QUERY))
    elements = [one.object.element for one in objects] + [one.element for one in links]
    root = _root(ResponseStatus.SUCCESS, len(elements))
    listed = etree.SubElement(root, rim("RegistryObjectList"))
    for element in elements:
        if query.leaf:
            listed.append(copy.deepcopy(element))
        else:
            etree.SubElement(listed, rim("ObjectRef"), {"id": element.get("id", "")})
    return root


def empty(status: ResponseStatus) -> etree._Element:
    """A response without any object: errors are put in front of its empty list by the caller."""
    root = _root(status, 0)
    etree.SubElement(root, rim("RegistryObjectList"))
    return root


def _root(status: ResponseStatus, count: int) -> etree._Element:
    attributes = {"status": status.value, "startIndex": "0", "totalResultCount": str(count)}
    return etree.Element(f"{{{QUERY}}}AdhocQueryResponse", attributes, nsmap={"query": QUERY, "rim": RIM})
