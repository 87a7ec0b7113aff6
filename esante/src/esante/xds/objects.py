"""A ``rim:RegistryObjectList`` and the ``lcm:SubmitObjectsRequest`` around it ⇄ objects.

The request is the body of ITI-41 (with documents), ITI-42 and ITI-57, and the METADATA.XML of an XDM archive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from esante.xds.association import association_from_rim, association_to_rim
from esante.xds.entry import entry_from_rim, entry_to_rim
from esante.xds.errors import UnreadableMetadata
from esante.xds.model import Association, DocumentEntry, Folder, RegistryObject, Submission, SubmissionSet
from esante.xds.names import LCM, RIM, rim
from esante.xds.package import folder_to_rim, package_from_rim, set_to_rim
from esante.xds.rim import (
    Classification,
    Numbering,
    Rim,
    children,
    decode_classification,
    decode_rim,
    encode_rim,
    local,
)

_SUBMIT = f"{{{LCM}}}SubmitObjectsRequest"


def to_rim(item: RegistryObject) -> Rim:
    """The ebRIM form of any object."""
    if isinstance(item, DocumentEntry):
        return entry_to_rim(item)
    if isinstance(item, SubmissionSet):
        return set_to_rim(item)
    if isinstance(item, Folder):
        return folder_to_rim(item)
    return association_to_rim(item)


def encode_objects(parent: etree._Element, objects: Iterable[RegistryObject]) -> etree._Element:
    """Write a RegistryObjectList under ``parent``. Raises :class:`MetadataError` on what the standard forbids."""
    element = etree.SubElement(parent, rim("RegistryObjectList"), nsmap={"rim": RIM})
    numbering = Numbering()
    for item in objects:
        encode_rim(element, to_rim(item), numbering)
    return element


def decode_objects(element: etree._Element) -> Submission:
    """Read a RegistryObjectList (or the ``LeafRegistryObjectList`` of older messages). ObjectRefs are ignored."""
    outer = _outer_classifications(element)
    sets: list[SubmissionSet] = []
    folders: list[Folder] = []
    entries: list[DocumentEntry] = []
    associations: list[Association] = []
    for child in children(element):
        item = decode_rim(child)
        item = replace(item, classifications=(*item.classifications, *outer.get(item.id, ())))
        if item.tag == "ExtrinsicObject":
            entries.append(entry_from_rim(item))
        elif item.tag == "Association":
            associations.append(association_from_rim(item))
        elif item.tag == "RegistryPackage":
            package = package_from_rim(item)
            folders.append(package) if isinstance(package, Folder) else sets.append(package)
    return Submission(
        sets=tuple(sets), entries=tuple(entries), folders=tuple(folders), associations=tuple(associations)
    )


def _outer_classifications(element: etree._Element) -> dict[str, tuple[Classification, ...]]:
    """Classifications placed beside the objects (as NIST and Axis do), by the object they classify."""
    found: dict[str, tuple[Classification, ...]] = {}
    for child in children(element, "Classification"):
        owner = child.get("classifiedObject", "")
        found[owner] = (*found.get(owner, ()), decode_classification(child))
    return found


def encode_submission(submission: Submission) -> etree._Element:
    """``lcm:SubmitObjectsRequest`` of a lot."""
    element = etree.Element(_SUBMIT, nsmap={"lcm": LCM, "rim": RIM})
    encode_objects(element, submission.objects())
    return element


def decode_submission(element: etree._Element) -> Submission:
    """Read a ``SubmitObjectsRequest``. Raises :class:`UnreadableMetadata` when it is not one."""
    if local(element) != "SubmitObjectsRequest":
        raise UnreadableMetadata(f"Un SubmitObjectsRequest était attendu, et non {local(element)}.")
    listed = next(children(element, "RegistryObjectList", "LeafRegistryObjectList"), None)
    if listed is None:
        raise UnreadableMetadata("Le SubmitObjectsRequest ne contient pas de liste d'objets.")
    return decode_objects(listed)
