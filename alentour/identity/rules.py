"""The transitions of an identity and what its matricule may do (RNIV; specs/dmp-ins §1.9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from alentour.core.doors import Refused
from alentour.identity.enums import Evenement, StatutIns
from alentour.identity.mapping import ACCEPTED_OIDS, TYPED_OID

if TYPE_CHECKING:
    from alentour.identity.models import Usager

_P, _R, _V, _Q = StatutIns.PROVISOIRE, StatutIns.RECUPEREE, StatutIns.VALIDEE, StatutIns.QUALIFIEE
_E = Evenement

# What is not written here is forbidden.
TRANSITIONS: dict[tuple[StatutIns, Evenement], StatutIns] = {
    (_P, _E.INSI): _R,
    (_V, _E.INSI): _Q,
    (_P, _E.PIECE): _V,
    (_R, _E.PIECE): _Q,
    # A validated trait that changes is not validated any more, unless the document is seen again.
    (_P, _E.MODIFICATION): _P,
    (_R, _E.MODIFICATION): _P,
    (_V, _E.MODIFICATION): _P,
    (_Q, _E.MODIFICATION): _P,
    (_P, _E.MODIFICATION_AVEC_PIECE): _V,
    (_R, _E.MODIFICATION_AVEC_PIECE): _V,
    (_V, _E.MODIFICATION_AVEC_PIECE): _V,
    (_Q, _E.MODIFICATION_AVEC_PIECE): _V,
    (_R, _E.VERIFICATION_KO): _P,
    (_Q, _E.VERIFICATION_KO): _V,
    **{(statut, event): _P for statut in StatutIns for event in (_E.DOUTE, _E.FICTION)},
}

WHY_NOT: dict[tuple[StatutIns, Evenement], str] = {
    (_R, _E.INSI): "L'INS est déjà récupérée : il reste à vérifier une pièce d'identité.",
    (_Q, _E.INSI): "L'identité est déjà qualifiée : il n'y a rien à demander à INSi.",
    (_V, _E.PIECE): "Une pièce d'identité a déjà été vérifiée : il reste à demander l'INS à INSi.",
    (_Q, _E.PIECE): "L'identité est déjà qualifiée.",
    (_P, _E.VERIFICATION_KO): "L'identité ne porte pas d'INS à vérifier.",
    (_V, _E.VERIFICATION_KO): "L'identité ne porte pas d'INS à vérifier.",
}
DOUBT = "L'identité est déclarée douteuse : levez d'abord le doute."
FICTION = "L'identité est fictive (formation, prise en charge confidentielle) : elle ne peut pas être qualifiée."


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the INS cannot be used, and the gesture that would help (``url`` is empty when there is none)."""

    sentence: str
    action_label: str = ""
    url: str = ""


def next_statut(usager: Usager, event: Evenement) -> StatutIns:
    """The status after ``event``; raises :class:`Refused` with its reason when RNIV forbids it."""
    if event in {_E.INSI, _E.PIECE, _E.MODIFICATION_AVEC_PIECE}:
        refuse_unprovable(usager)
    now = StatutIns(usager.statut)
    if (now, event) not in TRANSITIONS:
        raise Refused(WHY_NOT[now, event])
    return TRANSITIONS[now, event]


def refuse_unprovable(usager: Usager) -> None:
    """A douteuse or fictive identity is neither searched at INSi nor validated (EXI ID 24, 26)."""
    if usager.fictif:
        raise Refused(FICTION)
    if usager.douteux:
        raise Refused(DOUBT)


def accepted_oids() -> frozenset[str]:
    """The authorities this installation accepts (``INS_MODE``)."""
    return ACCEPTED_OIDS[settings.INS_MODE]


def typed_oid() -> str:
    """The authority of a matricule typed by hand in this installation."""
    return TYPED_OID[settings.INS_MODE]


def ins_is_usable(usager: Usager) -> bool:
    """Matricule and authority may leave the house (EXI ID 29)."""
    proven = usager.statut == StatutIns.QUALIFIEE and bool(usager.matricule)
    return proven and usager.ins_oid in accepted_oids() and not usager.douteux and not usager.fictif


def why_not_usable(usager: Usager) -> list[Reason]:
    """Why the INS may not be used now and what to do; empty when it may. Shown by the messaging and the DMP screens."""
    if ins_is_usable(usager):
        return []
    card = reverse("identity:card", args=[usager.id])
    if usager.fictif:
        return [Reason(FICTION)]
    if usager.douteux:
        return [Reason(DOUBT, "Revoir l'identité", card)]
    if usager.statut == StatutIns.QUALIFIEE:
        return [Reason("L'INS vient d'une autorité que cette installation n'accepte pas.", "Revoir l'identité", card)]
    return _missing_steps(usager)


def _missing_steps(usager: Usager) -> list[Reason]:
    reasons = []
    if usager.discrepancies:
        sentence = "INSi connaît cette personne sous des traits différents : l'écart est à régler."
        return [Reason(sentence, "Voir les écarts", reverse("identity:card", args=[usager.id]))]
    if usager.statut in {StatutIns.PROVISOIRE, StatutIns.VALIDEE}:
        url = reverse("identity:insi", args=[usager.id])
        reasons.append(Reason("L'INS n'a pas encore été demandée à INSi.", "Demander l'INS à INSi", url))
    if usager.statut in {StatutIns.PROVISOIRE, StatutIns.RECUPEREE}:
        url = reverse("identity:document", args=[usager.id])
        reasons.append(Reason("Aucune pièce d'identité n'a encore été vérifiée.", "Vérifier une pièce d'identité", url))
    return reasons
