"""What keeps a document from the DMP, and a professional from reading it: in words, before anything leaves (specs/dmp-ins §2.4, §2.5)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from alentour.accounts import gateway as psc
from alentour.accounts import tokens
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.dmp.enums import Authorization, DmpState
from alentour.dmp.models import Access, Dossier
from alentour.documents.enums import State
from alentour.documents.models import Document
from alentour.identity.models import Usager
from alentour.identity.rules import why_not_usable
from alentour.record import selectors
from alentour.record.enums import ConsentObject, Decision

# Types of JDV_J07 that the DMP's own table does not know (ASS_X16), and the class of what the person writes herself.
NOT_IN_DMP = frozenset({"EXPORT_DUI", "FICHE-CONTACTS", ""})
PATIENT_CLASS = "90"

RECONNECT = "Pour lire le DMP, une connexion Pro Santé Connect doit être en cours : reconnectez-vous, puis recommencez."
NO_RPPS = "Lire le DMP demande un identifiant national (RPPS) : votre compte n'en a pas."


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """One thing that keeps the gesture from being done, and the screen that mends it (empty when it is this one, or none)."""

    sentence: str
    action: str = ""
    url: str = ""
    code: str = ""


def is_configured() -> bool:
    where = settings.CONNECTORS
    return bool(where.dmp.url and where.trust and where.certs)


def may_feed(post: Post) -> bool:
    return can(post, Act.WRITE, DataClass.DMP)


def has_a_place(document: Document) -> bool:
    """Whether this kind of document may be deposited at all, by us: ours, of a type that the DMP knows."""
    return (
        document.is_ours
        and not document.content.get("copy")
        and document.type_code not in NOT_IN_DMP
        and document.traits.class_code != PATIENT_CLASS
    )


def hindrances(document: Document) -> list[Hindrance]:
    """Everything that keeps a document from the DMP; empty when it may go. Checked when it is asked, and again when it leaves."""
    usager = document.usager
    if usager is None:
        return [Hindrance(sentence="Ce document n'est rattaché à personne.", code="nobody")]
    return [*_of_the_document(document), *_of_the_person(usager), *_of_her_dmp(usager)]


def _of_the_document(document: Document) -> list[Hindrance]:
    found = []
    if not document.is_ours or document.content.get("copy"):
        found.append(
            Hindrance(
                sentence="Ce document vient d'un autre auteur : c'est à lui de le déposer au DMP.", code="not-ours"
            )
        )
    elif not has_a_place(document):
        found.append(
            Hindrance(sentence="Ce type de document n'a pas sa place au DMP : envoyez-le par messagerie.", code="kind")
        )
    if document.state != State.VALIDE:
        found.append(
            Hindrance(
                sentence=f"Ce document est {document.get_state_display()} : seul un document validé se dépose.",
                code="state",
            )
        )
    return found


def _of_the_person(usager: Usager) -> list[Hindrance]:
    found = [
        Hindrance(sentence=reason.sentence, action=reason.action_label, url=reason.url, code="ins")
        for reason in why_not_usable(usager)
    ]
    if selectors.objects_to_dmp(usager):
        found.append(
            Hindrance(
                sentence="La personne s'est opposée à l'alimentation de son DMP : rien n'y est déposé.",
                code="opposition",
            )
        )
    elif not is_informed(usager):
        found.append(
            Hindrance(
                sentence="La personne n'a pas encore été informée que ses documents sont déposés dans Mon espace santé : "
                "informez-la, puis notez-le ici. Une seule fois suffit.",
                code="information",
            )
        )
    return found


def _of_her_dmp(usager: Usager) -> list[Hindrance]:
    dossier = Dossier.objects.filter(structure_id=usager.structure_id, usager=usager).first()
    if dossier is None:
        return []
    sentence = no_dmp(DmpState(dossier.state))
    return [Hindrance(sentence=sentence, code=dossier.state)] if sentence else []


def no_dmp(state: DmpState) -> str:
    """Why a DMP cannot be fed nor read, as far as its state goes."""
    return {
        DmpState.CLOSED: "Le DMP de cette personne est fermé, à sa demande ou après son décès.",
        DmpState.ABSENT: "Cette personne n'a pas de DMP.",
    }.get(state, "")


def is_informed(usager: Usager) -> bool:
    """Whether the information that precedes the first deposit was given (once, not per document; fact 4 of the spec)."""
    return selectors.agrees(usager, ConsentObject.DMP_INFORMATION)


def reading_hindrances(post: Post, usager: Usager, *, asking: bool = False) -> list[Hindrance]:
    """Everything that keeps this professional from reading the DMP now.

    ``asking``: a reading is about to leave, so that the session of Pro Santé Connect is renewed if it must be (a screen that is
    only shown sends nothing).
    """
    found = [
        Hindrance(sentence=reason.sentence, action=reason.action_label, url=reason.url, code="ins")
        for reason in why_not_usable(usager)
    ]
    last = selectors.consent_in_force(usager, ConsentObject.DMP_CONSULTATION)
    if last is None:
        found.append(
            Hindrance(
                sentence="Informez la personne que l'équipe va consulter son DMP, et notez son accord : une seule fois suffit.",
                code="consultation",
            )
        )
    elif last.decision == Decision.REFUS:
        found.append(Hindrance(sentence="La personne a refusé que l'équipe consulte son DMP.", code="refusal"))
    return [*found, *_presence(post, asking=asking)]


def _presence(post: Post, *, asking: bool) -> list[Hindrance]:
    """Reading is for somebody present, known nationally and authenticated by Pro Santé Connect (EX_AIR-085)."""
    if not (post.professional.idnps or "").startswith("8"):
        return [Hindrance(sentence=NO_RPPS, code="rpps")]
    try:
        live = tokens.access_token(post.professional_id) is not None if asking else tokens.alive(post.professional_id)
    except psc.PscUnreachable as error:
        return [Hindrance(sentence=error.sentence, code="psc")]
    if live:
        return []
    return [Hindrance(sentence=RECONNECT, action="Se reconnecter", url=reverse("oidc_authentication_init"), code="psc")]


def why_no_reading(access: Access | None, dossier: Dossier | None) -> str:
    """What TD0.2 answered that closes the reading, in words; empty when it is open or unknown."""
    if dossier is not None and no_dmp(DmpState(dossier.state)):
        return no_dmp(DmpState(dossier.state))
    return {
        Authorization.EXPIRED: "Votre autorisation sur ce DMP a expiré : demandez à la personne son accord pour la renouveler.",
        Authorization.NONE: "Vous n'êtes pas encore autorisé sur ce DMP : demandez à la personne son accord.",
        Authorization.FORBIDDEN: "La personne vous a fermé son DMP.",
    }.get(Authorization(access.authorization) if access else Authorization.UNKNOWN, "")
