"""Scales scored by tables: the total is the sum, a missing answer gives none, an answer outside the table is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alentour.care.scales import BadAnswer, Scale, current, place, scales, score

EACH = pytest.mark.parametrize("scale", scales().values(), ids=lambda scale: f"{scale.slug}-{scale.version}")


def filled(scale: Scale, pick: int = 0) -> dict[str, str]:
    """Every item answered, the first of each alternative; ``pick`` chooses the answer."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for item in scale.items:
        if item.either in taken:
            continue
        taken |= {item.either} - {""}
        found[item.key] = item.answers[pick % len(item.answers)].key
    return found


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Scale, dict[str, str]]:
    """A scale and a complete sheet of it, any answer to any item, any of the alternatives."""
    scale = draw(st.sampled_from(list(scales().values())))
    groups: dict[str, list[str]] = {}
    for item in scale.items:
        groups.setdefault(item.either or item.key, []).append(item.key)
    items = {item.key: item for item in scale.items}
    chosen = [draw(st.sampled_from(keys)) for keys in groups.values()]
    return scale, {key: draw(st.sampled_from([one.key for one in items[key].answers])) for key in chosen}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(sheets())
def test_a_total_is_the_sum_of_the_points_and_one_band_says_it(sheet: tuple[Scale, dict[str, str]]) -> None:
    scale, answers = sheet
    scored = score(scale, answers)
    points = [item.answer(answers[item.key]).points or 0 for item in scale.items if item.key in answers]

    assert scored.total == sum(points)
    assert scale.low <= scored.total <= scale.high
    assert [band for band in scale.bands if band.low <= scored.total <= band.high] == [scale.band(scored.total)]
    if scored.parts and all(item.part for item in scale.items):
        assert sum(points for _, points in scored.parts) == scored.total


@given(sheets(), st.data())
def test_one_missing_answer_gives_no_score_and_is_named(
    sheet: tuple[Scale, dict[str, str]], data: st.DataObject
) -> None:
    scale, answers = sheet
    gone = data.draw(st.sampled_from([item.key for item in scale.items if item.needed and item.key in answers]))
    scored = score(scale, answers | {gone: ""})

    assert scored.total is None
    assert len(scored.missing) == 1


@given(sheets(), st.text(min_size=1, max_size=30))
def test_an_answer_outside_the_table_is_refused(sheet: tuple[Scale, dict[str, str]], typed: str) -> None:
    scale, answers = sheet
    item = next(one for one in scale.items if one.key in answers)
    if typed in {one.key for one in item.answers}:
        return
    with pytest.raises(BadAnswer) as refused:
        score(scale, answers | {item.key: typed})
    assert "n'est pas dans la grille" in refused.value.sentence


@EACH
def test_an_item_of_another_scale_is_refused(scale: Scale) -> None:
    with pytest.raises(BadAnswer):
        score(scale, filled(scale) | {"inconnu": "1"})


@EACH
def test_every_scale_reaches_both_ends_and_each_version_stays_readable(scale: Scale) -> None:
    lowest = {item.key: min(item.answers, key=lambda one: one.points or 0).key for item in scale.items}
    highest = {item.key: max(item.answers, key=lambda one: one.points or 0).key for item in scale.items}
    one_of = filled(scale)
    assert score(scale, {key: lowest[key] for key in one_of}).total == scale.low
    assert score(scale, {key: highest[key] for key in one_of}).total == scale.high
    assert scale.writers
    assert scale.source


@pytest.mark.parametrize(
    ("slug", "total", "at_risk", "words"),
    [
        ("algoplus", 1, False, "pas de signe"),
        ("algoplus", 2, True, "douleur aiguë probable"),
        ("norton", 14, True, "à risque"),
        ("norton", 15, False, "faible"),
        ("tinetti", 19, True, "très élevé"),
        ("tinetti", 23, True, "élevé"),
        ("tinetti", 24, False, "peu élevé"),
        ("mna_sf", 7, True, "dénutrition"),
        ("mna_sf", 8, True, "risque de dénutrition"),
        ("mna_sf", 11, True, "risque de dénutrition"),
        ("mna_sf", 12, False, "normal"),
        ("mmse", 23, True, "léger"),
        ("mmse", 24, False, "au-dessus"),
    ],
)
def test_the_bands_are_those_of_the_authors(slug: str, total: int, at_risk: bool, words: str) -> None:
    scale = current()[slug]
    assert scale.at_risk(total) is at_risk
    assert words in scale.band(total).label


def test_only_algoplus_asks_for_someone_today_from_two() -> None:
    assert [current()["algoplus"].alerts(total) for total in range(6)] == [False, False, True, True, True, True]
    assert not any(scale.alerts(scale.high) for slug, scale in current().items() if slug != "algoplus")


def test_the_mna_takes_the_imc_or_the_calf_never_both_and_names_it_once() -> None:
    mna = current()["mna_sf"]
    answers = {"A": "2", "B": "3", "C": "2", "D": "non", "E": "2"}
    assert score(mna, answers).missing == ("F1. Indice de masse corporelle",)
    assert score(mna, answers | {"F1": "3"}).total == 14
    assert score(mna, answers | {"F2": "plus"}).total == 14
    with pytest.raises(BadAnswer):
        score(mna, answers | {"F1": "3", "F2": "plus"})


@pytest.mark.parametrize(
    ("imc", "answer"),
    [("12.0", "0"), ("18.9", "0"), ("19.0", "1"), ("20.9", "1"), ("21.0", "2"), ("23.0", "3"), ("60", "3")],
)
def test_an_imc_falls_in_one_answer(imc: str, answer: str) -> None:
    item = next(one for one in current()["mna_sf"].items if one.key == "F1")
    assert place(item, Decimal(imc)) == answer


def test_the_level_of_education_tells_without_counting() -> None:
    mmse = current()["mmse"]
    assert score(mmse, {"total": "27"}).total == 27
    assert score(mmse, {"total": "27", "etudes": "superieur"}).total == 27
    assert score(mmse, {"etudes": "superieur"}).total is None
