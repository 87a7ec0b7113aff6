"""The demonstration, loaded as people would: accounts opened by an administrator, identities qualified at INSi over the wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post, Structure
from alentour.accounts.rights import can
from alentour.accounts.services import create_professional, create_structure, open_post
from alentour.core.doors import Refused
from alentour.demo import cast, roster
from alentour.demo.cast import House, Person, Placement, Worker
from alentour.identity import insi
from alentour.identity.enums import StatutIns
from alentour.identity.models import Usager
from alentour.identity.services import create_usager, validate_identity
from alentour.messaging.enums import BoxKind
from alentour.messaging.services.boxes import open_box
from alentour.record.services import add_to_circle, add_to_team, admit, raise_alert, save_contact

# Everybody has been at work for longer than the history tells.
IN_POST = timedelta(days=500)
Say = Callable[[str], None]


@dataclass(slots=True)
class Loaded:
    """What was done, and what was not (with its sentence)."""

    structures: dict[str, Structure] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    usagers: int = 0
    qualified: int = 0
    missed: list[str] = field(default_factory=list)


def load(say: Say, *, everybody: bool = True) -> Loaded:
    """The houses, those who work there, the people of the guided journey; ``everybody``: the establishments of the history too.

    An INSi that does not answer leaves identities provisoires, and says so.
    """
    loaded = Loaded()
    houses, workers = (*cast.HOUSES, *roster.houses()), (*cast.WORKERS, *roster.workers())
    for house in houses if everybody else cast.HOUSES:
        loaded.structures[house.key] = _house(house)
    for worker in workers if everybody else cast.WORKERS:
        loaded.posts[worker.key] = _worker(worker, loaded)
    _team_boxes(loaded)
    Post.objects.filter(pk__in=[post.pk for post in loaded.posts.values()]).update(starts_on=date.today() - IN_POST)
    say(f"{len(loaded.structures)} structures, {len(loaded.posts)} professionnels.")
    people = {person.key: person for person in cast.PEOPLE}
    for placement in cast.PLACEMENTS:
        _place(placement, people[placement.person], loaded)
    say(f"{loaded.usagers} dossiers, dont {loaded.qualified} avec une INS qualifiée auprès d'INSi.")
    return loaded


def _house(house: House) -> Structure:
    return create_structure(
        name=house.name, kind=house.kind, idnst=house.idnst, ipp_oid=f"1.2.250.1.999.1.{house.idnst}", sector=house.sector,
        practice_setting=house.practice_setting, address=house.address, postal_code=house.postal_code, city=house.city,
        phone=house.phone,
    )  # fmt: skip


def _worker(worker: Worker, loaded: Loaded) -> Post:
    structure = loaded.structures[worker.house]
    person = create_professional(
        family_name=worker.family,
        given_name=worker.given,
        civility=worker.civility,
        title=worker.title,
        idnps=f"8{worker.rpps}" if worker.rpps else None,
        username=None if worker.rpps else worker.key,
        password=None if worker.rpps else cast.LOCAL_PASSWORD,
    )
    post = open_post(
        professional=person,
        structure=structure,
        metier=worker.metier,
        profession_code=worker.profession,
        label=worker.label,
    )
    if worker.box:
        open_box(structure=structure, address=worker.box, kind=BoxKind.PER, label=person.display_name, members=[post])
    return post


def _team_boxes(loaded: Loaded) -> None:
    for key, structure in loaded.structures.items():
        house = roster.house_names()[key]
        if house.team_box:
            at_work = roster.everybody_at_work().values()
            members = [loaded.posts[w.key] for w in at_work if w.house == key and w.box and w.key != "helene"]
            open_box(
                structure=structure, address=house.team_box, kind=BoxKind.ORG, label=house.team_label, members=members
            )


def _place(placement: Placement, person: Person, loaded: Loaded) -> None:
    structure, by = loaded.structures[placement.house], loaded.posts[placement.by]
    usager = create_usager(
        structure=structure, by=by, birth_name=person.birth_name, given_names=person.given_names,
        first_given_name=person.first_given_name, used_given_name=person.used_given_name, birth_date_text=person.birth_date,
        sex=person.sex, birth_place=person.birth_place, phone=person.phone, address=person.address, postal_code="35000",
        city="Rennes",
    )  # fmt: skip
    loaded.usagers += 1
    admit(usager=usager, by=by)
    for key in placement.team:
        add_to_team(usager=usager, post=loaded.posts[key], by=by)
    for key, role in placement.circle:
        add_to_circle(usager=usager, by=by, role=role, **circle_line(key))
    for given, family, relation, phone, trusted in person.contacts:
        save_contact(
            usager=usager,
            by=by,
            given_name=given,
            family_name=family,
            relation=relation,
            phone=phone,
            is_trusted=trusted,
        )
    if placement.team:
        for kind, label in person.alerts:
            raise_alert(usager=usager, by=loaded.posts[placement.team[-1]], kind=kind, label=label)
    if placement.qualified:
        _qualify(usager, by, loaded)


def circle_line(key: str) -> dict[str, Any]:
    """How a professional or a house of the guided journey is written in the circle of a person."""
    houses = {house.key: house for house in cast.HOUSES}
    if key in houses:
        house = houses[key]
        return {
            "name": house.name,
            "town": house.city,
            "idnst": house.idnst,
            "mss_address": house.team_box,
            "phone": house.phone,
        }
    worker = next(w for w in cast.WORKERS if w.key == key)
    house = houses[worker.house]
    name = f"{'Dr ' if worker.title == 'DR' else ''}{worker.given} {worker.family.upper()}"
    return {
        "name": name, "profession": worker.label, "structure_name": house.name, "town": house.city, "idnps": f"8{worker.rpps}",
        "mss_address": worker.box, "phone": house.phone,
    }  # fmt: skip


def _qualify(usager: Usager, by: Post, loaded: Loaded) -> None:
    """As at a counter: INSi is asked, its answer is recognised, the identity document is seen."""
    try:
        asked = insi.ask(usager=usager, by=by)
        if not asked.found:
            raise Refused(asked.sentence)
        insi.accept(usager=usager, by=by)
        validate_identity(usager=usager, by=by, document="carte_identite")
        loaded.qualified += 1
    except Refused as refusal:
        loaded.missed.append(f"{usager.structure.name} : {refusal.sentence}")


def qualify_residents() -> int:
    """The identities of the history, qualified at INSi where somebody may; three of them are still waiting for their document."""
    loaded = Loaded()
    for resident in roster.residents():
        if resident.key in roster.WITHOUT_DOCUMENT:
            continue
        structure = Structure.objects.filter(idnst=roster.house_names()[resident.house].idnst).first()
        usager = Usager.objects.filter(
            structure=structure, birth_name=resident.birth_name, birth_date_text=resident.birth_date,
            statut=StatutIns.PROVISOIRE,
        ).first()  # fmt: skip
        by = next(
            (post for post in Post.objects.filter(structure=structure) if can(post, Act.VALIDATE, DataClass.INS)), None
        )
        if usager is not None and by is not None:
            _qualify(usager, by, loaded)
    return loaded.qualified
