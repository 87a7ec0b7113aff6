"""ebRIM 3.0 objects ⇄ XML: slots, name, description, version, classifications, external identifiers.

Writing is strict (order and mandatory attributes of rim.xsd, values of at most 256 characters). Reading trusts
nesting and scheme UUIDs: official messages forget ``classifiedObject`` and ``registryObject``, mix namespaces, or put a
space inside a UUID.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from esante.xds.errors import MetadataError
from esante.xds.names import RIM, RIM_2, XML_LANG, rim

MAX_VALUE: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """A classification: by ``scheme`` and ``value`` (a code), or by ``node`` (a kind of object)."""

    scheme: str = ""
    value: str = ""
    node: str = ""
    name: str = ""
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rim:
    """One registry object, before it is given a meaning. ``attributes`` holds the XML ones but ``id``."""

    tag: str
    id: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name: str = ""
    description: str = ""
    version: str = ""
    classifications: tuple[Classification, ...] = ()
    identifiers: tuple[tuple[str, str, str], ...] = ()
    """(scheme, value, name) of each ExternalIdentifier."""

    def slot(self, name: str) -> str:
        """First value of a slot, or an empty text."""
        return next(iter(self.slots.get(name, ())), "")

    def by_scheme(self, scheme: str) -> list[Classification]:
        """Classifications of one scheme, in order."""
        return [found for found in self.classifications if found.scheme == scheme]

    def identifier(self, scheme: str) -> str:
        """Value of an external identifier, or an empty text."""
        return next((value for known, value, _ in self.identifiers if known == scheme), "")

    @property
    def nodes(self) -> set[str]:
        """Classification nodes: what makes a RegistryPackage a submission set or a folder."""
        return {found.node for found in self.classifications if found.node}


class Numbering:
    """Identifiers of classifications and external identifiers: ``cl1``, ``ei2``… in the order they are written."""

    def __init__(self) -> None:
        self._count = 0

    def next(self, prefix: str) -> str:
        """A fresh identifier."""
        self._count += 1
        return f"{prefix}{self._count}"


def encode_rim(parent: etree._Element, item: Rim, numbering: Numbering) -> etree._Element:
    """Write ``item`` under ``parent``."""
    element = etree.SubElement(parent, rim(item.tag), {"id": item.id, **item.attributes})
    _encode_slots(element, item.slots)
    _encode_text(element, "Name", item.name)
    _encode_text(element, "Description", item.description)
    if item.version:
        etree.SubElement(element, rim("VersionInfo"), {"versionName": item.version})
    for found in item.classifications:
        _encode_classification(element, found, item.id, numbering)
    for scheme, value, name in item.identifiers:
        attributes = {"id": numbering.next("ei"), "identificationScheme": scheme, "registryObject": item.id}
        identifier = etree.SubElement(
            element, rim("ExternalIdentifier"), {**attributes, "value": _checked(value, name)}
        )
        _encode_text(identifier, "Name", name)
    return element


def _encode_classification(parent: etree._Element, item: Classification, owner: str, numbering: Numbering) -> None:
    attributes = {"id": numbering.next("cl"), "classifiedObject": owner}
    if item.node:
        attributes["classificationNode"] = item.node
    else:
        attributes |= {"classificationScheme": item.scheme, "nodeRepresentation": item.value}
    element = etree.SubElement(parent, rim("Classification"), attributes)
    _encode_slots(element, item.slots)
    _encode_text(element, "Name", item.name)


def _encode_slots(element: etree._Element, slots: Mapping[str, Iterable[str]]) -> None:
    for name, values in slots.items():
        present = [value for value in values if value]
        if present:
            listed = etree.SubElement(etree.SubElement(element, rim("Slot"), {"name": name}), rim("ValueList"))
            for value in present:
                etree.SubElement(listed, rim("Value")).text = _checked(value, name)


def _checked(value: str, location: str) -> str:
    if len(value) > MAX_VALUE:
        raise MetadataError(f"{location} dépasse {MAX_VALUE} caractères.", location)
    return value


def _encode_text(element: etree._Element, tag: str, text: str) -> None:
    if text:
        attributes = {XML_LANG: "FR", "charset": "UTF-8", "value": text}
        etree.SubElement(etree.SubElement(element, rim(tag)), rim("LocalizedString"), attributes)


def decode_rim(element: etree._Element) -> Rim:
    """Read any registry object."""
    attributes = {etree.QName(str(name)).localname: str(value) for name, value in element.attrib.items()}
    version = next(children(element, "VersionInfo"), None)
    return Rim(
        tag=local(element),
        id=attributes.pop("id", ""),
        attributes=attributes,
        slots=decode_slots(element),
        name=_decode_text(element, "Name"),
        description=_decode_text(element, "Description"),
        version="" if version is None else version.get("versionName", ""),
        classifications=tuple(decode_classification(found) for found in children(element, "Classification")),
        identifiers=tuple(
            (_uuid(found.get("identificationScheme")), found.get("value", ""), _decode_text(found, "Name"))
            for found in children(element, "ExternalIdentifier")
        ),
    )


def decode_classification(element: etree._Element) -> Classification:
    """Read one classification, nested or not."""
    return Classification(
        scheme=_uuid(element.get("classificationScheme")),
        value=element.get("nodeRepresentation", ""),
        node=_uuid(element.get("classificationNode")),
        name=_decode_text(element, "Name"),
        slots=decode_slots(element),
    )


def local(element: etree._Element) -> str:
    """Local name of an element."""
    return etree.QName(element).localname


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Child elements of these local names, in ebRIM 3, ebRIM 2 (NIST data) or no namespace (DMP kit)."""
    for child in element.iterchildren("{*}*"):
        name = etree.QName(child)
        if name.namespace in (RIM, RIM_2, None) and (not names or name.localname in names):
            yield child


def decode_slots(element: etree._Element) -> dict[str, tuple[str, ...]]:
    """Slots by name; several slots of one name are joined."""
    found: dict[str, tuple[str, ...]] = {}
    for slot in children(element, "Slot"):
        values = [value for listed in children(slot, "ValueList") for value in children(listed, "Value")]
        texts = tuple((value.text or "").strip() for value in values)
        found[slot.get("name", "")] = found.get(slot.get("name", ""), ()) + texts
    return found


def _decode_text(element: etree._Element, tag: str) -> str:
    for holder in children(element, tag):
        for text in children(holder, "LocalizedString"):
            return str(text.get("value", ""))
    return ""


def _uuid(text: str | None) -> str:
    """A scheme UUID without the spaces and capitals some messages put in it."""
    compact = "".join((text or "").split()).lower()
    return compact if compact.startswith("urn:") or not compact else f"urn:uuid:{compact}"
