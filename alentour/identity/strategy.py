"""In which order INSi is asked (specs/dmp-ins §1.6): one bounded sequence, stopped at the first identity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from alentour.identity.answers import Answer, Found, NotFound, Several
from alentour.identity.mapping import Traits, Unwritable, first_of, for_insi, normalise

LONGEST = 5


@dataclass(frozen=True, slots=True)
class Criteria:
    """What one call sends, in the alphabet of INSi. ``birth_place`` is "" in most calls: it is the trait most often wrong."""

    birth_name: str
    given_names: str
    sex: str
    birth_date: str
    birth_place: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """One call and the code of its answer, for the journal; which criteria were sent, never their values."""

    with_names: int
    with_place: bool
    code: str


Ask = Callable[[Criteria], Answer]


def run(traits: Traits, ask: Ask) -> tuple[Answer, tuple[Tried, ...]]:
    """Ask until one identity is found or the sequence is over; the last answer and every try.

    Raises :class:`~alentour.identity.mapping.Unwritable` before the first call when a name has no letters in INSi's alphabet.
    """
    tried: list[Tried] = []
    asked: set[Criteria] = set()
    answer: Answer = NotFound()
    plan = [_criteria(traits, traits.first_given_name or first_of(traits.given_names))]
    while plan and len(tried) < LONGEST:
        criteria = plan.pop(0)
        if criteria in asked:
            continue
        asked.add(criteria)
        answer = ask(criteria)
        tried.append(Tried(len(criteria.given_names.split()), bool(criteria.birth_place), code_of(answer)))
        if isinstance(answer, Found):
            return answer, tuple(tried)
        plan = _next(traits, answer, plan)
    return answer, tuple(tried)


def code_of(answer: Answer) -> str:
    """The code INSi gives this answer: 00, 01 or 02."""
    return {Found: "00", NotFound: "01", Several: "02"}[type(answer)]


def _next(traits: Traits, answer: Answer, plan: list[Criteria]) -> list[Criteria]:
    """After several: more precise. After nobody: all the given names, then each other one alone."""
    everything = _criteria(traits, traits.given_names)
    if isinstance(answer, Several):
        placed = _criteria(traits, traits.given_names, traits.birth_place) if traits.birth_place else everything
        return [everything, placed]
    others = [name for name in traits.given_names.split() if normalise(name) != normalise(traits.first_given_name)]
    return [*plan, everything, *(_criteria(traits, name) for name in others)]


def _criteria(traits: Traits, given_names: str, birth_place: str = "") -> Criteria:
    if not traits.sex or not traits.birth_date:
        raise Unwritable("sex", "", "Le sexe et la date de naissance sont nécessaires à la recherche.")
    return Criteria(
        birth_name=for_insi(traits.birth_name, "birth_name"),
        given_names=for_insi(given_names, "given_name"),
        sex=traits.sex,
        birth_date=traits.birth_date,
        birth_place=birth_place,
    )
