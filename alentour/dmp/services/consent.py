"""What the person was told and decided about her DMP, kept by ``record`` in one gesture (specs/dmp-ins §2.5)."""

from __future__ import annotations

from django.db import transaction

from alentour.accounts.models import Post
from alentour.identity.models import Usager
from alentour.record.enums import ConsentObject, Decision, GivenBy, Means
from alentour.record.selectors import consent_in_force
from alentour.record.services import collect_consent, withdraw_consent


@transaction.atomic
def inform(*, usager: Usager, by: Post, given_by: str = GivenBy.PERSONNE, means: str = Means.ORAL) -> None:
    """She (or her representative) was told that documents are deposited in Mon espace santé, and does not object."""
    opposition = consent_in_force(usager, ConsentObject.DMP_OPPOSITION)
    if opposition is not None and opposition.decision == Decision.ACCORD:
        withdraw_consent(consent=opposition, by=by)
    _collect(usager, ConsentObject.DMP_INFORMATION, Decision.ACCORD, by, given_by, means)


@transaction.atomic
def oppose(*, usager: Usager, by: Post, given_by: str = GivenBy.PERSONNE, means: str = Means.ORAL) -> None:
    """She objects: nothing more is deposited, at once; what waits in the queue is stopped when it comes to leave."""
    _collect(usager, ConsentObject.DMP_OPPOSITION, Decision.ACCORD, by, given_by, means)


@transaction.atomic
def permit_reading(*, usager: Usager, by: Post, given_by: str = GivenBy.PERSONNE, means: str = Means.ORAL) -> None:
    """She was told that the team consults her DMP, and agrees."""
    _collect(usager, ConsentObject.DMP_CONSULTATION, Decision.ACCORD, by, given_by, means)


def _collect(usager: Usager, object: ConsentObject, decision: Decision, by: Post, given_by: str, means: str) -> None:
    collect_consent(
        usager=usager, object=object, decision=decision, by=by, given_by=GivenBy(given_by), means=Means(means)
    )
