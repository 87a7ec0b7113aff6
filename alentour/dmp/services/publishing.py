"""« Déposer au DMP »: asked in a gesture, done by the runner, the same identifiers at each try (specs/dmp-ins §2.7, §2.11)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import require
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.dmp import gateway, rules
from alentour.dmp.enums import DmpState, EntryState, Visibility
from alentour.dmp.found import DmpOff, DmpRefused, DmpUnreachable, Status
from alentour.dmp.mapping import lot_oid
from alentour.dmp.models import Dossier, Entry
from alentour.documents.models import Document
from alentour.documents.services import NotJudged, cda_of, refresh_identity, why_it_stays
from alentour.exchanges import outcomes
from alentour.exchanges.enums import Service, State
from alentour.exchanges.models import Exchange
from alentour.exchanges.outcomes import Accepted, Outcome, Unreachable
from alentour.exchanges.services import enqueue, retry, subject_of
from alentour.identity.models import Usager

KIND = "dmp.publish"
LEAVES_ALONE = "Le DMP ne répond pas : le dépôt partira de lui-même à son retour."


@transaction.atomic
def publish(*, document: Document, by: Post) -> Exchange:
    """Put the deposit in the queue; asking twice is asking once, asking again after a refusal is trying again.

    Raises ``ClosedDoor`` when this métier does not feed the DMP, :class:`Refused` with the first thing that keeps it here.
    """
    require(by, Act.WRITE, DataClass.DMP)
    hindrances = rules.hindrances(document)
    if hindrances:
        raise Refused(hindrances[0].sentence)
    document = refresh_identity(document=document, by=by)
    last = asked(document).first()
    if last is not None and last.state != State.CANCELLED:
        if last.state == State.REFUSED:
            retry(exchange=last, by=by)
        return last
    exchange = enqueue(
        kind=KIND,
        service=Service.DMP,
        key=f"{KIND}:{document.id}:{asked(document).count()}",
        label=f"Dépôt au DMP : {document.label}"[:200],
        structure=document.structure,
        by=by,
        usager_id=document.usager_id,
        subject=document,
        payload={"document": str(document.id)},
    )
    trace.record("dmp.asked", by=by, usager_id=document.usager_id, target=document, oid=document.document_oid)
    return exchange


def asked(document: Document) -> Any:
    """The deposits asked for a document, newest first."""
    rows = Exchange.objects.filter(structure_id=document.structure_id, kind=KIND, subject=subject_of(document))
    return rows.order_by("-created_at")


# --- the runner


def run(exchange: Exchange) -> Outcome:
    """Send one deposit. The conditions are looked at again: the person may have objected meanwhile."""
    document = (
        Document.objects.filter(structure_id=exchange.structure_id, pk=exchange.payload["document"])
        .select_related(
            "structure",
            "usager",
            "cda",
            "author__professional",
            "author__structure",
            "validated_by__professional",
            "validated_by__structure",
        )
        .first()
    )
    if document is None or document.usager is None or document.validated_by is None:
        return outcomes.Refused(code="gone", sentence="Ce document n'est plus au dossier de cette personne.")
    hindrances = rules.hindrances(document)
    if hindrances:
        return outcomes.Refused(code=hindrances[0].code, sentence=hindrances[0].sentence)
    try:
        why = why_it_stays(document)
    except NotJudged as error:
        return outcomes.Refused(code="unjudged", sentence=error.sentence, permanent=False)
    if why:
        return outcomes.Refused(code="unsound", sentence=why)
    return send(exchange, document, document.usager, document.validated_by)


def send(exchange: Exchange, document: Document, usager: Usager, signer: Post) -> Outcome:
    """TD0.2 then TD2.1, as the structure."""
    try:
        status = gateway.existence(signer, usager, present=False)
        note_status(usager, status)
        if rules.no_dmp(status.state):
            return outcomes.Refused(code=status.state.value, sentence=rules.no_dmp(status.state))
        deposited = gateway.deposit(
            signer,
            usager,
            cda=cda_of(document),
            title=document.title,
            lot=lot_oid(exchange.id),
            visibility=visibility_of(document),
            replaces=document.replaces_oid,
        )
    except DmpUnreachable:
        return Unreachable(sentence=LEAVES_ALONE)
    except DmpOff as error:
        return outcomes.Refused(code="not-configured", sentence=error.sentence)
    except DmpRefused as error:
        return outcomes.Refused(code=error.code, sentence=error.sentence, permanent=not error.retry)
    return Accepted(
        receipt={"lot": deposited.lot, "message": deposited.message_id, "already": deposited.already},
        sentence="Ce document était déjà au DMP." if deposited.already else "Déposé au DMP.",
    )


def visibility_of(document: Document) -> list[str]:
    flags = {
        Visibility.PROS: document.hidden_from_pros,
        Visibility.PERSON: document.hidden_from_usager,
        Visibility.GUARDIANS: document.hidden_from_guardians,
    }
    return [code.value for code, raised in flags.items() if raised]


def settled(exchange: Exchange, outcome: Outcome) -> None:
    """Once accepted, the document is in the list of the DMP, without any search after the deposit (EX_3.1-2030)."""
    if not isinstance(outcome, Accepted):
        return
    document = Document.objects.filter(structure_id=exchange.structure_id, pk=exchange.payload["document"]).first()
    if document is None or document.usager_id is None:
        return
    Entry.objects.update_or_create(
        structure_id=document.structure_id,
        usager_id=document.usager_id,
        unique_id=document.document_oid,
        defaults={
            "state": EntryState.APPROVED,
            "title": document.title,
            "type_code": document.type_code,
            "type_label": document.label,
            "class_code": document.traits.class_code,
            "mime_type": "text/xml",
            "author_name": document.author_name,
            "author_structure": document.author_structure,
            "created_in_source": document.effective_at,
            "service_start": document.service_start or document.effective_at,
            "visibility": visibility_of(document),
            "document": document,
        },
    )
    if document.replaces_oid:
        Entry.objects.filter(
            structure_id=document.structure_id, usager_id=document.usager_id, unique_id=document.replaces_oid
        ).update(state=EntryState.DEPRECATED, replaced_by=document.document_oid)


@transaction.atomic
def note_status(usager: Usager, status: Status) -> Dossier:
    """Keep what TD0.2 said of the DMP itself. The traits it returns are not even read (RG_0320)."""
    dossier, _ = Dossier.objects.get_or_create(structure_id=usager.structure_id, usager=usager)
    dossier.state, dossier.attached_to_ens, dossier.checked_at = (
        DmpState(status.state),
        status.attached_to_ens,
        timezone.now(),
    )
    dossier.save()
    return dossier
