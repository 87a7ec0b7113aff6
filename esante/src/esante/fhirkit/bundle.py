"""Bundle of type ``searchset`` (FHIR R4, 3.1.1 and Bundle): built by a server, read by a client."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from esante.fhirkit.errors import Json, NotFhir
from esante.fhirkit.reading import objects, reference_key, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Searchset:
    """One page of answers.

    ``matches`` answer the question; ``included`` came along by ``_include`` or ``_revinclude``;
    ``outcomes`` are the server's remarks (OperationOutcome resources). ``total`` counts the matches of
    all pages, None when the server did not say. ``links`` maps a relation ("self", "next") to its URL.
    """

    matches: tuple[Json, ...] = ()
    included: tuple[Json, ...] = ()
    outcomes: tuple[Json, ...] = ()
    total: int | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Json] = field(default_factory=dict, repr=False)

    @property
    def next_url(self) -> str:
        """Address of the following page, "" on the last one."""
        return self.links.get("next", "")

    def resolve(self, reference: object) -> Json | None:
        """The resource of this page a Reference points at, if it came along."""
        return self.known.get(reference_key(reference))


def encode_searchset(
    matches: Iterable[tuple[str, Json]],
    *,
    included: Iterable[tuple[str, Json]] = (),
    total: int,
    links: Mapping[str, str],
) -> Json:
    """Build the Bundle a server answers to a search.

    ``matches`` and ``included`` are (fullUrl, resource) pairs. ``total`` counts matches only.
    """
    entries = [_entry(url, resource, "match") for url, resource in matches]
    entries += [_entry(url, resource, "include") for url, resource in included]
    bundle: Json = {"resourceType": "Bundle", "type": "searchset", "total": total}
    bundle["link"] = [{"relation": relation, "url": url} for relation, url in links.items()]
    # FHIR forbids an empty array: a search without result has no "entry" at all.
    return bundle | {"entry": entries} if entries else bundle


def read_bundle(data: bytes | str) -> Json:
    """Decode a Bundle of any type.

    Raises NotFhir when it is not JSON or not a Bundle.
    """
    try:
        bundle = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotFhir("the answer is not JSON") from error
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise NotFhir("the answer is not a Bundle")
    return bundle


def read_searchset(data: bytes | str) -> Searchset:
    """Decode one page of search results; entries without ``search.mode`` count as matches.

    Raises NotFhir when the text is not a Bundle of type searchset (or collection, which some
    simulators answer).
    """
    bundle = read_bundle(data)
    if bundle.get("type") not in ("searchset", "collection"):
        raise NotFhir("the Bundle is not a searchset")
    sorted_out: dict[str, list[Json]] = {"match": [], "include": [], "outcome": []}
    known: dict[str, Json] = {}
    for entry in objects(bundle.get("entry")):
        resource = entry.get("resource")
        if not isinstance(resource, dict):
            continue
        sorted_out[_mode(entry, resource)].append(resource)
        known[f"{text(resource.get('resourceType'))}/{text(resource.get('id'))}"] = resource
    total = bundle.get("total")
    return Searchset(
        matches=tuple(sorted_out["match"]),
        included=tuple(sorted_out["include"]),
        outcomes=tuple(sorted_out["outcome"]),
        total=total if isinstance(total, int) else None,
        links={text(link.get("relation")): text(link.get("url")) for link in objects(bundle.get("link"))},
        known=known,
    )


def _entry(url: str, resource: Json, mode: str) -> Json:
    return {"fullUrl": url, "resource": resource, "search": {"mode": mode}}


def _mode(entry: Json, resource: Json) -> str:
    if resource.get("resourceType") == "OperationOutcome":
        return "outcome"
    search = entry.get("search")
    mode = search.get("mode") if isinstance(search, dict) else None
    return mode if mode in ("include", "outcome") else "match"
