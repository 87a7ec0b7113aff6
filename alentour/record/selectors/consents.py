"""What the person decided, and what she was told."""

from __future__ import annotations

from django.db.models import QuerySet

from alentour.identity.models import Usager
from alentour.record.enums import ConsentObject, Decision
from alentour.record.models import Consent, Information
from alentour.record.selectors.lines import standing


def consent_in_force(usager: Usager, object: ConsentObject) -> Consent | None:
    """The last decision on ``object`` if it still holds (neither withdrawn nor over), be it an agreement or a refusal."""
    last = Consent.objects.filter(structure_id=usager.structure_id, usager=usager, object=object).first()
    return last if last is not None and last.is_in_force else None


def agrees(usager: Usager, object: ConsentObject) -> bool:
    """Whether she agreed to ``object`` and that still holds. Silence is not an agreement."""
    consent = consent_in_force(usager, object)
    return consent is not None and consent.decision == Decision.ACCORD


def objects_to_dmp(usager: Usager) -> bool:
    """Whether she objects to the feeding of her DMP."""
    return agrees(usager, ConsentObject.DMP_OPPOSITION)


def objects_to_mss(usager: Usager) -> bool:
    """Whether she objects to exchanges about her by secure messaging."""
    return agrees(usager, ConsentObject.MSS_OPPOSITION)


def consents_of(usager: Usager) -> QuerySet[Consent]:
    rows = Consent.objects.filter(structure_id=usager.structure_id, usager=usager)
    return rows.select_related("collected_by__professional")


def informations_of(usager: Usager) -> QuerySet[Information]:
    """What she or those who represent her were told, the last first."""
    return standing(Information, usager).order_by("-told_on", "-created_at")
