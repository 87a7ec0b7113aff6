"""The forty people, one after the other: each whole, or not at all; one already told is left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alentour.accounts.enums import Metier
from alentour.accounts.models import Post, Structure
from alentour.audit.models import TraceEvent
from alentour.core import rls, trace
from alentour.demo import cast, roster
from alentour.demo.history import agenda, entering, evaluations, events, measures, notes, projects, soins, treatments
from alentour.demo.history.lives import Life
from alentour.demo.roster import Resident
from alentour.identity.models import Usager

# Marks in the trail: this life is told, this house was gathered.
TOLD = "demo.told"
GATHERED = "demo.gathered"
GUIDED = {"irene": "fragile", "marcel": "fragile", "yvonne": "autonome", "jean": "chute"}
LEFT = {"michel": 21}


def everybody() -> list[Resident]:
    """Those of the guided journey first, then the residents of the table."""
    guided = [
        Resident(
            key=one.key, house="ssiad", birth_name=one.birth_name, given_names=one.given_names,
            used_given_name=one.used_given_name, used_name="", birth_date=one.birth_date, sex=one.sex,
            birth_place=one.birth_place, profile=GUIDED[one.key],
        )
        for one in cast.PEOPLE
    ]  # fmt: skip
    return [*guided, *roster.residents()]


def tell_everything(say: Callable[[str], None], *, now: datetime | None = None) -> int:
    """Tell the lives that are not told yet, then what each house does together; the number of lives told this time."""
    moment, told = now or timezone.now(), 0
    people, houses = everybody(), dict[UUID, list[Life]]()
    structures = {structure.idnst: structure for structure in Structure.objects.all()}
    for count, resident in enumerate(people, 1):
        structure = structures.get(roster.house_names()[resident.house].idnst)
        if structure is None:
            continue
        with rls.within(structure.pk):
            life, fresh = tell(resident, structure, now=moment)
        houses.setdefault(structure.pk, []).append(life)
        told += fresh
        if told and (count % 10 == 0 or count == len(people)):
            say(f"Trois mois d'histoire : {count} personnes sur {len(people)}.")
    for key, lives in houses.items():
        with rls.within(key), transaction.atomic():
            if not TraceEvent.objects.filter(structure_id=key, action=GATHERED).exists():
                agenda.gather(lives)
                trace.record(GATHERED, structure_id=key)
    return told


def tell(resident: Resident, structure: Structure, *, now: datetime) -> tuple[Life, bool]:
    """One life, in one transaction; ``False`` with it when it was already told."""
    usager = Usager.objects.filter(
        structure=structure, birth_name=resident.birth_name, birth_date_text=resident.birth_date
    ).first()
    life = _life(resident, structure, now)
    if usager is not None:
        life.usager = usager
        if TraceEvent.objects.filter(structure_id=structure.pk, usager_id=usager.pk, action=TOLD).exists():
            return life, False
    rank = [one.key for one in everybody() if one.house == resident.house].index(resident.key)
    with transaction.atomic():
        if usager is None:
            entering.welcome(life)
        entering.enter(life)
        if resident.key not in GUIDED:
            entering.move(life)
        notes.write(life)
        measures.write(life)
        treatments.write(life)
        evaluations.write(life)
        soins.write(life)
        events.write(life)
        projects.write(life, rank)
        agenda.write(life)
        trace.record(TOLD, structure_id=structure.pk, usager_id=life.usager.pk, target=life.usager)
    return life, True


def _life(resident: Resident, structure: Structure, now: datetime) -> Life:
    posts = {post.professional.idnps: post for post in _posts(structure)}
    names = {f"8{worker.rpps}": key for key, worker in roster.everybody_at_work().items() if worker.rpps}
    stay = next((row for row in roster.rows("history/stays") if row["key"] == resident.key), None)
    today = timezone.localdate(now)
    life = Life(
        resident=resident,
        structure=structure,
        posts={names[idnps]: post for idnps, post in posts.items() if idnps in names},
        now=now,
        entered=today - timedelta(days=int(stay["days"]) if stay else 400),
        left=today - timedelta(days=LEFT[resident.key]) if resident.key in LEFT else None,
    )
    for row in life.hers("moves"):
        back = int(row["back"]) if row["back"] else 0
        life.away.append((life.back(int(row["out"])), life.back(back)))
    return life


def _posts(structure: Structure) -> list[Post]:
    return list(
        Post.objects.filter(structure=structure)
        .exclude(metier__in=(Metier.DPO, Metier.ADMIN))
        .select_related("professional", "structure")
    )


__all__ = ["everybody", "tell", "tell_everything"]
