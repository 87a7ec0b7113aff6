"""Who is where in a bundle: business identifiers ⇄ ``urn:uuid:`` on the way out, references → identifiers on the way in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from esante.fhirkit import Json, reference_key
from esante.fhirkit.reading import objects, text
from esante.tddui.errors import Fault, RefusedTransfer
from esante.tddui.residue import merge

_NAMESPACE = uuid.UUID("6a1ec9d4-4a77-5f0c-9d0e-6a2f7f3c1b58")


def url_of(kind: str, identity: str) -> str:
    """The fullUrl of an object: drawn from what it is, so that the same record gives the same bundle."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{kind} {identity}')}"


def key_of(kind: str, identity: str) -> str:
    """The key of an object in `Transfer.kept` and `Transfer.addresses`."""
    return f"{kind} {identity}"


class Outward:
    """Entries of a transaction in the making; a reference is only given to what has been declared."""

    def __init__(self, addresses: Mapping[str, str] | None = None, kept: Mapping[str, Json] | None = None) -> None:
        self._addresses, self._kept = addresses or {}, kept or {}
        self._urls: dict[tuple[str, str], str] = {}
        self.entries: list[Json] = []

    def declare(self, kind: str, identity: str) -> None:
        """Say that an object will be added. Raises RefusedTransfer on a second one of the same identifier."""
        if (kind, identity) in self._urls:
            raise RefusedTransfer("Deux éléments du dossier portent le même identifiant.")
        self._urls[(kind, identity)] = self._addresses.get(key_of(kind, identity)) or url_of(kind, identity)

    def add(self, kind: str, identity: str, resource: Json) -> None:
        """Add the resource of an object declared, with what was kept of it."""
        kept = self._kept.get(key_of(kind, identity))
        self._add(self._urls[(kind, identity)], merge(resource, kept) if kept else resource)

    def add_other(self, number: int, resource: Json) -> None:
        """Add a resource received, as it came."""
        identity = str(number)
        self._add(self._addresses.get(key_of("other", identity)) or url_of("other", identity), resource)

    def reference(self, kind: str, identity: str) -> Json:
        """Reference to an object declared. Raises RefusedTransfer when it is not in the record."""
        if (kind, identity) not in self._urls:
            raise RefusedTransfer("Un élément du dossier en désigne un autre qui n'y est pas.")
        return {"reference": self._urls[(kind, identity)]}

    @property
    def patient(self) -> Json:
        """Reference to the usager."""
        return self.reference("usager", "")

    def _add(self, url: str, resource: Json) -> None:
        request = {"method": "POST", "url": resource["resourceType"]}
        self.entries.append({"fullUrl": url, "resource": resource, "request": request})


@dataclass(frozen=True, slots=True)
class Arrived:
    """A resource received: where it is told, and the address it was given."""

    where: str
    url: str
    resource: Json


class Inward:
    """Entries of a transaction received: found by fullUrl or by relative reference, then placed under our identifiers."""

    def __init__(self, bundle: Json) -> None:
        self.faults: list[Fault] = []
        self.arrived: list[Arrived] = []
        self.placed: dict[tuple[str, str], Arrived] = {}
        self._keys: dict[int, tuple[str, str]] = {}
        self._known: dict[str, Arrived] = {}
        for number, entry in enumerate(objects(bundle.get("entry")), 1):
            self._keep(number, entry)

    def of(self, kind: str, *profiles: str) -> Iterator[Arrived]:
        """Resources of a type not placed yet, of one of these profiles when they say theirs."""
        for one in self.arrived:
            if one.resource.get("resourceType") == kind and not self.key(one) and _is_of(one.resource, profiles):
                yield one

    def place(self, kind: str, identity: str, one: Arrived) -> bool:
        """Give a resource its identifier; False when another of that identifier came first."""
        if (kind, identity) in self.placed:
            return False
        self.placed[(kind, identity)] = one
        self._keys[id(one.resource)] = (kind, identity)
        return True

    def key(self, one: Arrived) -> tuple[str, str] | None:
        """Kind and identifier under which a resource was placed."""
        return self._keys.get(id(one.resource))

    def resolve(self, reference: object, where: str) -> Arrived | None:
        """The resource a reference points at; a dangling one is a fault."""
        if not isinstance(reference, dict) or not reference.get("reference"):
            return None
        found = self.find(reference)
        if found is None:
            self.fault("reference", where, "Un élément en désigne un autre qui n'est pas dans le transfert.")
        return found

    def find(self, reference: Json) -> Arrived | None:
        """Same, without a word."""
        return self._known.get(text(reference.get("reference"))) or self._known.get(reference_key(reference))

    def linked(self, reference: object, where: str, kind: str) -> str:
        """Identifier of the object of that kind a reference leads to, through the post of a professional; else ""."""
        found = self.resolve(reference, where)
        if found is not None and kind == "professional" and found.resource.get("resourceType") == "PractitionerRole":
            found = self.resolve(found.resource.get("practitioner"), where)
        held = self.key(found) if found is not None else None
        return held[1] if held is not None and held[0] == kind else ""

    def fault(self, code: str, where: str, sentence: str) -> None:
        """Note something to show in the preview."""
        fault = Fault(code, where, sentence)
        if fault not in self.faults[-20:]:
            self.faults.append(fault)

    def _keep(self, number: int, entry: Json) -> None:
        resource, url = entry.get("resource"), text(entry.get("fullUrl"))
        where = url or f"entry[{number}]"
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            self.fault("missing", where, "Une entrée du transfert est vide.")
            return
        request = entry.get("request")
        if not isinstance(request, dict) or request.get("method") != "POST":
            self.fault("method", where, "Une entrée du transfert n'est pas une création : elle n'est pas importée.")
            return
        one = Arrived(where, url, resource)
        self.arrived.append(one)
        if url:
            self._known[url] = one
        if isinstance(resource.get("id"), str):
            self._known[f"{resource['resourceType']}/{resource['id']}"] = one


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
