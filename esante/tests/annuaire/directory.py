"""A tiny directory holding the cast, served in the same process: what the real API v2 does with our requests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

import httpx
from esante.annuaire import (
    Mailbox,
    OrganizationRecord,
    PractitionerRecord,
    RoleRecord,
    encode_organization,
    encode_practitioner,
    encode_role,
    mailboxes_of,
)
from esante.fhirkit import (
    Issue,
    Json,
    Parameter,
    codes,
    cut,
    encode_outcome,
    encode_searchset,
    parse_query,
    reference_key,
    string_matches,
    token_matches,
)

BASE = "https://annuaire.test/fhir/v2"
KEY = "cle-de-test"

SSIAD = OrganizationRecord(
    id="001-1",
    idnst="1350009999",
    name="SSIAD Les Ajoncs",
    finess="350009999",
    sector="SA41",
    postal_code="35000",
    city="Rennes",
    commune="35238",
    phone="0299000000",
    lines=("3 rue des Ajoncs",),
    mailboxes=(
        Mailbox(address="equipe@ssiad-ajoncs.mssante.test", kind="ORG", service="Coordination", description="Équipe"),
        Mailbox(address="dui@ssiad-ajoncs.mssante.test", kind="APP", digitization=True),
    ),
)
CABINET = OrganizationRecord(
    id="001-2",
    idnst="381234567800013",
    name="Cabinet médical du Mail",
    siret="81234567800013",
    legal=True,
    sector="SA07",
    postal_code="35000",
    city="Rennes",
)
EHPAD = OrganizationRecord(
    id="001-3",
    idnst="1350009965",
    name="EHPAD Iris",
    finess="350009965",
    sector="SA17",
    category="500",
    postal_code="35131",
    city="Chartres-de-Bretagne",
    mailboxes=(Mailbox(address="accueil@ehpad-iris.mssante.test", kind="ORG"),),
)
INES = PractitionerRecord(
    id="003-1",
    rpps="10100000024",
    family="MOREAU",
    given="Inès",
    civility="MME",
    profession="60",
)
AICHA = PractitionerRecord(id="003-2", rpps="10100000016", family="BENALI", given="Aïcha", civility="MME")
MARTIN = PractitionerRecord(
    id="003-3",
    rpps="10100000032",
    family="MARTIN",
    given="Paul",
    civility="M",
    title="DR",
    profession="10",
    skills=("SM26",),
    mailboxes=(Mailbox(address="paul.martin@medecin.mssante.test", kind="PER"),),
)
INES_AT_SSIAD = RoleRecord(
    id="005-1",
    activity="F350009999-1",
    practitioner="003-1",
    organization="001-1",
    mode="S",
    function="FON-AU",
    mailboxes=(Mailbox(address="ines.moreau@ssiad-ajoncs.mssante.test", kind="PER"),),
)
AICHA_AT_SSIAD = RoleRecord(
    id="005-2",
    activity="F350009999-2",
    practitioner="003-2",
    organization="001-1",
    mode="S",
    care_role="313",
    mailboxes=(Mailbox(address="aicha.benali@ssiad-ajoncs.mssante.test", kind="PER"),),
)
MARTIN_AT_CABINET = RoleRecord(
    id="005-3", activity="1010000003", practitioner="003-3", organization="001-2", mode="L", function="FON-AU"
)
MARTIN_AT_EHPAD = RoleRecord(
    id="005-4", activity="1010000004", practitioner="003-3", organization="001-3", mode="S", active=False
)

RESOURCES: list[Json] = [
    *(encode_organization(one) for one in (SSIAD, CABINET, EHPAD)),
    *(encode_practitioner(one) for one in (INES, AICHA, MARTIN)),
    *(encode_role(one) for one in (INES_AT_SSIAD, AICHA_AT_SSIAD, MARTIN_AT_CABINET, MARTIN_AT_EHPAD)),
]
_SERVED = {
    "Practitioner": {"_id", "active", "family", "given", "identifier", "mailbox-mss", "name", "qualification-code"},
    "PractitionerRole": {"_id", "active", "identifier", "mailbox-mss", "organization", "practitioner", "role"},
    "Organization": {
        "_id",
        "active",
        "address-city",
        "address-postalcode",
        "identifier",
        "mailbox-mss",
        "name",
        "type",
    },
}


class Directory:
    """Answers searches over `RESOURCES`, ``page_size`` matches a page; keeps what it was asked."""

    def __init__(self, *, page_size: int = 50) -> None:
        self.page_size = page_size
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if request.headers.get("ESANTE-API-KEY") != KEY:
            return httpx.Response(403, text="forbidden")
        kind = request.url.path.rsplit("/", 1)[-1]
        parameters = parse_query(request.url.query.decode())
        criteria = [one for one in parameters if not one.is_include and one.name not in ("_count", "_offset")]
        for one in criteria:
            if one.name not in _SERVED[kind]:
                outcome = encode_outcome([Issue(code="not-supported", diagnostics=f"Parameter {one.name} not found")])
                return httpx.Response(400, content=json.dumps(outcome))
        found = [one for one in RESOURCES if one["resourceType"] == kind and all(answers(one, c) for c in criteria)]
        offset = next((int(one.values[0]) for one in parameters if one.name == "_offset"), 0)
        page = cut(found, offset=offset, count=self.page_size)
        links = {"self": str(request.url)}
        if page.next_offset is not None:
            links["next"] = str(request.url.copy_set_param("_offset", page.next_offset))
        along = [one for p in parameters if p.is_include for one in included(p, page.items)]
        bundle = encode_searchset(map(_named, page.items), included=map(_named, along), total=len(found), links=links)
        return httpx.Response(200, content=json.dumps(bundle))


def http(handler: Callable[[httpx.Request], httpx.Response]) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(handler))


def answers(resource: Json, parameter: Parameter) -> bool:
    if parameter.name in ("organization", "practitioner"):
        return reference_key(resource.get(parameter.name)) in parameter.texts
    if parameter.name in ("name", "family", "given", "address-city", "address-postalcode", "mailbox-mss"):
        return string_matches(parameter, _strings(resource, parameter.name))
    return token_matches(parameter, _tokens(resource, parameter.name))


def included(parameter: Parameter, matches: Iterable[Json]) -> list[Json]:
    source, _, end = parameter.values[0].partition(":")
    matches = list(matches)
    if parameter.name == "_include":
        pointed = {reference_key(one.get(end)) for one in matches}
        return [one for one in RESOURCES if f"{one['resourceType']}/{one['id']}" in pointed]
    held = {f"{one['resourceType']}/{one['id']}" for one in matches}
    return [one for one in RESOURCES if one["resourceType"] == source and reference_key(one.get(end)) in held]


def _named(resource: Json) -> tuple[str, Json]:
    return f"{BASE}/{resource['resourceType']}/{resource['id']}", resource


def _strings(resource: Json, name: str) -> list[str]:
    if name == "mailbox-mss":
        return [box.address for box in mailboxes_of(resource)]
    if name.startswith("address-"):
        key = {"address-city": "city", "address-postalcode": "postalCode"}[name]
        return [one.get(key, "") for one in resource.get("address", [])]
    if isinstance(resource.get("name"), str):
        return [resource["name"]]
    (human,) = resource["name"]
    parts = {"family": [human["family"]], "given": human["given"]}
    return parts.get(name) or [human["family"], *human["given"], *human.get("prefix", [])]


def _tokens(resource: Json, name: str) -> list[tuple[str, str]]:
    if name == "_id":
        return [("", resource["id"])]
    if name == "active":
        return [("", str(resource["active"]).lower())]
    if name == "identifier":
        return [(one["system"], one["value"]) for one in resource["identifier"]]
    concepts = [one["code"] for one in resource.get("qualification", [])] + resource.get("type", [])
    systems = {coding["system"] for one in concepts for coding in one["coding"]}
    return [(system, code) for system in systems for code in codes(concepts, system)]
