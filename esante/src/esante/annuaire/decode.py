"""FHIR resources of the directory → records. Lenient: what is absent or misshapen is empty, never an exception."""

from __future__ import annotations

from datetime import datetime
from typing import cast, get_args

from esante.annuaire import systems
from esante.annuaire.records import Mailbox, MailboxKind, OrganizationRecord, PractitionerRecord, RoleRecord
from esante.fhirkit import Json, codes, extension, extensions, identifier, of_system, reference_key
from esante.fhirkit.reading import objects, text


def decode_practitioner(resource: Json) -> PractitionerRecord:
    """Read a Practitioner; the RPPS is taken from the IDNPS when it comes alone."""
    name = _first(resource.get("name"))
    qualifications = [one.get("code") for one in objects(resource.get("qualification"))]
    idnps = identifier(resource, systems.IDNPS)
    return PractitionerRecord(
        id=text(resource.get("id")),
        rpps=identifier(resource, systems.RPPS) or (idnps[1:] if idnps.startswith("8") else ""),
        family=text(name.get("family")),
        given=" ".join(_texts(name.get("given"))),
        civility=" ".join(_texts(name.get("prefix"))),
        title=" ".join(_texts(name.get("suffix"))),
        profession=_one(codes(qualifications, systems.PROFESSION)),
        category=_one(codes(qualifications, systems.CATEGORY)),
        skills=codes(qualifications, systems.SKILL),
        mailboxes=mailboxes_of(resource),
        active=resource.get("active") is not False,
        updated=_updated(resource),
    )


def decode_role(resource: Json) -> RoleRecord:
    """Read a PractitionerRole; references are kept as technical ids."""
    return RoleRecord(
        id=text(resource.get("id")),
        activity=text(_first(resource.get("identifier")).get("value")),
        practitioner=reference_key(resource.get("practitioner")).partition("/")[2],
        organization=reference_key(resource.get("organization")).partition("/")[2],
        mode=_one(codes(resource.get("code"), systems.ACTIVITY_MODE)),
        function=_one(codes(resource.get("code"), systems.FUNCTION)),
        care_role=_one(codes(resource.get("code"), systems.CARE_ROLE)),
        mailboxes=mailboxes_of(resource),
        active=resource.get("active") is not False,
        updated=_updated(resource),
    )


def decode_organization(resource: Json) -> OrganizationRecord:
    """Read an Organization; FINESS and SIRET are completed from the Struct_IdNat."""
    idnst = identifier(resource, systems.IDNST)
    address = _first(resource.get("address"))
    commune = extension(address, systems.COMMUNE_EXTENSION) or {}
    natures = codes(resource.get("type"), systems.ORGANIZATION_TYPE)
    phones = [one for one in objects(resource.get("telecom")) if one.get("system") == "phone"]
    return OrganizationRecord(
        id=text(resource.get("id")),
        idnst=idnst,
        name=text(resource.get("name")),
        finess=identifier(resource, systems.FINESS) or (idnst[1:] if idnst[:1] == "1" else ""),
        siret=_siret(resource) or (idnst[1:] if idnst[:1] == "3" else ""),
        legal="LEGAL-ENTITY" in natures,
        sector=_one(codes(resource.get("type"), systems.SECTOR)),
        category=_one(codes(resource.get("type"), systems.ESTABLISHMENT)),
        lines=_texts(address.get("line")),
        postal_code=text(address.get("postalCode")),
        city=text(address.get("city")),
        commune=of_system(commune.get("valueCoding"), systems.COMMUNE),
        phone=text(phones[0].get("value")) if phones else "",
        mailboxes=mailboxes_of(resource),
        active=resource.get("active") is not False,
        updated=_updated(resource),
    )


def mailboxes_of(resource: Json) -> tuple[Mailbox, ...]:
    """The MSSanté mailboxes of a resource: an e-mail without the MSSANTE coding is never one (specs/mss §4.1)."""
    return tuple(_mailbox(one) for one in objects(resource.get("telecom")) if _is_mssante(one))


def _is_mssante(contact: Json) -> bool:
    natures = (one.get("valueCoding") for one in extensions(contact, systems.EMAIL_TYPE_EXTENSION))
    coded = any(of_system(nature, systems.EMAIL_TYPE) == "MSSANTE" for nature in natures)
    return coded and "@" in text(contact.get("value"))


def _mailbox(contact: Json) -> Mailbox:
    metadata = extension(contact, systems.MAILBOX_EXTENSION) or {}
    kind = _one(codes((extension(metadata, "type") or {}).get("valueCodeableConcept"), systems.MAILBOX_TYPE))
    return Mailbox(
        address=text(contact.get("value")).strip(),
        kind=cast("MailboxKind", kind) if kind in get_args(MailboxKind) else "",
        service=text((extension(metadata, "service") or {}).get("valueString")),
        description=text((extension(metadata, "description") or {}).get("valueString")).strip(),
        digitization=(extension(metadata, "digitization") or {}).get("valueBoolean") is True,
    )


def _siret(resource: Json) -> str:
    """SIREN and SIRET share one system: the SIRET is the one of 14 digits."""
    held = (
        text(one.get("value")) for one in objects(resource.get("identifier")) if one.get("system") == systems.SIRENE
    )
    return next((value for value in held if len(value) == 14), "")


def _first(value: object) -> Json:
    return next(iter(objects(value)), {})


def _one(values: tuple[str, ...]) -> str:
    return values[0] if values else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _updated(resource: Json) -> datetime | None:
    meta = resource.get("meta")
    try:
        updated = datetime.fromisoformat(text(meta.get("lastUpdated")) if isinstance(meta, dict) else "")
    except ValueError:
        return None
    return updated if updated.tzinfo else None
