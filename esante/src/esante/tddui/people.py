"""The people and structures of a record: Patient, RelatedPerson, Practitioner, Organization."""

from __future__ import annotations

import re

from esante.cisis import Ins, InvalidIns, Traits, oids
from esante.fhirkit import Json, extension, of_system
from esante.fhirkit.reading import objects, text
from esante.tddui import names
from esante.tddui.coded import decode_coded, encode_coded
from esante.tddui.errors import RefusedTransfer
from esante.tddui.identifiers import LocalId
from esante.tddui.model import Contact, Etablissement, Professionnel, Usager
from esante.tddui.names import local_system, profile
from esante.tddui.parts import base, coded, decode_address, encode_address, filled, identity, inner, phones_of, telecoms

_INS_TYPES = {oids.INS_NIR: "INS-NIR", oids.INS_NIA: "INS-NIA", oids.INS_NIR_TEST: "INS-NIR-TEST"}
_COMMENT = profile("tddui-comment")
_GENDERS = {"F": "female", "M": "male", "I": "other", "U": "unknown"}


def encode_usager(usager: Usager) -> Json:
    """Patient, of profile tddui-patient-ins when the INS is known.

    Raises RefusedTransfer on a bad local identifier, and on an INS that has not all its traits.
    """
    LocalId.parse(usager.id)
    traits = usager.traits
    if usager.ins and traits.missing:
        raise RefusedTransfer("Le matricule INS ne part qu'avec tous les traits d'identité.")
    resource = base("Patient", "tddui-patient-ins" if usager.ins else "tddui-patient")
    place = traits.birth_place
    return resource | filled(
        extension=[_birth_place(place)] if place else [],
        identifier=_identifiers(usager),
        name=_names(traits),
        telecom=telecoms(usager.phones, usager.emails),
        gender=_GENDERS.get(traits.sex, ""),
        birthDate=_civil_date(traits.birth_date),
        _birthDate=_birth_order(usager.birth_order),
        address=[encode_address(usager.address)] if usager.address else [],
        maritalStatus=encode_coded(usager.marital) if usager.marital else {},
        deceasedDateTime=usager.deceased,
    )


def decode_usager(resource: Json) -> Usager:
    """Read a Patient."""
    order = (extension(_object(resource, "_birthDate"), profile("tddui-birth-order")) or {}).get("valuePositiveInt")
    address = next(iter(objects(resource.get("address"))), None)
    return Usager(
        id=_identifier_of(resource, local_system("localusager")),
        ins=_ins(resource),
        mdph=_identifier_of_type(resource, "PIN"),
        traits=_traits(resource),
        birth_order=order if isinstance(order, int) else None,
        phones=phones_of(resource),
        emails=phones_of(resource, "email"),
        address=decode_address(address) if address else None,
        marital=decode_coded(resource.get("maritalStatus")),
        deceased=text(resource.get("deceasedDateTime")),
    )


def encode_contact(contact: Contact, patient: Json) -> Json:
    """RelatedPerson."""
    roles = (
        (names.ROLE_CODE, contact.relation),
        (names.ROLE_CLASS, contact.role),
        (names.PROTECTION, contact.protection),
    )
    human = filled(family=contact.family, given=[contact.given] if contact.given else [])
    return base("RelatedPerson", "tddui-related-person-contact") | filled(
        extension=[{"url": _COMMENT, "valueString": contact.comment}] if contact.comment else [],
        identifier=[{"value": contact.id}] if contact.id else [],
        patient=patient,
        relationship=[coded(system, code) for system, code in roles if code],
        name=[human] if human else [],
        telecom=telecoms(contact.phones, contact.emails, rank=contact.order),
        birthDate=contact.birth_date,
        address=[encode_address(contact.address)] if contact.address else [],
    )


def decode_contact(resource: Json) -> Contact:
    """Read a RelatedPerson."""
    relations = [one.get("coding") for one in objects(resource.get("relationship"))]
    address = next(iter(objects(resource.get("address"))), None)
    ranks = [one.get("rank") for one in objects(resource.get("telecom"))]
    return Contact(
        family=inner(resource, "name", "family"),
        given=_given(resource),
        relation=_related(relations, names.ROLE_CODE, names.NOS_ROLE_CODE),
        role=_related(relations, names.ROLE_CLASS, names.NOS_ROLE_CLASS),
        protection=_related(relations, names.PROTECTION),
        phones=phones_of(resource),
        emails=phones_of(resource, "email"),
        order=next((rank for rank in ranks if isinstance(rank, int)), None),
        id=identity(resource),
        birth_date=text(resource.get("birthDate")),
        address=decode_address(address) if address else None,
        comment=text((extension(resource, _COMMENT) or {}).get("valueString")),
    )


def encode_professional(person: Professionnel) -> Json:
    """Practitioner."""
    return base("Practitioner", "tddui-practitioner") | filled(
        identifier=[{"system": names.IDNPS, "value": person.id}],
        name=[filled(family=person.family, given=[person.given] if person.given else [])],
    )


def decode_professional(resource: Json) -> Professionnel:
    """Read a Practitioner."""
    return Professionnel(identity(resource), inner(resource, "name", "family"), _given(resource))


def encode_structure(structure: Etablissement) -> Json:
    """Organization."""
    kind = coded(names.IDENTIFIER_TYPE, "IDNST")
    return base("Organization", "tddui-organization") | filled(
        identifier=[{"type": kind, "system": names.IDNST, "value": structure.id}], name=structure.name
    )


def decode_structure(resource: Json) -> Etablissement:
    """Read an Organization."""
    return Etablissement(_identifier_of(resource, names.IDNST) or identity(resource), text(resource.get("name")))


def _identifiers(usager: Usager) -> list[Json]:
    held = []
    if usager.ins:
        kind = coded(names.IDENTIFIER_TYPE, _INS_TYPES.get(usager.ins.oid, "INS-NIR"))
        held.append(
            {"use": "official", "type": kind, "system": f"urn:oid:{usager.ins.oid}", "value": usager.ins.matricule}
        )
    local = coded(names.V2_0203, "PI")
    held.append({"use": "usual", "type": local, "system": local_system("localusager"), "value": usager.id})
    if usager.mdph:
        held.append({"type": coded(names.USAGER_IDENTIFIER, "PIN"), "value": usager.mdph})
    return held


def _names(traits: Traits) -> list[Json]:
    first = traits.first_given_name or traits.given_names.partition(" ")[0]
    whole = [{"url": names.BIRTH_NAMES, "valueString": traits.given_names}] if traits.given_names else []
    given = [first] if first else []
    held = [{"use": "official"} | filled(extension=whole, family=traits.birth_name, given=given)]
    if traits.used_name or traits.used_given_name:
        used = [traits.used_given_name] if traits.used_given_name else []
        held.append({"use": "usual"} | filled(family=traits.used_name, given=used))
    return held


def _traits(resource: Json) -> Traits:
    held = {text(one.get("use")): one for one in reversed(objects(resource.get("name")))}
    official = held.get("official") or next(iter(objects(resource.get("name"))), {})
    usual = held.get("usual", {})
    first = _first(official.get("given"))
    whole = text((extension(official, names.BIRTH_NAMES) or {}).get("valueString"))
    date = text(resource.get("birthDate"))
    return Traits(
        birth_name=text(official.get("family")),
        given_names=whole or " ".join(_all(official.get("given"))),
        first_given_name=first,
        birth_date=date if re.fullmatch(r"\d{4}(-\d{2}){0,2}", date) else "",
        sex=next((sex for sex, gender in _GENDERS.items() if gender == resource.get("gender")), ""),
        birth_place=_read_birth_place(resource),
        used_name=text(usual.get("family")),
        used_given_name=_first(usual.get("given")),
    )


def _civil_date(date: str) -> str:
    """FHIR has no lunar date: the year, or the year and month, that a calendar knows."""
    year, _, rest = date.partition("-")
    month, _, day = rest.partition("-")
    if not "01" <= month <= "12":
        return year
    return date if not day or "01" <= day <= "31" else f"{year}-{month}"


def _birth_order(order: int | None) -> Json:
    return {"extension": [{"url": profile("tddui-birth-order"), "valuePositiveInt": order}]} if order else {}


def _birth_place(commune: str) -> Json:
    code = {"url": names.COMMUNE_EXTENSION, "valueCoding": {"system": names.COMMUNE, "code": commune}}
    return {"url": names.BIRTH_PLACE, "valueAddress": {"extension": [code]}}


def _read_birth_place(resource: Json) -> str:
    address = _object(extension(resource, names.BIRTH_PLACE) or {}, "valueAddress")
    return text(_object(extension(address, names.COMMUNE_EXTENSION) or {}, "valueCoding").get("code"))


def _related(relations: list[object], *systems: str) -> str:
    found = (of_system(one, system) for system in systems for one in relations)
    return next(filter(None, found), "")


def _ins(resource: Json) -> Ins | None:
    for oid in (oids.INS_NIR, oids.INS_NIA, oids.INS_NIR_TEST, oids.INS_NIR_DEMO):
        value = _identifier_of(resource, f"urn:oid:{oid}")
        if value:
            try:
                return Ins(matricule=value, oid=oid)
            except InvalidIns:
                return None
    return None


def _identifier_of(resource: Json, system: str) -> str:
    return next(
        (text(one.get("value")) for one in objects(resource.get("identifier")) if one.get("system") == system), ""
    )


def _identifier_of_type(resource: Json, code: str) -> str:
    for one in objects(resource.get("identifier")):
        if any(coding.get("code") == code for coding in objects(_object(one, "type").get("coding"))):
            return text(one.get("value"))
    return ""


def _object(resource: Json, key: str) -> Json:
    held = resource.get(key)
    return held if isinstance(held, dict) else {}


def _given(resource: Json) -> str:
    human = next(iter(objects(resource.get("name"))), {})
    return " ".join(_all(human.get("given")))


def _first(values: object) -> str:
    return next(iter(_all(values)), "")


def _all(values: object) -> list[str]:
    return [one for one in values if isinstance(one, str)] if isinstance(values, list) else []
