"""Who is where in a bundle: business identifiers ⇄ ``urn:uuid:`` on the way out, references → resources on the way in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from esante.fhirkit import Json, reference_key
from esante.fhirkit.reading import objects, text
from esante.tddui.errors import Fault, RefusedTransfer

_NAMESPACE = uuid.UUID("6a1ec9d4-4a77-5f0c-9d0e-6a2f7f3c1b58")


def url_of(kind: str, identity: str) -> str:
    """The fullUrl of an object: drawn from what it is, so that the same record gives the same bundle."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{kind} {identity}')}"


class Outward:
    """Entries of a transaction in the making; a reference is only given to what has been added."""

    def __init__(self) -> None:
        self._urls: dict[tuple[str, str], str] = {}
        self.entries: list[Json] = []

    def add(self, kind: str, identity: str, resource: Json) -> None:
        """Add a resource under a kind of our own and its business identifier. Raises RefusedTransfer on a second one."""
        if (kind, identity) in self._urls:
            raise RefusedTransfer("Deux éléments du dossier portent le même identifiant.")
        url = self._urls[(kind, identity)] = url_of(kind, identity)
        request = {"method": "POST", "url": resource["resourceType"]}
        self.entries.append({"fullUrl": url, "resource": resource, "request": request})

    def reference(self, kind: str, identity: str) -> Json:
        """Reference to an object already added. Raises RefusedTransfer when it is not in the record."""
        if (kind, identity) not in self._urls:
            raise RefusedTransfer("Un élément du dossier en désigne un autre qui n'y est pas.")
        return {"reference": self._urls[(kind, identity)]}


class Inward:
    """Entries of a transaction received, found again by fullUrl or by relative reference."""

    def __init__(self, bundle: Json) -> None:
        self.faults: list[Fault] = []
        self.resources: list[tuple[str, Json]] = []
        self._known: dict[str, Json] = {}
        for number, entry in enumerate(objects(bundle.get("entry")), 1):
            self._keep(number, entry)

    def of(self, kind: str, *profiles: str) -> Iterator[tuple[str, Json]]:
        """Resources of a type, of one of these profiles when they say theirs."""
        for where, resource in self.resources:
            if resource.get("resourceType") == kind and _is_of(resource, profiles):
                yield where, resource

    def resolve(self, reference: object, where: str) -> Json | None:
        """The resource a reference points at; a dangling one is a fault."""
        if not isinstance(reference, dict) or not reference.get("reference"):
            return None
        found = self._known.get(text(reference["reference"])) or self._known.get(reference_key(reference))
        if found is None:
            self.fault("reference", where, "Un élément en désigne un autre qui n'est pas dans le transfert.")
        return found

    def resolve_all(self, references: object, where: str) -> list[Json]:
        """Same, for a list."""
        found = (self.resolve(one, where) for one in objects(references))
        return [one for one in found if one is not None]

    def fault(self, code: str, where: str, sentence: str) -> None:
        """Note something to show in the preview."""
        self.faults.append(Fault(code, where, sentence))

    def _keep(self, number: int, entry: Json) -> None:
        resource, url = entry.get("resource"), text(entry.get("fullUrl"))
        where = url or f"entry[{number}]"
        if not isinstance(resource, dict):
            self.fault("missing", where, "Une entrée du transfert est vide.")
            return
        request = entry.get("request")
        if not isinstance(request, dict) or request.get("method") != "POST":
            self.fault("method", where, "Une entrée du transfert n'est pas une création : elle n'est pas importée.")
            return
        self.resources.append((where, resource))
        self._known[url] = resource
        self._known[f"{resource.get('resourceType')}/{resource.get('id')}"] = resource


def profiles_of(resource: Json) -> tuple[str, ...]:
    """Short names of the profiles a resource claims, versions removed."""
    meta = resource.get("meta")
    said = meta.get("profile") if isinstance(meta, dict) else None
    claimed: Iterable[object] = said if isinstance(said, list) else [said]
    names = (text(one).partition("|")[0].rpartition("/")[2] for one in claimed)
    return tuple(name for name in names if name)


def _is_of(resource: Json, profiles: tuple[str, ...]) -> bool:
    claimed = profiles_of(resource)
    return not profiles or not claimed or any(name in profiles for name in claimed)
