"""Association ⇄ ``rim:Association`` (ITI TF-3 §4.2.2, dmp-ins §2.7)."""

from __future__ import annotations

from typing import Final

from esante.xds import parts
from esante.xds.model import Association
from esante.xds.names import OBJECT_TYPE, AssociationType
from esante.xds.rim import Rim

_SLOTS: Final = {
    "SubmissionSetStatus": "submission_set_status",
    "PreviousVersion": "previous_version",
    "OriginalStatus": "original_status",
    "NewStatus": "new_status",
    "AssociationPropagation": "propagation",
}


def association_to_rim(link: Association) -> Rim:
    """The registry object of an association."""
    return Rim(
        tag="Association",
        id=link.id,
        attributes=parts.attributes(
            associationType=str(link.type),
            objectType=OBJECT_TYPE + "Association",
            sourceObject=link.source,
            targetObject=link.target,
            status=link.status,
            home=link.home,
        ),
        slots={**{slot: (getattr(link, field),) for slot, field in _SLOTS.items()}, **link.extra},
    )


def association_from_rim(item: Rim) -> Association:
    """Read an association; an unknown type keeps its text, a short one (``RPLC``, as in XDS.a) is completed."""
    kind = item.attributes.get("associationType", "")
    known = next((each for each in AssociationType if kind in (each.value, each.value.rpartition(":")[2])), None)
    return Association(
        id=item.id,
        type=known or kind,
        source=item.attributes.get("sourceObject", ""),
        target=item.attributes.get("targetObject", ""),
        submission_set_status=item.slot("SubmissionSetStatus"),
        previous_version=item.slot("PreviousVersion"),
        original_status=item.slot("OriginalStatus"),
        new_status=item.slot("NewStatus"),
        propagation=item.slot("AssociationPropagation"),
        status=item.attributes.get("status", ""),
        home=item.attributes.get("home", ""),
        extra=parts.others(item.slots, _SLOTS),
    )
