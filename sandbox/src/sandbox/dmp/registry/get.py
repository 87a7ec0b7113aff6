"""The Get queries: objects by identifier, and what they are linked to."""

from __future__ import annotations

from collections.abc import Iterable

from esante.xds.names import AssociationType, Status

from sandbox.dmp.registry.find import document_answers, find_documents, find_folders, find_sets
from sandbox.dmp.registry.parameters import Parameters, missing, wrong_number
from sandbox.dmp.registry.rim import Association, Kind
from sandbox.dmp.registry.store import Held, RegistryStore

Found = tuple[list[Held], list[Association]]

_PREFIX: dict[Kind, str] = {"document": "$XDSDocumentEntry", "set": "$XDSSubmissionSet", "folder": "$XDSFolder"}


def identified(store: RegistryStore, kind: Kind, asked: Parameters, *, single: bool = False) -> list[Held]:
    """Objects designated by exactly one of EntryUUID, UniqueId and LogicalID."""
    names = [f"{_PREFIX[kind]}{suffix}" for suffix in ("EntryUUID", "UniqueId", "LogicalID")]
    given = [name for name in names if name in asked]
    if not given:
        raise missing(f"{names[0]} ou {names[1]}")
    if len(given) > 1 or (single and len(asked.values(given[0])) > 1):
        raise wrong_number(f"Un seul de {', '.join(names)}.")
    values = asked.values(given[0])
    if given[0] == names[1]:
        return _distinct(one for value in values for one in store.by_unique_id(kind, value))
    if given[0] == names[2]:
        return _distinct(one for value in values for one in store.by_lid(value))
    return _distinct(one for value in values if (one := store.get(value)) and one.object.kind == kind)


def _distinct(found: Iterable[Held]) -> list[Held]:
    return list({one.id: one for one in found}.values())


def _ids(found: Iterable[Held]) -> list[str]:
    return [one.id for one in found]


def _uuids(asked: Parameters) -> list[str]:
    if not asked.values("$uuid"):
        raise missing("$uuid")
    return asked.values("$uuid")


def _members(associations: Iterable[Association]) -> list[Association]:
    return [one for one in associations if one.type == AssociationType.HAS_MEMBER]


def documents(store: RegistryStore, asked: Parameters) -> Found:
    """GetDocuments."""
    return identified(store, "document", asked), []


def folders(store: RegistryStore, asked: Parameters) -> Found:
    """GetFolders."""
    return identified(store, "folder", asked), []


def associations(store: RegistryStore, asked: Parameters) -> Found:
    """GetAssociations."""
    uuids = _uuids(asked)
    return [], store.associations(source=uuids, target=uuids)


def documents_and_associations(store: RegistryStore, asked: Parameters) -> Found:
    """GetDocumentsAndAssociations."""
    found = identified(store, "document", asked)
    return found, store.associations(source=_ids(found), target=_ids(found))


def sets_of(store: RegistryStore, asked: Parameters) -> Found:
    """GetSubmissionSets: the lots that contain these objects, and the links that say so."""
    links = _members(store.associations(target=_uuids(asked)))
    held = _distinct(one for link in links if (one := store.get(link.source)) and one.object.kind == "set")
    return held, [link for link in links if link.source in _ids(held)]


def set_and_contents(store: RegistryStore, asked: Parameters) -> Found:
    """GetSubmissionSetAndContents."""
    lots = identified(store, "set", asked, single=True)
    links = _members(store.associations(source=_ids(lots)))
    contents = _distinct(one for link in links if (one := store.get(link.target)))
    kept = [one for one in contents if one.object.kind != "document" or document_answers(one.object, asked)]
    inside = _members(store.associations(source=[one.id for one in kept if one.object.kind == "folder"]))
    known = {*_ids(lots), *_ids(kept)}
    members = {link.target for link in links}
    return [*lots, *kept], [
        link
        for link in [*links, *(one for one in inside if one.id in members)]
        if link.target in known or link.target not in _ids(contents)
    ]


def folder_and_contents(store: RegistryStore, asked: Parameters) -> Found:
    """GetFolderAndContents."""
    held = identified(store, "folder", asked, single=True)
    links = _members(store.associations(source=_ids(held)))
    contents = _distinct(one for link in links if (one := store.get(link.target)))
    kept = [one for one in contents if document_answers(one.object, asked)]
    return [*held, *kept], [link for link in links if link.target in _ids(kept)]


def folders_for_document(store: RegistryStore, asked: Parameters) -> Found:
    """GetFoldersForDocument."""
    found = identified(store, "document", asked, single=True)
    links = _members(store.associations(target=_ids(found)))
    return _distinct(one for link in links if (one := store.get(link.source)) and one.object.kind == "folder"), []


def related_documents(store: RegistryStore, asked: Parameters) -> Found:
    """GetRelatedDocuments: the document, those it is linked to by the types asked, and the links."""
    types = asked.values("$AssociationTypes")
    if not types:
        raise missing("$AssociationTypes")
    found = identified(store, "document", asked, single=True)
    links = [one for one in store.associations(source=_ids(found), target=_ids(found)) if one.type in types]
    ends = {end for link in links for end in (link.source, link.target)}
    related = [one for end in sorted(ends) if (one := store.get(end)) and one.object.kind == "document"]
    kept = [one for one in related if document_answers(one.object, asked)]
    both = [link for link in links if {link.source, link.target} <= set(_ids(kept))]
    return ([], []) if not both else (_distinct([*found, *kept]), both)


def everything(store: RegistryStore, asked: Parameters) -> Found:
    """GetAll: documents, lots and folders of a person, and every link between them."""
    patient = asked.one("$patientId")
    if not patient:
        raise missing("$patientId")
    for prefix in _PREFIX.values():
        if not asked.values(f"{prefix}Status"):
            raise missing(f"{prefix}Status")
        asked.groups[f"{prefix}PatientId"] = [[patient]]
    held = [*find_documents(store, asked), *find_sets(store, asked), *find_folders(store, asked)]
    known = set(_ids(held))
    links = [one for one in store.associations(source=known, target=known) if {one.source, one.target} <= known]
    return held, [link for link in links if (link.status or Status.APPROVED) == Status.APPROVED]
