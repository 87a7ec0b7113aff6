"""In which order to search: never the birth place first, it is the most often wrong (dmp-ins §1.6).

1. birth name, first given name, sex, date. 2. None: every given name together, then each other one alone.
3. Several: the other given names, then the birth place. A birth place that empties the answer is dropped. The first
identity found stops everything, and nothing is ever repeated.
"""

from __future__ import annotations

from collections.abc import Generator

from esante.cisis import Traits
from esante.cisis.traits import UNKNOWN_PLACE
from esante.insi.result import Outcome
from esante.insi.trait_search import Request


def attempts(traits: Traits) -> Generator[Request, Outcome, None]:
    """Requests to send one after the other: send each outcome back, the generator ends when nothing is left to try."""
    first, every, others = _given_names(traits)
    asked = first
    outcome = yield _ask(traits, first)
    if outcome is Outcome.NONE:
        for asked in filter(None, [every, *others]):
            outcome = yield _ask(traits, asked)
            if outcome is not Outcome.NONE:
                break
    elif outcome is Outcome.SEVERAL and every:
        outcome = yield _ask(traits, every)
        if outcome is Outcome.SEVERAL:
            asked = every
        elif outcome is Outcome.NONE:
            outcome = Outcome.SEVERAL  # what the first given name alone said
    if outcome is Outcome.SEVERAL and traits.birth_place not in ("", UNKNOWN_PLACE):
        yield _ask(traits, asked, traits.birth_place)


def _given_names(traits: Traits) -> tuple[str, str, list[str]]:
    """(first, all together, each other one): the two last only when they differ from the first."""
    names = traits.given_names.split()
    first = traits.first_given_name or (names[0] if names else "")
    rest = names[len(first.split()) :] if traits.given_names.startswith(first) else names
    return first, " ".join([first, *rest]) if rest else "", rest


def _ask(traits: Traits, given_name: str, place: str = "") -> Request:
    return Request(
        birth_name=traits.birth_name,
        given_names=(given_name,),
        sex=traits.sex,
        birth_date=traits.birth_date,
        birth_place=place,
    )
