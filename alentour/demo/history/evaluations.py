"""The grids: AGGIR of the old, validated where a physician works; the scales that each situation calls for, twice when it moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care import services
from alentour.care.mapping import ALL_VARIABLES, items_of
from alentour.care.scales import current
from alentour.care.services import scales
from alentour.demo.history import clock
from alentour.demo.history.lives import Life

# The eight letters of the grid, by what she lives with.
PROFILES = {
    "dependante": "CCCCCCCC", "dependant": "BBCCCCCC", "alzheimer": "CCBBBAAA", "parkinson": "AABBABBB", "chute": "AAABABAB",
    "denutrition": "ABBBBBAB", "plaie": "AABBABAB", "coeur": "AAABAAAB", "diabete": "AAABAAAA", "fragile": "AABBABAB",
    "autonome": "AAAAAAAA", "hypotension": "AAAAAAAB",
}  # fmt: skip
DELAY = timedelta(days=6)
OLD = frozenset({"ehpad", "ssiad", "residence"})


def write(life: Life) -> None:
    """Everything by the services, on the days told."""
    if life.resident.house in OLD:
        _aggir(life)
    for row in life.rows("scales"):
        day = life.back(int(row["days"]))
        by = next((post for post in _fillers(life) if scales.may_fill(post, current()[row["scale"]])), None)
        if by is None or not life.is_here(day):
            continue
        with clock.at(
            life.moment(life.working_day(by, day) if life.is_here(life.working_day(by, day)) else day, 10, 40)
        ):
            begun = scales.begin_scale(usager=life.usager, by=by, slug=row["scale"])
            answers = dict(pair.split("=") for pair in row["answers"].split())
            scales.answer_scale(evaluation=begun, by=by, answers=answers, note=row["note"])
            scales.complete_scale(evaluation=begun, by=by)


def _fillers(life: Life) -> list[Post]:
    return life.at_work(Metier.INFIRMIER, Metier.IDEC, Metier.PSYCHOLOGUE, Metier.MEDECIN)


def _aggir(life: Life) -> None:
    author = life.writer(DataClass.EVALUATIONS, Metier.IDEC, Metier.INFIRMIER)
    if author is None:
        return
    day = life.working_day(author, min(life.begins + DELAY, life.ends))
    with clock.at(life.moment(max(day, life.begins), 15, 20)):
        grid = services.begin_evaluation(usager=life.usager, by=author)
        services.answer_evaluation(evaluation=grid, by=author, answers=_letters(PROFILES[life.resident.profile]))
        judge = next((post for post in life.posts.values() if can(post, Act.VALIDATE, DataClass.EVALUATIONS)), None)
        if judge is not None:
            services.validate_evaluation(evaluation=grid, by=judge)


def _letters(profile: str) -> dict[str, Any]:
    """The answers that give these eight letters; the two other variables of TDDUI are left to who knows."""
    items = {
        item.key: {"letter": letter, "adverbs": []}
        for variable, letter in zip(ALL_VARIABLES, profile, strict=False)
        for item in items_of(variable)
    }
    return {"items": items, "own": {}}
