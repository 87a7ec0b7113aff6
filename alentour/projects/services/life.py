"""The life of a projet: begun, validated, paused, replaced by its next version, ended."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.projects import cadence, rules
from alentour.projects.content import content_of, fingerprint
from alentour.projects.copying import copy
from alentour.projects.enums import (
    IN_FORCE,
    Decision,
    ItemState,
    Means,
    ProjetKind,
    ProjetState,
    SectionKind,
    Signatory,
)
from alentour.projects.models import Accord, Action, Cadence, Goal, Projet, Section
from alentour.projects.services.accords import sign
from alentour.projects.services.held import hold, text_of


@transaction.atomic
def start(*, usager: Usager, by: Post, kind: ProjetKind | None = None) -> Projet:
    """Begin a projet, or its next version from the one in force; the one already in preparation is given back."""
    rules.require_leader(by)
    Usager.objects.select_for_update(of=("self",)).filter(pk=usager.pk).values_list("pk", flat=True).first()
    rows = Projet.objects.filter(structure_id=usager.structure_id, usager=usager)
    current: Projet | None = rows.filter(state=ProjetState.PREPARATION).first()
    if current is not None:
        return current
    before = rows.filter(state__in=IN_FORCE).first() or rows.exclude(starts_on=None).first()
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    nature = (kind or ProjetKind.REVISION) if before else ProjetKind.PREMIER
    begun = Projet.objects.create(
        structure_id=usager.structure_id, usager=usager, number=number, kind=nature, replaces=before, started_by=by,
        referent=before.referent if before else None,
    )  # fmt: skip
    for section in SectionKind:
        Section.objects.create(structure_id=usager.structure_id, projet=begun, kind=section)
    if before is not None:
        copy(before, begun, by=by)
    trace.record("projet.begun", by=by, usager_id=usager.id, target=begun, number=number, kind=nature)
    return begun


@transaction.atomic
def set_frame(*, projet: Projet, by: Post, title: str, referent: Post | None) -> Projet:
    """Its title and its référent."""
    rules.require_leader(by)
    held = hold(projet)
    if held.state == ProjetState.TERMINE:
        raise Refused("Ce projet est terminé : il se lit, il ne change plus.")
    if referent is not None and referent.structure_id != held.structure_id:
        raise Refused("Le référent est un professionnel de la structure.")
    held.title, held.referent = title.strip()[:120] or "Projet personnalisé", referent
    held.save()
    trace.record("projet.frame", by=by, usager_id=held.usager_id, target=held)
    return held


@transaction.atomic
def validate(*, projet: Projet, by: Post, despite: str = "") -> Projet:
    """Sign for the structure and put the projet in force, in the place of the one before.

    The person, or who represents her, must have said what they think of this very text; when they refuse, ``despite`` says why the
    support goes on (their refusal stays on every page).
    """
    rules.require_validator(by)
    held = hold(projet)
    if not held.is_open:
        raise Refused("Ce projet est déjà validé." if held.is_in_force else "Ce projet est terminé.")
    _require_heard(held, despite)
    today = timezone.localdate()
    earlier = Projet.objects.filter(
        Q(structure_id=held.structure_id), Q(usager=held.usager_id), Q(state__in=IN_FORCE)
    ).first()
    if earlier is not None:
        _move(earlier, ProjetState.TERMINE, "remplacé par la version suivante")
        Projet.objects.filter(pk=earlier.pk).update(ends_on=today)
    sign(
        projet=held, by=by, signatory=Signatory.STRUCTURE, decision=Decision.ACCORD, means=Means.ECRIT,
        name=str(by.professional), note=despite,
    )  # fmt: skip
    held.starts_on, held.review_on = today, cadence.after(today, cadence.months(held.usager.structure)[0])
    _move(held, ProjetState.EN_COURS, "")
    Goal.objects.filter(projet=held, state=ItemState.PREPARATION).update(state=ItemState.ACTIF)
    Goal.objects.filter(projet=held, state=ItemState.ACTIF, starts_on=None).update(starts_on=today)
    now = Q(starts_on=None) | Q(starts_on__lte=today)
    Action.objects.filter(now, projet=held, state=ItemState.PREPARATION).update(state=ItemState.ACTIF)
    trace.record("projet.validated", by=by, usager_id=held.usager_id, target=held)
    return held


def _require_heard(projet: Projet, despite: str) -> None:
    if not Goal.objects.filter(projet=projet).exclude(state=ItemState.ANNULE).exists():
        raise Refused("Ce projet n'a pas encore d'objectif : écrivez-en au moins un.")
    theirs = Accord.objects.filter(projet=projet, signatory__in=(Signatory.PERSONNE, Signatory.REPRESENTANT))
    last = {one.signatory: one for one in theirs.order_by("signed_at", "at")}
    if not last:
        raise Refused("Recueillez d'abord ce qu'en dit la personne, ou qui la représente : accord, réserves ou refus.")
    now = fingerprint(content_of(projet))
    if all(one.fingerprint != now for one in last.values()):
        raise Refused("Le texte a changé depuis que la personne s'est prononcée : présentez-le-lui à nouveau.")
    if any(one.decision == Decision.REFUS for one in last.values()) and not despite.strip():
        raise Refused("Un refus est noté : écrivez pourquoi l'accompagnement se poursuit malgré lui.")


@transaction.atomic
def pause(*, projet: Projet, by: Post, reason: str) -> Projet:
    """Suspend it (a long hospitalisation, an absence); the reviews stay due."""
    rules.require_leader(by)
    held = hold(projet)
    if held.state != ProjetState.EN_COURS:
        raise Refused("Seul un projet en cours se met en pause.")
    return _said(held, by, ProjetState.EN_PAUSE, text_of(reason, needed="Dites pourquoi il est mis en pause."))


@transaction.atomic
def resume(*, projet: Projet, by: Post) -> Projet:
    rules.require_leader(by)
    held = hold(projet)
    if held.state != ProjetState.EN_PAUSE:
        raise Refused("Ce projet n'est pas en pause.")
    return _said(held, by, ProjetState.EN_COURS, "")


@transaction.atomic
def end(*, projet: Projet, by: Post, reason: str) -> Projet:
    """End the projet in force, for good (departure, end of the support)."""
    rules.require_validator(by)
    held = hold(projet)
    if not held.is_in_force:
        raise Refused("Seul un projet en cours se termine.")
    held.ends_on = timezone.localdate()
    return _said(held, by, ProjetState.TERMINE, text_of(reason, needed="Dites pourquoi il se termine."))


@transaction.atomic
def abandon(*, projet: Projet, by: Post, reason: str) -> Projet:
    """Give up a version in preparation; it stays readable and the one in force stays so."""
    rules.require_leader(by)
    held = hold(projet)
    if not held.is_open:
        raise Refused("Seule une version en préparation s'abandonne.")
    return _said(held, by, ProjetState.TERMINE, text_of(reason, needed="Dites pourquoi elle est abandonnée."))


@transaction.atomic
def set_cadence(*, by: Post, review_months: int, first_months: int) -> Cadence:
    """The rhythm of the structure: a year between two reviews at most, six months for the first projet at most."""
    rules.require_validator(by)
    if not 1 <= review_months <= cadence.LONGEST_REVIEW:
        raise Refused("La loi demande une révision au moins une fois par an : choisissez de 1 à 12 mois.")
    if not 1 <= first_months <= cadence.LONGEST_FIRST:
        raise Refused("Le premier projet s'écrit dans les six mois de l'admission : choisissez de 1 à 6 mois.")
    row: Cadence = Cadence.objects.update_or_create(
        structure_id=by.structure_id,
        defaults={"review_months": review_months, "first_months": first_months, "set_by": by},
    )[0]
    trace.record("projet.cadence", by=by, target=row, review=review_months, first=first_months)
    return row


def _move(projet: Projet, state: ProjetState, reason: str) -> None:
    projet.state, projet.state_at, projet.state_reason = state, timezone.now(), reason
    projet.save()


def _said(projet: Projet, by: Post, state: ProjetState, reason: str) -> Projet:
    _move(projet, state, reason)
    trace.record("projet.state", by=by, usager_id=projet.usager_id, target=projet, state=state)
    return projet
