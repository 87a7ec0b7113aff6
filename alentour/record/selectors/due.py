"""What the record asks to be done soon: measures to review, rights that end, what was never asked. A few queries, whatever the number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Least
from django.urls import reverse
from django.utils import timezone

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.identity.models import Usager
from alentour.record import rules
from alentour.record.access import readable_usagers
from alentour.record.enums import AlertKind, DirectiveState, EntitlementStatus, MovementKind
from alentour.record.models import Alert, Directive, Entitlement, Movement, Protection, Stay, Vaccination

# days before
REVIEW, RENEWAL, BOOSTER, SETTLING = 60, 183, 30, 30
EACH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One thing to do for one person. ``on`` is its day when it has one; ``late`` when that day is past."""

    usager: Usager
    said: str
    url: str
    icon: str
    on: date | None = None

    @property
    def late(self) -> bool:
        return self.on is not None and self.on < timezone.localdate()


def due_for(post: Post) -> list[Reminder]:
    """What this post can do something about, the most pressing first: at most six queries and twenty lines of each kind."""
    found = [*_rights(post), *_stays(post), *_health(post)]
    return sorted(found, key=lambda one: (one.on is None, one.on or date.max))


def _rights(post: Post) -> Iterator[Reminder]:
    if not rights.can(post, Act.WRITE, DataClass.DROITS):
        return
    people, today = readable_usagers(post, DataClass.DROITS), timezone.localdate()
    measures = _rows(Protection, post, people).annotate(
        on=Least(Coalesce("review_on", "ends_on"), Coalesce("ends_on", "review_on"))
    )
    for measure in measures.filter(on__lte=today + timedelta(days=REVIEW)).order_by("on")[:EACH]:
        said = f"Mesure de protection à revoir : {measure.get_kind_display()}"
        yield Reminder(
            usager=measure.usager, said=said, url=_url("entourage", measure.usager), icon="flag", on=measure.on
        )
    granted = _rows(Entitlement, post, people).filter(
        status=EntitlementStatus.ACCORDE,
        ends_on__lte=today + timedelta(days=RENEWAL),
        ends_on__gte=today - timedelta(days=RENEWAL),
    )
    for right in granted.order_by("ends_on")[:EACH]:
        said = f"Droit à renouveler : {right.get_kind_display()}"
        yield Reminder(
            usager=right.usager, said=said, url=_url("rights", right.usager), icon="landmark", on=right.ends_on
        )


def _stays(post: Post) -> Iterator[Reminder]:
    """Returns that were expected, departures that were foreseen."""
    if not rights.can(post, Act.WRITE, rules.movement_class(post)):
        return
    people, today = readable_usagers(post, DataClass.IDENTITE), timezone.localdate()
    outs = _rows(Movement, post, people).filter(back_at=None, expected_on__lt=today).exclude(kind=MovementKind.CHAMBRE)
    for out in outs.order_by("expected_on")[:EACH]:
        yield Reminder(
            usager=out.usager,
            said="Retour attendu, pas encore noté",
            url=_url("stay", out.usager),
            icon="door-open",
            on=out.expected_on,
        )
    if not rights.can(post, Act.WRITE, rules.stay_class(post)):
        return
    leaving = Stay.objects.for_post(post).filter(Stay.current(), planned_end__lt=today, ends_on=None, usager__in=people)
    for stay in leaving.select_related("usager").order_by("planned_end")[:EACH]:
        yield Reminder(
            usager=stay.usager,
            said="Départ prévu, à confirmer",
            url=_url("stay", stay.usager),
            icon="log-out",
            on=stay.planned_end,
        )


def _health(post: Post) -> Iterator[Reminder]:
    if not rights.can(post, Act.WRITE, DataClass.SANTE):
        return
    people, today = readable_usagers(post, DataClass.SANTE), timezone.localdate()
    boosters = _rows(Vaccination, post, people).filter(due_on__lte=today + timedelta(days=BOOSTER))
    for shot in boosters.order_by("due_on")[:EACH]:
        yield Reminder(
            usager=shot.usager, said="Rappel de vaccin", url=_url("health", shot.usager), icon="syringe", on=shot.due_on
        )
    yield from _never_asked(post, people, today)


def _never_asked(post: Post, people: QuerySet[Usager], today: date) -> Iterator[Reminder]:
    """Present persons of whom nobody wrote whether they are allergic, nor after a month what they decided for the end: one query."""
    mine = {"structure_id": post.structure_id, "usager": OuterRef("pk")}
    allergy = Alert.objects.filter(**mine, ended_at=None, kind__in=(AlertKind.ALLERGIE, AlertKind.SANS_ALLERGIE))
    directive = Directive.objects.filter(**mine, ended_at=None).exclude(state=DirectiveState.INCONNU)
    here = Stay.objects.filter(Stay.current(), **mine)
    settled = here.filter(starts_on__lte=today - timedelta(days=SETTLING))
    rows = people.filter(Exists(here)).annotate(
        allergy_said=Exists(allergy), directive_said=Exists(directive), is_settled=Exists(settled)
    )
    asked = Q(allergy_said=False) | Q(directive_said=False, is_settled=True)
    for usager in rows.filter(asked).order_by(F("nom_n"), F("prenom_n"))[:EACH]:
        what = [] if usager.allergy_said else ["allergies"]
        if not usager.directive_said and usager.is_settled:
            what.append("directives anticipées")
        yield Reminder(
            usager=usager,
            said=f"À renseigner : {' et '.join(what)}",
            url=_url("health", usager),
            icon="circle-question-mark",
        )


def _rows(model: Any, post: Post, people: QuerySet[Usager]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.for_post(post).filter(ended_at=None, usager__in=people)
    return rows.select_related("usager")


def _url(name: str, usager: Usager) -> str:
    return reverse(f"record:{name}", args=[usager.pk])
