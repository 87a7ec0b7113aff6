"""Records → FHIR resources, as the directory's server publishes them (profiles as-dp-*)."""

from __future__ import annotations

from datetime import datetime

from esante.annuaire import systems
from esante.annuaire.records import Mailbox, OrganizationRecord, PractitionerRecord, RoleRecord
from esante.fhirkit import Json


def encode_practitioner(record: PractitionerRecord) -> Json:
    """Profile as-dp-practitioner."""
    resource = _base("Practitioner", record.id, record.updated, active=record.active)
    resource["identifier"] = [
        _identifier("IDNPS", systems.IDNPS, record.idnps),
        _identifier("RPPS", systems.RPPS, record.rpps),
    ]
    name: Json = {"use": "usual", "family": record.family, "given": [record.given]}
    name |= {"prefix": [record.civility]} if record.civility else {}
    name |= {"suffix": [record.title]} if record.title else {}
    resource["name"] = [name]
    _put(resource, "telecom", [_mailbox(box) for box in record.mailboxes])
    _put(resource, "qualification", _qualifications(record))
    return resource


def encode_role(record: RoleRecord) -> Json:
    """Profile as-dp-practitionerrole."""
    resource = _base("PractitionerRole", record.id, record.updated, active=record.active)
    resource["identifier"] = [{"system": systems.RPPS, "value": record.activity}]
    resource["practitioner"] = {"reference": f"Practitioner/{record.practitioner}"}
    if record.organization:
        resource["organization"] = {"reference": f"Organization/{record.organization}"}
    held = (
        (systems.ACTIVITY_KIND, "GENR01"),
        (systems.ACTIVITY_MODE, record.mode),
        (systems.FUNCTION, record.function),
        (systems.CARE_ROLE, record.care_role),
    )
    resource["code"] = [_concept((system, code)) for system, code in held if code]
    _put(resource, "telecom", [_mailbox(box) for box in record.mailboxes])
    return resource


def encode_organization(record: OrganizationRecord) -> Json:
    """Profile as-dp-organization."""
    resource = _base("Organization", record.id, record.updated, active=record.active)
    resource["identifier"] = [
        _identifier(kind, system, value)
        for kind, system, value in (
            ("IDNST", systems.IDNST, record.idnst),
            ("FINEJ" if record.legal else "FINEG", systems.FINESS, record.finess),
            ("SIRET", systems.SIRENE, record.siret),
        )
        if value
    ]
    _put(resource, "type", _types(record))
    resource["name"] = record.name
    phone = [{"system": "phone", "value": record.phone}] if record.phone else []
    _put(resource, "telecom", phone + [_mailbox(box) for box in record.mailboxes])
    _put(resource, "address", _addresses(record))
    return resource


def _base(kind: str, identity: str, updated: datetime | None, *, active: bool) -> Json:
    meta: Json = {"source": systems.SOURCE, "profile": list(systems.PROFILES[kind])}
    if updated:
        meta |= {"lastUpdated": updated.isoformat(timespec="milliseconds")}
    return {"resourceType": kind, "id": identity, "meta": meta, "language": "fr", "active": active}


def _put(resource: Json, key: str, values: list[Json]) -> None:
    """FHIR forbids empty arrays."""
    if values:
        resource[key] = values


def _identifier(kind: str, system: str, value: str) -> Json:
    coding = {"system": systems.IDENTIFIER_TYPE, "code": kind}
    return {"use": "official", "type": {"coding": [coding]}, "system": system, "value": value}


def _concept(*codings: tuple[str, str]) -> Json:
    return {"coding": [{"system": system, "code": code} for system, code in codings]}


def _qualifications(record: PractitionerRecord) -> list[Json]:
    exercise = ((systems.PROFESSION, record.profession), (systems.CATEGORY, record.category))
    codings = [(system, code) for system, code in exercise if code]
    held = [{"code": _concept(*codings)}] if codings else []
    held += [{"code": _concept((systems.SKILL, skill), (systems.SKILL_TYPE, "S"))} for skill in record.skills]
    return held


def _types(record: OrganizationRecord) -> list[Json]:
    def labelled(slice_name: str, system: str, code: str) -> Json:
        extension = {"url": systems.ORGANIZATION_TYPES_EXTENSION, "valueCode": slice_name}
        return {"extension": [extension], **_concept((system, code))}

    nature = "LEGAL-ENTITY" if record.legal else "GEOGRAPHICAL-ENTITY"
    types = [labelled("organizationType", systems.ORGANIZATION_TYPE, nature)]
    if record.sector:
        types.append(labelled("secteurActiviteRASS", systems.SECTOR, record.sector))
    if record.category:
        types.append(_concept((systems.ESTABLISHMENT, record.category)))
    return types


def _addresses(record: OrganizationRecord) -> list[Json]:
    address: Json = {"line": list(record.lines)} if record.lines else {}
    address |= {"city": record.city} if record.city else {}
    address |= {"postalCode": record.postal_code} if record.postal_code else {}
    if record.commune:
        coding = {"system": systems.COMMUNE, "code": record.commune}
        address["extension"] = [{"url": systems.COMMUNE_EXTENSION, "valueCoding": coding}]
    return [address] if address else []


def _mailbox(box: Mailbox) -> Json:
    parts: list[Json] = []
    if box.kind:
        parts.append({"url": "type", "valueCodeableConcept": _concept((systems.MAILBOX_TYPE, box.kind))})
    parts += [
        {"url": url, "valueString": value}
        for url, value in (("description", box.description), ("service", box.service))
        if value
    ]
    if box.digitization:
        parts.append({"url": "digitization", "valueBoolean": True})
    nature = {"system": systems.EMAIL_TYPE, "code": "MSSANTE"}
    extensions: list[Json] = [{"url": systems.EMAIL_TYPE_EXTENSION, "valueCoding": nature}]
    extensions += [{"url": systems.MAILBOX_EXTENSION, "extension": parts}] if parts else []
    return {"extension": extensions, "system": "email", "value": box.address}
