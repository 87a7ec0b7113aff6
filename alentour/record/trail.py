"""The extract of the trail about one person, in words (specs/product §3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.audit.models import TraceEvent
from alentour.identity.models import Usager
from alentour.record.barriers import EmergencyReason

WORDS = {
    "usager.read": "a lu",
    "usager.hidden": "a demandé ce dossier sans y avoir accès",
    "usager.closed": "a demandé un volet réservé à d'autres métiers",
    "identity.created": "a ouvert le dossier",
    "identity.insi_asked": "a demandé l'INS à INSi",
    "identity.insi_declined": "n'a pas retenu la réponse d'INSi",
    "identity.recovered": "a accepté l'identité rendue par INSi",
    "identity.discrepancy": "a constaté un écart avec INSi",
    "identity.validated": "a vérifié une pièce d'identité",
    "identity.edited": "a modifié un trait d'identité",
    "identity.details": "a modifié les coordonnées",
    "identity.attribute": "a changé une mention de l'identité",
    "identity.photo": "a changé la photo",
    "identity.verification_failed": "vérification de l'INS défavorable",
    "team.joined": "a ajouté un professionnel à l'équipe",
    "team.left": "a retiré un professionnel de l'équipe",
    "circle.joined": "a ajouté un professionnel au cercle",
    "circle.left": "a retiré un professionnel du cercle",
    "contact.saved": "a modifié l'entourage",
    "contact.removed": "a retiré une personne de l'entourage",
    "consent.collected": "a recueilli une décision",
    "consent.withdrawn": "a reçu le retrait d'une décision",
    "opposition.collected": "a recueilli une opposition",
    "opposition.withdrawn": "a reçu le retrait d'une opposition",
    "usager.opposed": "a demandé un volet auquel la personne s'est opposée",
    "breakglass.opened": "a ouvert un accès d'urgence",
    "breakglass.ended": "a refermé l'accès d'urgence",
    "breakglass.reviewed": "a relu un accès d'urgence",
    "breakglass.seen": "a pris connaissance d'un accès d'urgence",
    "alert.raised": "a posé une alerte",
    "alert.ended": "a levé une alerte",
    "stay.begun": "a ouvert l'accompagnement",
    "stay.ended": "a terminé l'accompagnement",
    "stay.planned_end": "a noté un départ prévu",
    "contact.ordered": "a changé l'ordre d'appel",
    "record.written": "a écrit",
    "record.corrected": "a corrigé",
    "record.ended": "a terminé",
    "task.planned": "a planifié un soin",
    "task.stopped": "a arrêté un soin planifié",
    "task.said": "a noté un soin",
    "task.corrected": "a corrigé un soin noté",
    "tasks.read": "a lu le plan de soins",
    "event.declared": "a écrit un évènement",
    "event.told": "a noté qui est prévenu d'un évènement",
    "event.step": "a ajouté une suite à un évènement",
    "event.settled": "a noté faite une suite d'évènement",
    "event.authority": "a noté la déclaration d'un évènement",
    "event.closed": "a clos un évènement",
    "event.read": "a lu un évènement",
    "events.read": "a lu les évènements",
    "note.private": "a écrit une note privée",
    "note.shared": "a partagé une note",
    "notes.read": "a lu ses notes privées",
    "usager.printed": "a imprimé la synthèse",
    "evaluation.printed": "a imprimé une évaluation",
    "measures.printed": "a imprimé les constantes",
    "document.read": "a ouvert un document",
    "thread.read": "a lu une conversation",
    "message.sent": "a envoyé un message",
    "record.exported": "a transmis le dossier à un autre logiciel",
    "record.imported": "a repris des lignes d'un autre logiciel",
    "record.import_undone": "a annulé une reprise",
    "transfer.asked": "a demandé le transfert du dossier",
    "transfer.taken": "a enregistré le fichier du dossier",
    "import.read": "a relu ce qu'un fichier apporte au dossier",
    "exchange.asked": "a demandé un échange avec l'extérieur",
    "exchange.settled": "échange avec l'extérieur terminé",
}
READS = ("usager.read", "document.read", "thread.read", "piece.read", "record.exported", "transfer.taken")


@dataclass(frozen=True, slots=True)
class TrailLine:
    """Who, when, what; ``who`` is « le système » for what nobody triggered."""

    at: datetime
    who: str
    metier: str
    what: str
    refused: bool
    device: str
    scope: str = ""


def of_usager(usager: Usager, *, only: str = "") -> QuerySet[TraceEvent]:
    """The events about this person in her structure, newest first; ``only``: « lectures » or « refus »."""
    rows = TraceEvent.objects.filter(structure_id=usager.structure_id, usager_id=usager.id)
    if only == "lectures":
        rows = rows.filter(action__in=READS)
    if only == "refus":
        rows = rows.filter(result="refused")
    return rows.order_by("-at", "-sequence")


def lines(events: Iterable[TraceEvent]) -> list[TrailLine]:
    """A page of events in words: one query for all the names."""
    events = list(events)
    posts = Post.objects.select_related("professional").in_bulk({one.post_id for one in events if one.post_id})
    return [_line(event, posts.get(event.post_id) if event.post_id else None) for event in events]


def _line(event: TraceEvent, post: Post | None) -> TrailLine:
    return TrailLine(
        at=event.at,
        who=post.professional.display_name if post else "le système",
        metier=post.metier_label if post else "",
        what=_what(event),
        refused=event.result == "refused",
        device=event.device,
        scope=rights.scope_of(post) if post else "",
    )


# what was written, corrected or ended: the name of the model in the trail, in words
LINES = {
    "movement": "une absence ou un changement de chambre",
    "alert": "une alerte ou une allergie",
    "problem": "un problème ou un antécédent",
    "vaccination": "une vaccination",
    "device": "une aide ou un dispositif",
    "habit": "les habitudes de vie",
    "directive": "les directives anticipées",
    "information": "une information donnée",
    "protection": "une mesure de protection",
    "restriction": "une décision de justice",
    "administrative": "la situation administrative",
    "address": "une adresse",
    "coverage": "la couverture maladie",
    "entitlement": "un droit ou une prestation",
    "resource": "une ressource",
}


def _what(event: TraceEvent) -> str:
    why, _, code = event.reason.partition(":")
    urgent = why == "urgence" and code in EmergencyReason.values
    return _said(event) + (f" (accès d'urgence : {EmergencyReason(code).label})" if urgent else "")


def _said(event: TraceEvent) -> str:
    said = WORDS.get(event.action, event.action)
    if event.detail.get("line") in LINES:
        return f"{said} {LINES[event.detail['line']]}"
    kind, act = event.detail.get("kind"), event.detail.get("act")
    if event.action == "usager.read" and kind in DataClass.values:
        return f"a lu {DataClass(kind).label}"
    if event.action == "usager.closed" and kind in DataClass.values and act in Act.values:
        return f"a demandé à {Act(act).label} {DataClass(kind).label}, réservé à d'autres métiers"
    return said
