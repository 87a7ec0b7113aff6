"""SubmissionSet and Folder ⇄ ``rim:RegistryPackage`` (ITI TF-3 §4.2.3.3-4, dmp-ins §2.6)."""

from __future__ import annotations

from typing import Final

from esante.xds import parts
from esante.xds.model import Folder, SubmissionSet
from esante.xds.names import Fold, Set
from esante.xds.rim import Classification, Rim

_SET_SLOTS: Final = ("submissionTime", "intendedRecipient")
_FOLDER_SLOTS: Final = ("lastUpdateTime",)


def set_to_rim(lot: SubmissionSet) -> Rim:
    """The registry object of a submission set."""
    return Rim(
        tag="RegistryPackage",
        id=lot.id,
        attributes=parts.attributes(lid=lot.logical_id, status=lot.status, home=lot.home),
        slots={"submissionTime": (lot.submission_time,), "intendedRecipient": lot.recipients, **lot.extra},
        name=parts.checked_title(lot.title),
        description=lot.comments,
        version=lot.version,
        classifications=(
            *parts.author_classifications(Set.AUTHOR, lot.authors),
            *parts.code_classifications(Set.CONTENT_TYPE, lot.content_type),
            Classification(node=Set.NODE),
        ),
        identifiers=(
            (Set.PATIENT_ID, lot.patient_id, "XDSSubmissionSet.patientId"),
            (Set.SOURCE_ID, lot.source_id, "XDSSubmissionSet.sourceId"),
            (Set.UNIQUE_ID, lot.unique_id, "XDSSubmissionSet.uniqueId"),
        ),
    )


def set_from_rim(item: Rim) -> SubmissionSet:
    """Read a submission set, whatever is missing."""
    return SubmissionSet(
        id=item.id,
        unique_id=item.identifier(Set.UNIQUE_ID),
        source_id=item.identifier(Set.SOURCE_ID),
        patient_id=item.identifier(Set.PATIENT_ID),
        submission_time=item.slot("submissionTime"),
        title=item.name,
        comments=item.description,
        content_type=parts.code(item, Set.CONTENT_TYPE),
        authors=parts.authors(item, Set.AUTHOR),
        recipients=item.slots.get("intendedRecipient", ()),
        status=item.attributes.get("status", ""),
        version=item.version,
        logical_id=item.attributes.get("lid", ""),
        home=item.attributes.get("home", ""),
        extra=parts.others(item.slots, _SET_SLOTS),
    )


def folder_to_rim(folder: Folder) -> Rim:
    """The registry object of a folder."""
    return Rim(
        tag="RegistryPackage",
        id=folder.id,
        attributes=parts.attributes(lid=folder.logical_id, status=folder.status, home=folder.home),
        slots={"lastUpdateTime": (folder.last_update,), **folder.extra},
        name=parts.checked_title(folder.title),
        description=folder.comments,
        version=folder.version,
        classifications=(*parts.code_classifications(Fold.CODE, *folder.codes), Classification(node=Fold.NODE)),
        identifiers=(
            (Fold.PATIENT_ID, folder.patient_id, "XDSFolder.patientId"),
            (Fold.UNIQUE_ID, folder.unique_id, "XDSFolder.uniqueId"),
        ),
    )


def folder_from_rim(item: Rim) -> Folder:
    """Read a folder, whatever is missing."""
    return Folder(
        id=item.id,
        unique_id=item.identifier(Fold.UNIQUE_ID),
        patient_id=item.identifier(Fold.PATIENT_ID),
        title=item.name,
        comments=item.description,
        codes=parts.codes(item, Fold.CODE),
        last_update=item.slot("lastUpdateTime"),
        status=item.attributes.get("status", ""),
        version=item.version,
        logical_id=item.attributes.get("lid", ""),
        home=item.attributes.get("home", ""),
        extra=parts.others(item.slots, _FOLDER_SLOTS),
    )


def package_from_rim(item: Rim) -> SubmissionSet | Folder:
    """A RegistryPackage is a folder when its node or one of its identifiers says so, a submission set otherwise."""
    is_folder = Fold.NODE in item.nodes or item.identifier(Fold.UNIQUE_ID)
    return folder_from_rim(item) if is_folder and Set.NODE not in item.nodes else set_from_rim(item)
