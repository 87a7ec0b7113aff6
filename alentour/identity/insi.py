"""Asking INSi while a person waits, and what she decides of the answer. Nothing changes but by :func:`accept`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.exchanges.enums import Service
from alentour.exchanges.outcomes import Accepted, Outcome, Unreachable
from alentour.exchanges.outcomes import Refused as ServiceRefused
from alentour.exchanges.services import journal
from alentour.identity import gateway, rules, selectors
from alentour.identity.answers import Found, InsiIdentity, InsiRefused, InsiUnreachable, NotFound, Tried
from alentour.identity.enums import Evenement, MatriculeState, StatutIns
from alentour.identity.mapping import Unwritable, begins, first_of, incoherent, traits_of
from alentour.identity.models import InsiProposal, InsMatricule, Usager
from alentour.identity.services import locked, move

NOBODY = (
    "INSi ne connaît personne sous ces traits. Vérifiez-les sur une pièce d'identité : "
    "nom de naissance, tous les prénoms, date, sexe."
)
SEVERAL = (
    "INSi connaît plusieurs personnes sous ces traits et n'en rend aucune. "
    "Complétez la liste des prénoms de naissance et le lieu de naissance."
)
EXPIRED = "La réponse d'INSi n'est plus disponible : refaites la demande."


@dataclass(frozen=True, slots=True)
class Asked:
    """The end of a request: an identity to look at (``found``), or the sentence that says why there is none."""

    found: bool
    sentence: str = ""


def ask(*, usager: Usager, by: Post) -> Asked:
    """Ask INSi for the INS of ``usager``, in one sequence (specs/dmp-ins §1.6); the network is outside any transaction.

    Found: the answer is kept aside for a person to look at. Otherwise a sentence; the identity never changes here. Raises
    :class:`Refused` when the request itself is forbidden (douteuse, fictive, INS already there) or a trait cannot be written.
    """
    rules.next_statut(usager, Evenement.INSI)
    tried: list[Tried] = []
    try:
        answer = gateway.search(usager.structure, traits_of(usager), tried)
    except Unwritable as error:
        raise Refused(error.sentence) from None
    except InsiUnreachable as error:
        return _end(usager, by, Unreachable(sentence=error.sentence, code=error.code), tried)
    except InsiRefused as error:
        if error.unavailable:
            return _end(usager, by, Unreachable(sentence=error.sentence, code=error.code), tried)
        return _end(usager, by, ServiceRefused(code=error.code, sentence=error.sentence), tried)
    if isinstance(answer, Found):
        return _keep(usager, by, answer.identity, tried)
    if isinstance(answer, NotFound):
        return _end(usager, by, ServiceRefused(code="01", sentence=NOBODY), tried)
    return _end(usager, by, ServiceRefused(code="02", sentence=SEVERAL), tried)


@transaction.atomic
def _end(usager: Usager, by: Post, outcome: Outcome, tried: list[Tried]) -> Asked:
    journal(
        kind="identity.insi",
        service=Service.INSI,
        label="Demande de l'INS",
        structure=usager.structure,
        by=by,
        usager_id=usager.id,
        outcome=outcome,
    )
    code = "00" if isinstance(outcome, Accepted) else outcome.code
    result = "ok" if isinstance(outcome, Accepted) else "refused"
    trace.record(
        "identity.insi_asked", by=by, usager_id=usager.id, target=usager, result=result, code=code, calls=len(tried)
    )
    return Asked(isinstance(outcome, Accepted), outcome.sentence)


@transaction.atomic
def _keep(usager: Usager, by: Post, identity: InsiIdentity, tried: list[Tried]) -> Asked:
    InsiProposal.objects.update_or_create(
        usager=usager,
        defaults={"structure_id": usager.structure_id, "asked_by": by, "content": identity.to_json()},
    )
    return _end(usager, by, Accepted(receipt={"code": "00"}), tried)


def proposal_of(usager: Usager) -> tuple[UUID, InsiIdentity] | None:
    """The answer that waits for a decision, with its id; ``None`` when there is none or it is too old."""
    proposal = selectors.live_proposal(usager)
    return (proposal.pk, InsiIdentity.from_json(proposal.content)) if proposal else None


def contradictions(usager: Usager, identity: InsiIdentity) -> tuple[str, ...]:
    """Names of the traits on which INSi contradicts what a document proved."""
    return incoherent(traits_of(usager), identity.traits)


def declared_differs(usager: Usager, identity: InsiIdentity) -> bool:
    """A matricule was read on a document, and INSi returns another one."""
    declared = usager.matricules.filter(state=MatriculeState.DECLARE)
    return declared.exists() and not declared.filter(matricule=identity.ins.matricule).exists()


@transaction.atomic
def decline(*, usager: Usager, by: Post) -> None:
    """It is not her: nothing is kept of what INSi returned."""
    rows = InsiProposal.objects.filter(structure_id=usager.structure_id, usager=usager)
    if rows.delete()[0]:
        trace.record("identity.insi_declined", by=by, usager_id=usager.id, target=usager)


@transaction.atomic
def accept(*, usager: Usager, by: Post, proposal_id: UUID | None = None) -> Usager:
    """A person recognised the identity that INSi returned.

    Provisoire: the traits become INSi's, récupérée. Validée: qualifiée when coherent; otherwise she stays validée, no matricule is
    kept and the discrepancy becomes a task. ``proposal_id`` is the answer that was on the screen. Raises :class:`Refused`.
    """
    usager = locked(usager)
    waiting = proposal_of(usager)
    if waiting is None or proposal_id not in {None, waiting[0]}:
        raise Refused(EXPIRED)
    identity = waiting[1]
    statut = rules.next_statut(usager, Evenement.INSI)
    _refuse_foreign_world(identity)
    _refuse_double(usager, identity)
    InsiProposal.objects.filter(structure_id=usager.structure_id, usager=usager).delete()
    differing = contradictions(usager, identity)
    if usager.statut == StatutIns.VALIDEE and differing:
        usager.discrepancies = ",".join(differing)
        return move(
            usager, StatutIns.VALIDEE, "identity.discrepancy", by=by, evidence="insi", fields=usager.discrepancies
        )
    return recover_ins(usager=usager, identity=identity, statut=statut, by=by)


def recover_ins(*, usager: Usager, identity: InsiIdentity, statut: StatutIns, by: Post) -> Usager:
    """Write INSi's traits, identically, its matricule and its history (inside the transaction of :func:`accept`)."""
    traits = identity.traits
    usager.birth_name, usager.given_names = traits.birth_name, traits.given_names
    usager.first_given_name = traits.first_given_name or _first_kept(usager, traits.given_names)
    usager.birth_date_text, usager.sex = traits.birth_date, traits.sex
    usager.birth_place, usager.birth_date_uncertain = traits.birth_place, False
    usager.matricule, usager.ins_oid, usager.discrepancies = identity.ins.matricule, identity.ins.oid, ""
    _keep_history(usager, identity)
    return move(usager, statut, "identity.recovered", by=by, evidence="insi", key_is_right=identity.ins.key_is_right)


def _first_kept(usager: Usager, given_names: str) -> str:
    """INSi may not tell the first given name: ours when it begins the list (Pierre-Alain), else the first of the list."""
    return usager.first_given_name if begins(usager.first_given_name, given_names) else first_of(given_names)


def _refuse_foreign_world(identity: InsiIdentity) -> None:
    if identity.ins.oid not in rules.accepted_oids():
        raise Refused(
            "INSi a rendu un matricule d'une autorité que cette installation n'accepte pas : il n'est pas conservé."
        )


def _refuse_double(usager: Usager, identity: InsiIdentity) -> None:
    """The same matricule twice in a structure is one person recorded twice."""
    others = Usager.objects.for_structure(usager.structure).filter(matricule=identity.ins.matricule)
    if others.exclude(pk=usager.pk).exists():
        raise Refused(
            "Un autre dossier de la structure porte déjà cette INS : c'est sans doute la même personne. "
            "Comparez les deux dossiers avant d'aller plus loin."
        )


def _keep_history(usager: Usager, identity: InsiIdentity) -> None:
    lines = [(identity.ins.matricule, identity.ins.oid, "", "", MatriculeState.ACTIF)]
    lines += [(old.matricule, old.oid, old.starts_on, old.ends_on, MatriculeState.ANCIEN) for old in identity.history]
    for matricule, oid, starts_on, ends_on, state in reversed(lines):
        InsMatricule.objects.update_or_create(
            usager=usager,
            matricule=matricule,
            oid=oid,
            defaults={"structure": usager.structure, "starts_on": starts_on, "ends_on": ends_on, "state": state},
        )
