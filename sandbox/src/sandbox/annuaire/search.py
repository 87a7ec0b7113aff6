"""Searching the directory: which resources answer, what comes along, in pages of fifty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from esante.fhirkit import (
    Json,
    Page,
    Parameter,
    cut,
    instant_matches,
    string_matches,
    token_matches,
)

from sandbox.annuaire import rules
from sandbox.annuaire.directory import Directory
from sandbox.annuaire.parameters import RESULT, SERVED, Served
from sandbox.rules import Rule

PAGE = 50
_LINKS = {"practitioner": "Practitioner", "organization": "Organization"}


@dataclass(eq=False)
class Refusal(Exception):
    """The request is refused: HTTP status, diagnostics of the OperationOutcome, rule."""

    status: int
    diagnostics: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search and the resources that came along."""

    page: Page[Json]
    included: tuple[Json, ...]


def search(directory: Directory, kind: str, parameters: Sequence[Parameter]) -> Found:
    """Run a search on one kind of resource; raises `Refusal` on anything not served."""
    criteria = [(_served(kind, one), one) for one in parameters if one.name not in RESULT]
    matches = [
        resource
        for resource in directory.resources[kind].values()
        if all(_matches(served, parameter, resource) for served, parameter in criteria)
    ]
    page = cut(matches, offset=_number(parameters, "_getpagesoffset", 0), count=_number(parameters, "_count", PAGE))
    along: dict[str, Json] = {}
    for parameter in parameters:
        if parameter.is_include:
            for resource in _along(directory, kind, page.items, parameter):
                along[f"{resource['resourceType']}/{resource['id']}"] = resource
    for resource in page.items:
        along.pop(f"{kind}/{resource['id']}", None)
    return Found(page, tuple(along.values()))


def _served(kind: str, parameter: Parameter) -> Served:
    served = SERVED[kind].get(parameter.name)
    if served is None:
        raise Refusal(400, f"Parameter {parameter.name} not found", rules.PARAMETER)
    allowed = {"", "contains", "exact"} if served.kind == "string" else {""}
    if parameter.modifier not in allowed:
        raise Refusal(400, f"Modifier {parameter.modifier} not supported for {parameter.name}", rules.MODIFIER)
    return served


def _matches(served: Served, parameter: Parameter, resource: Json) -> bool:
    held = list(served.values(resource))
    if served.kind == "string":
        return string_matches(parameter, held)
    if served.kind == "token":
        return token_matches(parameter, held)
    if served.kind == "reference":
        wanted = {text.rpartition("/")[2] for text in parameter.texts}
        return any(reference.rpartition("/")[2] in wanted for reference in held)
    try:
        return any(instant_matches(parameter, datetime.fromisoformat(instant)) for instant in held)
    except ValueError as error:
        raise Refusal(400, f"Invalid date for {parameter.name}", rules.VALUE) from error


def _number(parameters: Sequence[Parameter], name: str, default: int) -> int:
    values = [parameter.values[0] for parameter in parameters if parameter.name == name]
    if not values:
        return default
    if not values[0].isdigit():
        raise Refusal(400, f"Invalid value for {name}", rules.VALUE)
    return int(values[0])


def _along(directory: Directory, kind: str, items: Sequence[Json], parameter: Parameter) -> list[Json]:
    links = _links(parameter.texts[0])
    if parameter.name == "_include" and kind == "PractitionerRole":
        wanted = [resource[link]["reference"] for resource in items for link in links if link in resource]
        found = [directory.get(*reference.split("/")) for reference in wanted]
        return [resource for resource in found if resource]
    if parameter.name == "_revinclude":
        targets = {f"{kind}/{resource['id']}" for resource in items}
        roles = directory.resources["PractitionerRole"].values()
        return [
            role
            for role in roles
            if any(role.get(link, {}).get("reference") in targets for link in links if _LINKS[link] == kind)
        ]
    return []


def _links(text: str) -> tuple[str, ...]:
    if text == "*":
        return tuple(_LINKS)
    source, _, link = text.partition(":")
    link = link.partition(":")[0]
    if source != "PractitionerRole" or link not in _LINKS:
        raise Refusal(400, f"Invalid include {text}", rules.INCLUDE)
    return (link,)
