"""Who needs me, in order. Home is the only app that looks at all the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.agenda.presenters.items import Item, items
from alentour.agenda.selectors.entries import next_for
from alentour.care.selectors import alerts_for, mentions_for
from alentour.care.selectors.events import steps_due_for, to_follow_count
from alentour.care.selectors.tasks import tasks_waiting
from alentour.documents.selectors import to_sign_for, waiting_count
from alentour.exchanges import selectors as exchanges
from alentour.identity.selectors import to_qualify
from alentour.messaging import selectors as messaging
from alentour.messaging.enums import ThreadState
from alentour.messaging.presenters import rows
from alentour.projects.selectors import due_for as projets_due
from alentour.record import breakglass
from alentour.record.selectors.due import due_for as reminders
from alentour.tournee.selectors.review import to_review
from alentour.ui.shapes import ThreadRow, Tone

FEW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing to do, with its one next gesture."""

    text: str
    detail: str = ""
    url: str
    label: str
    icon: str
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The page. ``lines`` in the order in which they need someone; ``threads`` the conversations not opened yet."""

    lines: list[Line]
    threads: list[ThreadRow]
    unread: int
    agenda: list[Item]

    @property
    def is_clear(self) -> bool:
        return not self.lines and not self.threads and not self.agenda


def day(post: Post) -> Day:
    """Everything of the page, in a number of queries that does not depend on how much there is."""
    unread = list(messaging.list_threads(post, view="non-lus")[:FEW])
    return Day(
        lines=[
            *_emergencies(post),
            *_alerts(post),
            *_mentions(post),
            *_serious(post),
            *_tasks(post),
            *_steps(post),
            *_stuck(post),
            *_due(post),
            *_to_settle(post),
            *_to_sign(post),
            *_projets(post),
            *_reminders(post),
            *_to_file(post),
            *_to_qualify(post),
        ],
        threads=rows(unread, post),
        unread=messaging.unread_count(post),
        agenda=items(post, next_for(post)),
    )


def _emergencies(post: Post) -> list[Line]:
    """Records opened in an emergency, for those who answer for them; a DPO, who reads no identity, gets the number of the record."""
    names = can(post, Act.READ, DataClass.IDENTITE)
    return [
        Line(
            text=f"Accès d'urgence : {usager.display_name if names else 'dossier n° ' + usager.ipp}",
            detail=f"{notice.access.post.professional}, {timezone.localtime(notice.access.started_at):%d/%m à %H h %M}",
            url=reverse("record:breakglass-review"),
            label="Lire le motif",
            icon="siren",
            tone="danger",
        )
        for notice in breakglass.notices(post)[:FEW]
        if (usager := notice.access.usager)
    ]


def _alerts(post: Post) -> list[Line]:
    """Constantes past a threshold, for whoever follows the person: before anything else."""
    return [
        Line(
            text=f"Alerte : {measure.usager.display_name}",
            detail=f"mesure du {timezone.localtime(measure.done_at):%d/%m à %H h %M}",
            url=reverse("care:sante", args=[measure.usager_id]),
            label="Voir",
            icon="heart-pulse",
            tone="danger",
        )
        for measure in alerts_for(post)[:FEW]
    ]


def _to_sign(post: Post) -> list[Line]:
    """What colleagues have read again and leave to sign; its title is told behind its own door."""
    return [
        Line(
            text="Un document relu attend votre signature",
            detail=f"{document.usager.display_name}, relu par {document.ready_by.professional}",
            url=reverse("documents:view", args=[document.id]),
            label="Relire et signer",
            icon="signature",
        )
        for document in to_sign_for(post, FEW)
        if document.usager and document.ready_by
    ]


def _mentions(post: Post) -> list[Line]:
    """Transmissions in which a colleague called me."""
    return [
        Line(
            text=f"{mention.transmission.author.professional} vous appelle",
            detail=mention.transmission.usager.display_name,
            url=reverse("care:transmissions", args=[mention.transmission.usager_id]),
            label="Lire",
            icon="at-sign",
            tone="attention",
        )
        for mention in mentions_for(post)[:FEW]
    ]


def _serious(post: Post) -> list[Line]:
    """Serious events whose declaration to the authority is not noted, for those who answer for the establishment."""
    count = to_follow_count(post)
    if not count:
        return []
    return [
        Line(
            text=f"{count} évènement{'s' if count > 1 else ''} grave{'s' if count > 1 else ''} à déclarer",
            detail="aucune déclaration à l'autorité n'est notée",
            url=reverse("care:events"),
            label="Voir",
            icon="siren",
            tone="danger",
        )
    ]


def _tasks(post: Post) -> list[Line]:
    """The soins of my métier that today still waits for."""
    waiting, late = tasks_waiting(post)
    if not waiting:
        return []
    return [
        Line(
            text=f"{waiting} soin{'s' if waiting > 1 else ''} prévu{'s' if waiting > 1 else ''} aujourd'hui",
            detail=f"dont {late} à noter" if late else "",
            url=reverse("care:tasks-day"),
            label="Ouvrir",
            icon="list-checks",
            tone="attention" if late else "neutral",
        )
    ]


def _steps(post: Post) -> list[Line]:
    """What follows an event and was given to me."""
    return [
        Line(
            text=f"{step.get_kind_display().capitalize()} après un évènement",
            detail=step.event.usager.display_name + (f" · pour le {step.due_on:%d/%m/%Y}" if step.due_on else ""),
            url=reverse("care:event", args=[step.event_id]),
            label="Ouvrir",
            icon="list-todo",
            tone="attention" if step.due_on and step.due_on < timezone.localdate() else "neutral",
        )
        for step in steps_due_for(post)[:FEW]
    ]


def _stuck(post: Post) -> list[Line]:
    return [
        Line(
            text=exchange.label,
            detail=exchange.sentence,
            url=reverse("exchanges:tray"),
            label="Voir pourquoi",
            icon="octagon-alert" if exchange.state == "refused" else "hourglass",
            tone="danger" if exchange.state == "refused" else "attention",
        )
        for exchange in exchanges.stuck(post)[:FEW]
    ]


def _due(post: Post) -> list[Line]:
    """Conversations with a date that my mailboxes hold, the nearest first."""
    found = (
        messaging.threads_of(post).filter(due_on__isnull=False).exclude(state=ThreadState.DONE).select_related("usager")
    )
    return [
        Line(
            text=thread.subject,
            detail=f"à faire avant le {thread.due_on:%d/%m/%Y}"
            + (f" · {thread.usager.display_name}" if thread.usager else ""),
            url=reverse("messaging:thread", args=[thread.id]),
            label="Ouvrir",
            icon="calendar-clock",
            tone="danger" if thread.due_on < date.today() else "attention",
        )
        for thread in found.order_by("due_on")[:FEW]
        if thread.due_on
    ]


def _to_settle(post: Post) -> list[Line]:
    """Gestures of a round made without network that a person must settle: nothing is chosen in their place."""
    count = to_review(post).count()
    if not count:
        return []
    return [
        Line(
            text=f"{count} geste{'s' if count > 1 else ''} de tournée à revoir",
            detail="écrits sans réseau, gardés tels quels",
            url=reverse("tournee:review"),
            label="Comparer",
            icon="route",
            tone="attention",
        )
    ]


def _projets(post: Post) -> list[Line]:
    """The projets to review, or to write for the first time."""
    return [
        Line(
            text=f"Projet de {due.usager.display_name}",
            detail=f"{'à écrire' if due.is_first else 'à réviser'} avant le {due.due_on:%d/%m/%Y}",
            url=reverse("projects:person", args=[due.usager.id]),
            label="Ouvrir",
            icon="milestone",
            tone="attention" if due.is_late else "neutral",
        )
        for due in projets_due(post, limit=FEW)
    ]


def _reminders(post: Post) -> list[Line]:
    """Measures to review, rights that end, what was never asked: the most pressing."""
    return [
        Line(
            text=one.said,
            detail=one.usager.display_name + (f" · {one.on:%d/%m/%Y}" if one.on else ""),
            url=one.url,
            label="Ouvrir",
            icon=one.icon,
            tone="attention" if one.late else "neutral",
        )
        for one in reminders(post)[:FEW]
    ]


def _to_file(post: Post) -> list[Line]:
    count = waiting_count(post)
    if not count:
        return []
    text = f"{count} document{'s' if count > 1 else ''} à classer"
    return [
        Line(
            text=text,
            detail="reçus, pas encore au dossier",
            url=reverse("documents:tray"),
            label="Classer",
            icon="folder-input",
            tone="attention",
        )
    ]


def _to_qualify(post: Post) -> list[Line]:
    if not can(post, Act.WRITE, DataClass.INS):
        return []
    count = to_qualify(post).count()
    if not count:
        return []
    text = f"{count} identité{'s' if count > 1 else ''} à qualifier"
    return [
        Line(
            text=text,
            detail="sans INS qualifiée, rien ne part au DMP",
            url=reverse("identity:worklist"),
            label="Qualifier",
            icon="fingerprint-pattern",
        )
    ]


__all__ = ["Day", "Line", "day"]
