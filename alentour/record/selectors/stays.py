"""Where the person is: her stay, her room, and where she went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post, Structure
from alentour.identity.models import Usager
from alentour.record.access import closed_to
from alentour.record.enums import AlertKind, ExitMode, MovementKind
from alentour.record.models import Alert, Movement, Stay
from alentour.record.models.base import Period
from alentour.ui import words

State = Literal["absent", "present", "planned", "gone", "dead", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where she is now. ``since`` is the day she left, came or died; ``sentence`` says it, empty when she is simply there."""

    state: State
    sentence: str = ""
    kind: str = ""
    since: date | None = None
    where: str = ""
    expected_on: date | None = None
    unit: str = ""
    place: str = ""
    leaving_on: date | None = None

    @property
    def home(self) -> str:
        """« Les Lilas, ch. 12 »"""
        return ", ".join(filter(None, (self.unit, self.place)))

    @property
    def hospitalised(self) -> bool:
        return self.kind == MovementKind.HOSPITALISATION


def with_situation(rows: QuerySet[Stay]) -> QuerySet[Stay]:
    """Each stay with the absence in progress: ``out_kind``, ``out_at``, ``out_where``, ``out_expected``."""
    outs = Movement.objects.filter(stay=OuterRef("pk"), ended_at=None, back_at=None, at__lte=timezone.now())
    out = outs.exclude(kind=MovementKind.CHAMBRE).order_by("at")
    names = {"out_kind": "kind", "out_at": "at", "out_where": "where", "out_expected": "expected_on"}
    return rows.annotate(**{name: Subquery(out.values(field)[:1]) for name, field in names.items()})


def stays_of(usager: Usager) -> QuerySet[Stay]:
    """Every stay, the last first."""
    return with_situation(Stay.objects.filter(structure_id=usager.structure_id, usager=usager))


def current_stay(usager: Usager) -> Stay | None:
    return stays_of(usager).filter(Stay.current()).first()


def past_stays(usager: Usager) -> QuerySet[Stay]:
    """The stays that are over, the last first."""
    rows = Stay.objects.filter(structure_id=usager.structure_id, usager=usager)
    return rows.filter(ends_on__lt=timezone.localdate())


def movements_of(stay: Stay) -> QuerySet[Movement]:
    """What moved during a stay, the last first; with what was entered by mistake, without the corrected versions."""
    rows = stay.movements.filter(structure_id=stay.structure_id).exclude(end_kind="corrigee")
    return rows.select_related("written_by__professional", "ended_by__professional")


def movement(usager: Usager, ident: UUID) -> Movement | None:
    """One movement of this person."""
    rows = Movement.objects.filter(structure_id=usager.structure_id, usager=usager, pk=ident)
    found: Movement | None = rows.select_related("usager", "stay").first()
    return found


def whereabouts(usager: Usager) -> Whereabouts:
    """Where she is now: one query."""
    return where(usager, list(stays_of(usager)))


def whereabouts_of(usagers: Iterable[Usager]) -> dict[UUID, Whereabouts]:
    """The same for many, in one query whatever their number."""
    people = list(usagers)
    held: dict[UUID, list[Stay]] = {usager.pk: [] for usager in people}
    structures = {usager.structure_id for usager in people}
    for stay in with_situation(Stay.objects.filter(structure_id__in=structures, usager__in=people)):
        held[stay.usager_id].append(stay)
    return {usager.pk: where(usager, held[usager.pk]) for usager in people}


def situation(usager: Usager, stay: Stay) -> Whereabouts:
    """Where she is, from a stay in progress that :func:`with_situation` brought."""
    return where(usager, [stay])


def where(usager: Usager, stays: Sequence[Stay]) -> Whereabouts:
    """Where she is, from all her stays as :func:`stays_of` brings them."""
    today = timezone.localdate()
    current = next((stay for stay in stays if stay.is_current), None)
    if current is not None:
        return _now(usager, current)
    planned = [stay for stay in stays if stay.starts_on > today]
    if planned:
        entry = min(planned, key=lambda stay: stay.starts_on)
        said = f"Entrée prévue le {short(entry.starts_on)}"
        return Whereabouts(state="planned", sentence=said, since=entry.starts_on, unit=entry.unit, place=entry.place)
    if stays:
        return _gone(usager, stays[0])
    return Whereabouts(state="none")


def _now(usager: Usager, stay: Stay) -> Whereabouts:
    leaving = stay.planned_end
    out_at: datetime | None = getattr(stay, "out_at", None)
    if out_at is None:
        said = f"Départ prévu le {short(leaving)}" if leaving else ""
        return Whereabouts(
            state="present", sentence=said, since=stay.starts_on, unit=stay.unit, place=stay.place, leaving_on=leaving
        )
    kind, where, expected = stay.out_kind, stay.out_where, stay.out_expected  # type: ignore[attr-defined]
    since = timezone.localdate(out_at)
    return Whereabouts(
        state="absent", sentence=_sentence(usager, kind, since, where, expected), kind=kind, since=since, where=where,
        expected_on=expected, unit=stay.unit, place=stay.place, leaving_on=leaving,
    )  # fmt: skip


OUT = {
    MovementKind.HOSPITALISATION: "Hospitalisé{e}",
    MovementKind.FAMILLE: "En famille",
    MovementKind.VACANCES: "En vacances",
    MovementKind.CONVENANCE: "Absent{e}",
    MovementKind.SANS_PREVENIR: "Sorti{e} sans prévenir",
    MovementKind.ACCUEIL: "Accueilli{e} ailleurs",
}


def _sentence(usager: Usager, kind: str, since: date, where: str, expected: date | None) -> str:
    """« Hospitalisée depuis le 3 nov. au CHU, retour prévu le 12 nov. »"""
    said = OUT[MovementKind(kind)].replace("{e}", "" if usager.sex == "M" else "e")
    said = f"{said} depuis le {short(since)}"
    said += f" : {where}" if where else ""
    return f"{said}, retour prévu le {short(expected)}" if expected else said


def _gone(usager: Usager, stay: Stay) -> Whereabouts:
    e = "" if usager.sex == "M" else "e"
    day = stay.ends_on or stay.starts_on
    if stay.exit_mode == ExitMode.DECES:
        return Whereabouts(state="dead", sentence=f"Décédé{e} le {short(day)}", since=day)
    where = f" : {stay.destination}" if stay.destination else ""
    return Whereabouts(state="gone", sentence=f"Parti{e} le {short(day)}{where}", since=day, where=stay.destination)


def short(day: date) -> str:
    """« 3 nov. », with the year when it is not this one."""
    return words.day(day).split(" ", 1)[1]


def with_stay_and_alerts(rows: QuerySet[Usager], post: Post | None = None) -> QuerySet[Usager]:
    """``rows`` with what a line of a list shows: ``stay_now`` and ``alerts_now`` (two more queries, whatever the length).

    The alerts of who closed her health volume to ``post`` are left out.
    """
    alerts = Alert.objects.filter(ended_at=None).exclude(kind=AlertKind.SANS_ALLERGIE)
    if post is not None:
        alerts = alerts.filter(~closed_to(post, DataClass.SANTE))
    return rows.prefetch_related(
        Prefetch("stays", with_situation(Stay.objects.filter(Period.current())), to_attr="stay_now"),
        Prefetch("alerts", alerts, to_attr="alerts_now"),
    )


def units_of(structure: Structure) -> list[str]:
    """The units already named in the structure, to be proposed."""
    rows = Stay.objects.for_structure(structure).filter(Period.current()).exclude(unit="")
    return sorted(set(rows.values_list("unit", flat=True)))
