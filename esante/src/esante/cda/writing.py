"""Writers of the datatypes and roles of a header, in the order of the schema (CDA_extended.xsd).

Source: CI-SIS «Structuration minimale» 1.16; JDV_J245 and J246 for what may surround a name.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lxml import etree

from esante.cisis import Address, Code, Structure, Telecom, oids, times

from .model import Actor, Device
from .paths import HL7, XSI

_ROOTS: Any = {None: HL7, "xsi": XSI}
Child = Any  # an element, a text, or None


def make(tag: str, *children: Child, **attributes: str | None) -> Any:
    """An element of HL7 v3; children and attributes that are None or empty are left out."""
    element = etree.Element(f"{{{HL7}}}{tag}", nsmap=_ROOTS)
    for name, value in attributes.items():
        if value:
            element.set(name, value)
    for child in children:
        if isinstance(child, str):
            element.text = child
        elif child is not None:
            element.append(child)
    return element


def write_id(identifier: str | None, tag: str = "id") -> Any:
    """An instance identifier from `root` or `root^extension`."""
    if not identifier:
        return None
    root, _, extension = identifier.partition("^")
    return make(tag, root=root, extension=extension)


def write_code(code: Code | None, tag: str = "code") -> Any:
    if code is None:
        return None
    return make(tag, code=code.code, codeSystem=code.system, displayName=code.label)


def write_time(moment: datetime | None, tag: str = "time") -> Any:
    return None if moment is None else make(tag, value=times.hl7(moment))


def write_interval(start: datetime | None, stop: datetime | None, tag: str = "effectiveTime") -> Any:
    if start is None and stop is None:
        return None
    return make(tag, write_time(start, "low"), write_time(stop, "high"))


def write_address(address: Address | None) -> Any:
    """One or several street lines, postal code, city; `nullFlavor` when nothing is known."""
    if address is None or not address.on_one_line:
        return make("addr", nullFlavor="UNK")
    street, *others = address.lines or ("",)
    return make(
        "addr",
        make("streetName", street) if street else None,
        *(make("additionalLocator", line) for line in others),
        make("postalCode", address.postal_code) if address.postal_code else None,
        make("city", address.city) if address.city else None,
        make("country", address.country) if address.country else None,
        use=address.use,
    )


def write_telecoms(telecoms: tuple[Telecom, ...]) -> list[Any]:
    if not telecoms:
        return [make("telecom", nullFlavor="UNK")]
    return [make("telecom", value=telecom.value, use=telecom.use) for telecom in telecoms]


def write_name(family: str, given: str, civility: str = "", title: str = "") -> Any:
    return make(
        "name",
        make("prefix", civility) if civility else None,
        make("family", family) if family else None,
        make("given", given) if given else None,
        make("suffix", title) if title else None,
    )


def write_structure(structure: Structure | None, tag: str, *, setting: bool = True) -> Any:
    """An organisation; `setting` writes its standardIndustryClassCode, which a custodian has not."""
    if structure is None:
        return None
    return make(
        tag,
        make("id", root=oids.STRUCT, extension=structure.id.value) if structure.id else None,
        make("name", structure.name) if structure.name else None,
        *(write_telecoms((Telecom(structure.telecom, "WP"),) if structure.telecom else ())),
        write_address(structure.address),
        write_code(structure.practice_setting, "standardIndustryClassCode") if setting else None,
    )


def write_actor(actor: Actor, tag: str, person: str = "assignedPerson", organisation: str = "") -> Any:
    """A role played by a professional or, for assignedAuthor, a device."""
    device = isinstance(actor, Device)
    address = None if isinstance(actor, Device) else write_address(actor.address)
    telecoms = [] if isinstance(actor, Device) else write_telecoms(actor.telecoms)
    return make(
        tag,
        make("id", root=oids.PS, extension=actor.id_value),
        write_code(actor.profession) if tag != "intendedRecipient" else None,
        address,
        *telecoms,
        _who(actor, tag, person) if not device or tag == "assignedAuthor" else None,
        # The organisation of a recipient says no frame of care (SM schematron)
        write_structure(actor.structure, organisation or "representedOrganization", setting=tag != "intendedRecipient"),
    )


def _who(actor: Actor, tag: str, person: str) -> Any:
    if isinstance(actor, Device):
        model = make("manufacturerModelName", actor.model or actor.software)
        return make("assignedAuthoringDevice", model, make("softwareName", actor.software))
    return make(person, write_name(actor.family, actor.given, actor.civility, actor.title))
