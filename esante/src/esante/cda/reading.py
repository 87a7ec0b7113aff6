"""Lenient readers of the datatypes and roles of a header: what is absent or ill-written becomes empty."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from esante.cisis import Address, BadTime, Code, Professional, PsId, Structure, Telecom, times

from .model import Actor, Device, structure_id
from .paths import every, local, one, value, words

_STREET = ("houseNumber", "houseNumberNumeric", "streetNameType", "streetName", "streetNameBase")


def read_code(element: Any) -> Code | None:
    """A coded value; its label is displayName, else originalText."""
    if element is None or not element.get("code"):
        return None
    label = element.get("displayName") or words(one(element, "originalText"))
    return Code(element.get("code").strip(), (element.get("codeSystem") or "").strip(), label.strip())


def read_id(element: Any) -> str:
    """An instance identifier as `root` or `root^extension`."""
    root, extension = value(element, ".", "root"), value(element, ".", "extension")
    return f"{root}^{extension}" if extension else root


def read_time(element: Any, path: str = ".") -> datetime | None:
    """A moment, or None when absent, null or unreadable."""
    try:
        return times.parse_hl7(value(element, path))
    except BadTime:
        return None


def read_interval(element: Any) -> tuple[datetime | None, datetime | None]:
    """Low and high of an effectiveTime; a bare value is its start."""
    return read_time(element, "low") or read_time(element), read_time(element, "high")


def read_address(element: Any) -> Address | None:
    """A postal address, structured or in lines."""
    if element is None or element.get("nullFlavor") or not len(element):
        return None
    named = {local(part): words(part) for part in element if isinstance(part.tag, str)}
    lines = [words(line) for line in every(element, "streetAddressLine")]
    street = " ".join(named[name] for name in _STREET if named.get(name))
    others = [named.get(name, "") for name in ("additionalLocator", "unitID", "postBox", "precinct")]
    address = Address(
        lines=tuple(line for line in [*lines, street, *others] if line),
        postal_code=named.get("postalCode", ""),
        city=named.get("city", ""),
        country=named.get("country", ""),
        use=element.get("use", ""),
    )
    return address if address.on_one_line else None


def read_telecoms(element: Any) -> tuple[Telecom, ...]:
    found = every(element, "telecom")
    return tuple(Telecom(value(item), item.get("use", "")) for item in found if value(item))


def read_structure(element: Any) -> Structure | None:
    """An organisation: representedOrganization, scopingOrganization, receivedOrganization, custodian."""
    if element is None:
        return None
    telecoms = read_telecoms(element)
    return Structure(
        id=structure_id(value(element, "id", "extension")),
        name=words(one(element, "name")),
        practice_setting=read_code(one(element, "standardIndustryClassCode")),
        telecom=telecoms[0].value if telecoms else "",
        address=read_address(one(element, "addr")),
    )


def read_names(element: Any) -> dict[str, str]:
    """family, given, title (suffix) and civility (prefix) of a person's name."""
    name = one(element, "name")
    if name is None:
        return {"family": "", "given": "", "title": "", "civility": ""}
    parts = {
        "family": " ".join(words(part) for part in every(name, "family")),
        "given": " ".join(words(part) for part in every(name, "given")),
        "title": " ".join(words(part) for part in every(name, "suffix")),
        "civility": " ".join(words(part) for part in every(name, "prefix")),
    }
    if not parts["family"] and not parts["given"]:
        parts["family"] = words(name)
    return parts


def read_professional(entity: Any, person: str = "assignedPerson", organisation: str = "") -> Professional:
    """A person in a role (assignedAuthor, assignedEntity, associatedEntity, intendedRecipient)."""
    where = organisation or "representedOrganization"
    return Professional(
        id=_ps_id(value(entity, "id", "extension")),
        profession=read_code(one(entity, "code")),
        structure=read_structure(one(entity, where)),
        telecoms=read_telecoms(entity),
        address=read_address(one(entity, "addr")),
        **read_names(one(entity, person)),
    )


def read_actor(entity: Any) -> Actor:
    """A professional, or the device that authored in their place."""
    device = one(entity, "assignedAuthoringDevice")
    if device is None:
        return read_professional(entity)
    return Device(
        id=value(entity, "id", "extension"),
        software=words(one(device, "softwareName")),
        model=words(one(device, "manufacturerModelName")),
        profession=read_code(one(entity, "code")),
        structure=read_structure(one(entity, "representedOrganization")),
    )


def _ps_id(text: str) -> PsId | str:
    try:
        return PsId.parse(text)
    except ValueError:
        return text
