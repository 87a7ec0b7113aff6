"""Who answers to which traits.

Comparison: hyphen, apostrophe and space are the same (RNIV EXI ID 10). Given names answer when they begin the list of the
civil status, or when a single one is somewhere in it (people known by another given name than the first).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sandbox.cast import Citizen
from sandbox.insi import rules
from sandbox.insi.request import Demand, check_name
from sandbox.insi.rules import Refusal, malformed

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLACE = re.compile(r"[0-9A-Z]{5}")


def plain(text: str) -> str:
    """A name in the form used to compare."""
    return re.sub(r"[ '-]+", " ", text.upper()).strip()


def by_traits(people: Iterable[Citizen], demand: Demand) -> list[Citizen]:
    """WS_INS2. Raises a refusal when a mandatory trait is absent or badly written."""
    name, sex, birth, place = (
        demand.text(field) for field in ("NomNaissance", "Sexe", "DateNaissance", "LieuNaissance")
    )
    given = " ".join(demand.texts("Prenom"))
    _written(name, given, sex, birth, place)
    found = [
        one
        for one in people
        if plain(one.birth_name) == plain(name)
        and one.sex == sex
        and one.birth_date == birth
        and _answers(given, one.given_names)
        and (not place or _same_place(place, one.birth_place))
    ]
    _unless_down(found)
    return found


def _written(name: str, given: str, sex: str, birth: str, place: str) -> None:
    for label, value in (("NomNaissance", name), ("Prenom", given), ("Sexe", sex), ("DateNaissance", birth)):
        if not value:
            raise malformed(rules.MANDATORY, f"{label} est absent.")
    check_name("NomNaissance", name, given=False)
    check_name("Prenom", given, given=True)
    if sex not in ("M", "F"):
        raise malformed(rules.BODY, "Sexe vaut M ou F.")
    if not _DATE.fullmatch(birth):
        raise malformed(rules.BODY, "DateNaissance s'écrit AAAA-MM-JJ.")
    if place and not _PLACE.fullmatch(place):
        raise malformed(rules.BODY, "LieuNaissance est un code officiel géographique de 5 caractères.")


def _unless_down(found: list[Citizen]) -> None:
    if any(one.insi == "siram_40" for one in found):
        raise Refusal("siram_40", "insi_102", "Service momentanément indisponible.", rules.UNAVAILABLE, ours=True)


def _answers(given: str, held: str) -> bool:
    wanted, known = plain(given), plain(held)
    begins = known == wanted or known.startswith(f"{wanted} ")
    return begins or wanted in {plain(one) for one in held.split()}


def _same_place(wanted: str, held: str) -> bool:
    """Corsica's codes of before 1976 (20xxx) designate the same communes."""
    return wanted in {held, re.sub(r"^2[AB]", "20", held)}


def by_card(people: Iterable[Citizen], demand: Demand) -> list[Citizen]:
    """WS_INS1: the matricule read on the card (the person's, or the insured's with the person's name), and the date."""
    number = demand.text("NumIdentifiant")
    birth = demand.text("DateNaissance")
    if not number or not _DATE.fullmatch(birth):
        raise malformed(rules.MANDATORY, "Matricule et date de naissance lus sur la carte sont obligatoires.")
    name = demand.text("NomNaissance")
    found = [
        one
        for one in people
        if number in {held[:13] for held in (one.matricule, *one.history)}
        and one.birth_date == birth
        and (not name or plain(one.birth_name) == plain(name))
    ]
    _unless_down(found)
    return found


def verified(people: Iterable[Citizen], demand: Demand) -> Citizen | None:
    """WS_INS3, supposed shape: the person, when matricule, OID and every trait given agree with the register."""
    matricule, oid = demand.text("IdIndividu"), demand.text("OID")
    for one in people:
        if one.matricule == matricule and one.oid == oid and _agrees(one, demand):
            return one
    return None


def _agrees(one: Citizen, demand: Demand) -> bool:
    given = demand.text("ListePrenom")
    place = demand.text("LieuNaissance")
    return (
        plain(one.birth_name) == plain(demand.text("NomNaissance"))
        and plain(one.given_names) == plain(given)
        and one.sex == demand.text("Sexe")
        and one.birth_date == demand.text("DateNaissance")
        and (not place or _same_place(place, one.birth_place))
    )
