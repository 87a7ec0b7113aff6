"""The agreement a photo needs, collected in the same gesture and kept by ``record``."""

from __future__ import annotations

from dataclasses import dataclass

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record import selectors, services
from alentour.record.enums import ConsentObject, Decision, GivenBy, Means

NO_AGREEMENT = "Une photo demande l'accord de la personne : recueillez-le, puis cochez-le avant d'enregistrer."
REFUSED = "La personne a refusé les photos. Si elle a changé d'avis, recueillez son accord et cochez-le."


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Who agreed (:class:`GivenBy`), and how it was collected (:class:`Means`)."""

    given_by: str = GivenBy.PERSONNE
    given_by_name: str = ""
    means: str = Means.ORAL


def photo(*, post: Post, usager: Usager, agreement: Agreement | None) -> None:
    """Keep the agreement given now, or lean on one still in force; raises :class:`Refused` when there is neither."""
    if agreement is not None:
        services.collect_consent(
            usager=usager,
            object=ConsentObject.PHOTO,
            decision=Decision.ACCORD,
            by=post,
            given_by=GivenBy(agreement.given_by),
            given_by_name=agreement.given_by_name,
            means=Means(agreement.means),
        )
        return
    last = selectors.consent_in_force(usager, ConsentObject.PHOTO)
    if last is None:
        raise Refused(NO_AGREEMENT)
    if last.decision == Decision.REFUS:
        raise Refused(REFUSED)


def already_agrees(usager: Usager) -> bool:
    """Whether the box may be shown as already collected."""
    return selectors.agrees(usager, ConsentObject.PHOTO)
