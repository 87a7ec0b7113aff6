"""Writing what the person decides."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record import rules
from alentour.record.enums import ConsentObject, Decision, GivenBy, Means
from alentour.record.models import Consent
from alentour.record.services.common import traced


@transaction.atomic
def collect_consent(
    *,
    usager: Usager,
    object: ConsentObject,
    decision: Decision,
    by: Post,
    given_by: GivenBy = GivenBy.PERSONNE,
    given_by_name: str = "",
    means: Means = Means.ORAL,
    at: datetime | None = None,
    until: date | None = None,
    note: str = "",
) -> Consent:
    """Keep a decision of the person; it takes the place of the previous one on the same object, which stays readable.

    Raises :class:`Refused` when this métier does not collect that decision.
    """
    if not rules.may_collect(by, object):
        raise Refused(f"Votre métier ne recueille pas la décision sur {object.label}.")
    if until and until < timezone.localdate():
        raise Refused("La date de fin est déjà passée.")
    consent = Consent.objects.create(
        structure_id=usager.structure_id, usager=usager, object=object, decision=decision, given_by=given_by,
        given_by_name=given_by_name, means=means, at=at or timezone.now(), until=until, note=note, collected_by=by,
    )  # fmt: skip
    traced("consent.collected", by, usager, consent, object=object, decision=decision, means=means)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Post) -> Consent:
    """The person takes her decision back; effective at once."""
    if consent.withdrawn_at is not None:
        return consent
    consent.withdrawn_at, consent.withdrawn_to = timezone.now(), by
    consent.save(update_fields=["withdrawn_at", "withdrawn_to", "updated_at"])
    traced("consent.withdrawn", by, consent.usager, consent, object=consent.object)
    return consent
