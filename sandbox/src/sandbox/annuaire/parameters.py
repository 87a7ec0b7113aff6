"""The search parameters the API serves, resource by resource, and where each one looks.

Source: the parameters seen served by the API v2. `data-information-system`, `data-registration-authority`,
`number-smartcard`, `partof` and `pharmacy-licence` are served and look at elements no resource of this directory has:
they select nothing, as they would for such professionals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from esante.fhirkit import Json

Kind = Literal["string", "token", "reference", "date"]
Getter = Callable[[Json], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Served:
    """A parameter: its kind decides how it compares, `values` what it compares with.

    Values are texts for `string` and `reference`, (system, code) pairs for `token`, ISO instants for `date`.
    """

    kind: Kind
    values: Getter


def _names(field: str) -> Getter:
    def values(resource: Json) -> Iterable[str]:
        for name in resource.get("name", []):
            given = name.get(field, [])
            yield from [given] if isinstance(given, str) else given

    return values


def _whole_name(resource: Json) -> Iterable[str]:
    for name in resource.get("name", []):
        given = " ".join(name.get("given", []))
        yield from (name["family"], *name.get("given", []), f"{given} {name['family']}", f"{name['family']} {given}")


def _codings(*fields: str) -> Getter:
    def values(resource: Json) -> Iterable[tuple[str, str]]:
        for field in fields:
            for concept in resource.get(field, []):
                for coding in concept.get("code", concept).get("coding", []):
                    yield coding["system"], coding["code"]

    return values


def _identifiers(resource: Json) -> Iterable[tuple[str, str]]:
    return [(known["system"], known["value"]) for known in resource.get("identifier", [])]


def _identifier_types(resource: Json) -> Iterable[tuple[str, str]]:
    for known in resource.get("identifier", []):
        for coding in known.get("type", {}).get("coding", []):
            yield coding["system"], coding["code"]


def _mailboxes(resource: Json) -> Iterable[str]:
    for telecom in resource.get("telecom", []):
        kinds = [extension.get("valueCoding", {}).get("code") for extension in telecom.get("extension", [])]
        if "MSSANTE" in kinds:
            yield telecom["value"]


def _address(*fields: str) -> Getter:
    def values(resource: Json) -> Iterable[str]:
        for address in resource.get("address", []):
            for field in fields:
                held = address.get(field, [])
                yield from [held] if isinstance(held, str) else held

    return values


def _reference(field: str) -> Getter:
    return lambda resource: [resource[field]["reference"]] if field in resource else []


def _nothing(resource: Json) -> Iterable[str]:
    return ()


_COMMON: Mapping[str, Served] = {
    "_id": Served("token", lambda resource: [("", resource["id"])]),
    "_lastUpdated": Served("date", lambda resource: [resource["meta"]["lastUpdated"]]),
    "active": Served("token", lambda resource: [("", str(resource["active"]).lower())]),
    "identifier": Served("token", _identifiers),
    "mailbox-mss": Served("string", _mailboxes),
    "data-information-system": Served("token", _nothing),
}

SERVED: Mapping[str, Mapping[str, Served]] = {
    "Practitioner": {
        **_COMMON,
        "family": Served("string", _names("family")),
        "given": Served("string", _names("given")),
        "name": Served("string", _whole_name),
        "identifier-type": Served("token", _identifier_types),
        "number-smartcard": Served("token", _nothing),
        "qualification-code": Served("token", _codings("qualification")),
    },
    "PractitionerRole": {
        **_COMMON,
        "data-registration-authority": Served("token", _nothing),
        "organization": Served("reference", _reference("organization")),
        "practitioner": Served("reference", _reference("practitioner")),
        "role": Served("token", _codings("code")),
    },
    "Organization": {
        **_COMMON,
        "address": Served("string", _address("line", "city", "postalCode")),
        "address-city": Served("string", _address("city")),
        "address-postalcode": Served("string", _address("postalCode")),
        "identifier-type": Served("token", _identifier_types),
        "name": Served("string", lambda resource: [resource["name"]]),
        "partof": Served("reference", _reference("partOf")),
        "pharmacy-licence": Served("token", _nothing),
        "type": Served("token", _codings("type")),
    },
}

# Parameters of every search that select nothing by themselves.
RESULT = ("_include", "_revinclude", "_count", "_getpagesoffset", "_format", "_total", "_pretty")
