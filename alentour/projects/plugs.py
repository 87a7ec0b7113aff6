"""Where the projet shows itself: its tab, the Synthèse, the navigation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.core.gather import Asks, beside, every, first
from alentour.identity.models import Usager
from alentour.projects import rules, selectors
from alentour.projects.content import content_of
from alentour.projects.enums import Signatory
from alentour.projects.presenters.reading import reading
from alentour.record import panels, trail
from alentour.ui import nav
from alentour.ui.shapes import Event

FEW = 4
WORDS = {
    "projet.begun": "a commencé un projet personnalisé",
    "projet.read": "a lu le projet personnalisé",
    "projet.printed": "a imprimé le projet personnalisé",
    "projet.section": "a écrit une rubrique du projet",
    "projet.attente": "a écrit une attente",
    "projet.besoin": "a écrit un besoin",
    "projet.objectif": "a écrit un objectif",
    "projet.moyen": "a écrit un moyen du projet",
    "projet.action": "a écrit une action du projet",
    "projet.objectif.state": "a fait avancer un objectif",
    "projet.action.state": "a fait avancer une action",
    "projet.remark": "a noté une observation dans le projet",
    "projet.opinion": "a recueilli un avis sur le projet",
    "projet.accord": "a recueilli une signature ou un refus",
    "projet.scan_read": "a ouvert la page signée du projet",
    "projet.validated": "a validé le projet personnalisé",
    "projet.state": "a changé l'état du projet",
    "projet.frame": "a nommé le projet ou son référent",
    "projet.bilan": "a écrit un bilan du projet",
}


def plug() -> None:
    trail.WORDS.update(WORDS)
    panels.register(
        "projet",
        "Projet",
        "projects:person",
        kind=DataClass.PROJET,
        order=30,
        icon="milestone",
        summary=summary,
        events=happened,
    )
    nav.register("Projets", "projects:list", "milestone", order=28, shown=follows_projets)


def follows_projets(request: HttpRequest) -> bool:
    """Those who lead, validate, or keep the dates."""
    post: Post | None = getattr(request, "post", None)
    return post is not None and (rules.leads(post) or rules.validates(post) or rules.keeps_dates(post))


def summary(post: Post, usager: Usager) -> Asks[panels.Summary | None]:
    """The objectives being worked on, and when we look at them again; nothing without a projet."""
    current = yield from first(selectors.in_force(usager))
    if current is None:
        return None
    r = reading(content_of(current)) if rules.reads(post) else None
    context = {"projet": current, "r": r, "few": r.living[:FEW] if r else ()}
    url = reverse("projects:person", args=[usager.id])
    return panels.Summary(
        title="Projet personnalisé", template="projects/_summary.html", context=context, icon="milestone", url=url,
        side=True,
    )  # fmt: skip


def happened(post: Post, usager: Usager, limit: int) -> Asks[Sequence[Event]]:
    """Bilans held and versions in force; for who reads the content."""
    if not rules.reads(post):
        return []
    accords = selectors.accords_of(post, usager).filter(signatory=Signatory.STRUCTURE)
    held, given = yield from beside([every(selectors.bilans_of(post, usager)[:limit]), every(accords[:limit])])
    bilans = [
        Event(
            title=f"Projet : {one.get_kind_display()}", at=_noon(one.done_on), body=one.synthesis[:200],
            author=f"{one.author.professional} ({one.author.metier_label})", icon="clipboard-check",
            url=reverse("projects:bilan", args=[one.id]),
        )
        for one in held
    ]  # fmt: skip
    signed = [
        Event(
            title="Projet personnalisé validé", at=one.signed_at, icon="badge-check", tone="action",
            author=f"{one.name} ({one.quality})", url=reverse("projects:projet", args=[one.projet_id]),
        )
        for one in given
    ]  # fmt: skip
    return [*bilans, *signed]


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
