"""A lot taken apart: the objects of a SubmitObjectsRequest."""

from __future__ import annotations

from dataclasses import dataclass, field

from esante.xds.names import AssociationType, Fold, Set, rim
from lxml import etree

from sandbox.dmp.registry import rules
from sandbox.dmp.registry.problems import Problem, Rejected
from sandbox.dmp.registry.rim import Association, RimObject, adopt

_LISTS = ("RegistryObjectList", "LeafRegistryObjectList")


@dataclass(slots=True)
class Submission:
    """Objects in the order received, each a copy of its own in the ebRIM 3.0 namespace."""

    sets: list[RimObject] = field(default_factory=list)
    documents: list[RimObject] = field(default_factory=list)
    folders: list[RimObject] = field(default_factory=list)
    associations: list[Association] = field(default_factory=list)

    @property
    def objects(self) -> list[RimObject]:
        """Everything but associations."""
        return [*self.sets, *self.documents, *self.folders]

    @property
    def lot(self) -> RimObject:
        """The submission set; raises `Rejected` unless there is exactly one."""
        if len(self.sets) != 1:
            context = f"{len(self.sets)} lots de soumission au lieu d'un."
            raise Rejected(Problem("XDSRegistryMetadataError", context, rules.ONE_SET))
        return self.sets[0]

    @property
    def identifiers(self) -> set[str]:
        """Every identifier the lot defines, associations included: a lot may hold a link of a folder."""
        return {one.id for one in [*self.objects, *self.associations] if one.id}

    def membership(self, identifier: str) -> Association | None:
        """The HasMember association from the submission set to an object."""
        lots = {lot.id for lot in self.sets}
        for association in self.associations:
            is_member = association.type == AssociationType.HAS_MEMBER and association.source in lots
            if is_member and association.target == identifier:
                return association
        return None


def read(request: etree._Element) -> Submission:
    """Read a SubmitObjectsRequest, or an element containing one (ITI-41)."""
    holder = next((found for name in _LISTS for found in request.iter(f"{{*}}{name}")), None)
    if holder is None:
        raise Rejected(Problem("XDSRegistryMetadataError", "Aucun objet à enregistrer.", rules.READABLE))
    children = [adopt(child) for child in holder.iterchildren("{*}*")]
    _bring_home(children)
    submission = Submission()
    for child in children:
        _sort(child, submission)
    return submission


def _bring_home(children: list[etree._Element]) -> None:
    """Classifications may stand beside the package they classify: bring them inside it."""
    packages = {child.get("id"): child for child in children if child.tag == rim("RegistryPackage")}
    for child in children:
        if child.tag == rim("Classification") and child.get("classifiedObject") in packages:
            packages[child.get("classifiedObject")].append(child)


def _sort(child: etree._Element, submission: Submission) -> None:
    name = etree.QName(child).localname
    if name == "ExtrinsicObject":
        submission.documents.append(RimObject(child))
    elif name == "Association":
        submission.associations.append(Association(child))
    elif name == "RegistryPackage":
        nodes = {found.get("classificationNode") for found in child.iterchildren(rim("Classification"))}
        if Fold.NODE in nodes:
            submission.folders.append(RimObject(child))
        elif Set.NODE in nodes:
            submission.sets.append(RimObject(child))
        else:
            context = f"Le RegistryPackage {child.get('id')} n'est ni un lot ni un classeur."
            raise Rejected(Problem("XDSRegistryMetadataError", context, rules.READABLE, child.get("id", "")))
