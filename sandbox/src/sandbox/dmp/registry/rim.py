"""Registry objects as views on their XML: what a registry reads of a document entry, a submission set, a folder.

Objects are kept as elements in the ebRIM 3.0 namespace; `adopt` brings in what was received with another one (ebRIM 2.1
is still met in test data) and puts children in the order of the schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from esante.xds.names import RIM, STABLE, Entry, Fold, Set, rim
from lxml import etree

Kind = Literal["document", "set", "folder"]

_ORDER = ("Slot", "Name", "Description", "VersionInfo", "Classification", "ExternalIdentifier")


@dataclass(frozen=True, slots=True)
class Coded:
    """A code with its coding scheme."""

    code: str
    scheme: str

    def __str__(self) -> str:
        return f"{self.code}^^{self.scheme}"


class RimObject:
    """A view on an ExtrinsicObject, a RegistryPackage or an Association."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    @property
    def id(self) -> str:
        """Symbolic in a lot, `urn:uuid:` once registered."""
        return self.element.get("id", "")

    @property
    def lid(self) -> str:
        """Logical identifier, constant across metadata versions."""
        return self.element.get("lid", "")

    @property
    def status(self) -> str:
        """Availability status."""
        return self.element.get("status", "")

    def slot(self, name: str) -> list[str]:
        """Values of a slot; empty when absent."""
        return [
            (value.text or "").strip()
            for slot in self.element.iterchildren(rim("Slot"))
            if slot.get("name") == name
            for value in slot.iter(rim("Value"))
        ]

    def one(self, name: str) -> str:
        """First value of a slot, or empty."""
        return next(iter(self.slot(name)), "")

    def slots(self) -> Iterator[tuple[str, str]]:
        """Every (slot name, value) of the object and of its classifications."""
        for slot in self.element.iter(rim("Slot")):
            for value in slot.iter(rim("Value")):
                yield slot.get("name", ""), (value.text or "").strip()

    def classifications(self, scheme: str) -> list[etree._Element]:
        """Classifications of a scheme."""
        return [
            found
            for found in self.element.iterchildren(rim("Classification"))
            if found.get("classificationScheme") == scheme
        ]

    def coded(self, scheme: str) -> list[Coded]:
        """Codes of a classification scheme."""
        return [
            Coded(found.get("nodeRepresentation", ""), RimObject(found).one("codingScheme"))
            for found in self.classifications(scheme)
        ]

    def author_values(self, scheme: str, slot: str) -> list[str]:
        """Values of a slot in every author classification."""
        return [value for found in self.classifications(scheme) for value in RimObject(found).slot(slot)]

    def external(self, scheme: str) -> str:
        """Value of an external identifier, or empty."""
        for found in self.element.iterchildren(rim("ExternalIdentifier")):
            if found.get("identificationScheme") == scheme:
                return found.get("value", "")
        return ""

    @property
    def title(self) -> str:
        """Name of the object, or empty."""
        found = self.element.find(f"{rim('Name')}/{rim('LocalizedString')}")
        return "" if found is None else found.get("value", "")

    @property
    def kind(self) -> Kind:
        """What the object is, by its element and its classification node."""
        if etree.QName(self.element).localname == "ExtrinsicObject":
            return "document"
        nodes = {found.get("classificationNode") for found in self.element.iterchildren(rim("Classification"))}
        return "folder" if Fold.NODE in nodes else "set"

    @property
    def unique_id(self) -> str:
        """XDS unique identifier."""
        return self.external(_UNIQUE[self.kind])

    @property
    def patient(self) -> str:
        """Patient identifier in its short form (see `patient_key`)."""
        return patient_key(self.external(_PATIENT[self.kind]))

    @property
    def author_scheme(self) -> str:
        """Scheme of the author classifications of this kind of object."""
        return Entry.AUTHOR if self.kind == "document" else Set.AUTHOR

    @property
    def object_type(self) -> str:
        """Stable or on-demand, for a document."""
        return self.element.get("objectType") or STABLE


_UNIQUE = {"document": Entry.UNIQUE_ID, "set": Set.UNIQUE_ID, "folder": Fold.UNIQUE_ID}
_PATIENT = {"document": Entry.PATIENT_ID, "set": Set.PATIENT_ID, "folder": Fold.PATIENT_ID}


def patient_key(cx: str) -> str:
    """`id^^^&oid&ISO` of a CX: type and dates that follow do not identify the person."""
    parts = cx.strip().split("^")
    return "^".join([*parts[:3], parts[3]]) if len(parts) > 3 else cx.strip()


class Association(RimObject):
    """A link between two objects."""

    @property
    def type(self) -> str:
        """Association type, in full (ebRIM 2.1 wrote the last word only)."""
        text = self.element.get("associationType", "")
        if ":" in text:
            return text
        prefix = "urn:oasis:names:tc:ebxml-regrep" if text == "HasMember" else "urn:ihe:iti:2007"
        return f"{prefix}:AssociationType:{text}"

    @property
    def source(self) -> str:
        """Identifier of the source object."""
        return self.element.get("sourceObject", "")

    @property
    def target(self) -> str:
        """Identifier of the target object."""
        return self.element.get("targetObject", "")


def adopt(element: etree._Element) -> etree._Element:
    """A copy in the ebRIM 3.0 namespace, children in the order of the schema, comments left out."""
    copy = etree.Element(rim(etree.QName(element).localname), nsmap={"rim": RIM})
    for name, value in element.attrib.items():
        copy.set(name, value)
    if element.text and element.text.strip():
        copy.text = element.text
    children = [adopt(child) for child in element.iterchildren("{*}*")]
    copy.extend(sorted(children, key=_rank))
    return copy


def _rank(element: etree._Element) -> int:
    name = etree.QName(element).localname
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def set_slot(element: etree._Element, name: str, *values: str) -> None:
    """Replace a slot of an object by one holding these values, first among its children."""
    for known in list(element.iterchildren(rim("Slot"))):
        if known.get("name") == name:
            element.remove(known)
    slot = etree.Element(rim("Slot"), {"name": name})
    holder = etree.SubElement(slot, rim("ValueList"))
    for value in values:
        etree.SubElement(holder, rim("Value")).text = value
    element.insert(0, slot)
