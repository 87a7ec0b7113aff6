"""The life of a sheet: draft, complete, corrected by a new version, validated; its alert, its reminder."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.audit.models import TraceEvent
from alentour.care.enums import AlertState, EvaluationState
from alentour.care.models import Evaluation
from alentour.care.selectors import scales as selectors
from alentour.care.services import answer_evaluation, begin_evaluation, take
from alentour.care.services import scales as services
from alentour.care.tests.test_evaluations import doctor, grid
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager

__all__ = ["doctor"]

SIGNS = ("visage", "regard", "plaintes", "corps", "comportement")


def algoplus(usager: Usager, by: Post, total: int, *, days_ago: int = 0, complete: bool = True) -> Evaluation:
    """A sheet of Algoplus with ``total`` signs."""
    sheet = services.begin_scale(usager=usager, by=by, slug="algoplus")
    answers = {sign: "1" if n < total else "0" for n, sign in enumerate(SIGNS)}
    at = timezone.now() - timedelta(days=days_ago)
    services.answer_scale(evaluation=sheet, by=by, answers=answers, done_at=at)
    return services.complete_scale(evaluation=sheet, by=by) if complete else sheet


def norton(usager: Usager, by: Post, points: int, *, days_ago: int = 0) -> Evaluation:
    sheet = services.begin_scale(usager=usager, by=by, slug="norton")
    answers = dict.fromkeys(("physique", "mental", "activite", "mobilite", "continence"), str(points))
    services.answer_scale(evaluation=sheet, by=by, answers=answers, done_at=timezone.now() - timedelta(days=days_ago))
    return services.complete_scale(evaluation=sheet, by=by)


def test_a_draft_keeps_what_is_answered_and_is_taken_up_again(ines: Post, nadia: Post, irene: Usager) -> None:
    sheet = services.begin_scale(usager=irene, by=ines, slug="norton")
    services.answer_scale(evaluation=sheet, by=ines, answers={"mental": "3"}, note="fatiguée")
    again = services.begin_scale(usager=irene, by=ines, slug="norton")
    assert (again.pk, again.answers, again.score, again.note) == (sheet.pk, {"mental": "3"}, None, "fatiguée")
    assert services.begin_scale(usager=irene, by=nadia, slug="norton").pk != sheet.pk


def test_an_incomplete_sheet_has_no_score_and_says_what_is_missing(ines: Post, irene: Usager) -> None:
    sheet = services.begin_scale(usager=irene, by=ines, slug="norton")
    services.answer_scale(evaluation=sheet, by=ines, answers={"mental": "3", "activite": "4"})
    with pytest.raises(Refused, match=r"Pas de score.*État physique ; Mobilité ; Continence.*brouillon est gardé"):
        services.complete_scale(evaluation=sheet, by=ines)
    assert Evaluation.objects.get().state == EvaluationState.DRAFT


def test_complete_it_changes_no_more_and_is_not_completed_twice(ines: Post, irene: Usager) -> None:
    sheet = algoplus(irene, ines, 1)
    with pytest.raises(Refused, match="ne change plus"):
        services.answer_scale(evaluation=sheet, by=ines, answers={})
    with pytest.raises(Refused, match="ne change plus"):
        services.complete_scale(evaluation=sheet, by=ines)
    assert Evaluation.objects.get().score == 1


def test_observed_yesterday_written_today(ines: Post, irene: Usager) -> None:
    sheet = algoplus(irene, ines, 0, days_ago=1)
    assert sheet.done_at is not None
    assert sheet.entered_at - sheet.done_at > timedelta(hours=23)
    assert sheet.done_on == timezone.localdate(sheet.done_at)


@pytest.mark.parametrize(
    ("shift", "said"), [(timedelta(hours=1), "à venir"), (timedelta(days=-40_000), "précède la naissance")]
)
def test_an_impossible_hour_is_refused(ines: Post, irene: Usager, shift: timedelta, said: str) -> None:
    sheet = services.begin_scale(usager=irene, by=ines, slug="algoplus")
    with pytest.raises(Refused, match=said):
        services.answer_scale(evaluation=sheet, by=ines, answers={}, done_at=timezone.now() + shift)


@pytest.mark.parametrize("answers", [{"visage": "2"}, {"visage": "x" * 1_000_000}, {"autre": "1"}])
def test_an_answer_outside_the_table_is_refused_in_words(ines: Post, irene: Usager, answers: dict[str, str]) -> None:
    sheet = services.begin_scale(usager=irene, by=ines, slug="algoplus")
    with pytest.raises(Refused, match="n'est pas dans la grille"):
        services.answer_scale(evaluation=sheet, by=ines, answers=answers)


def test_a_scale_that_does_not_exist_is_refused(ines: Post, irene: Usager) -> None:
    with pytest.raises(Refused):
        services.begin_scale(usager=irene, by=ines, slug="braden")


def test_two_tabs_do_not_overwrite_each_other(ines: Post, irene: Usager) -> None:
    sheet = services.begin_scale(usager=irene, by=ines, slug="algoplus")
    shown = sheet.updated_at
    services.answer_scale(evaluation=sheet, by=ines, answers={"visage": "1"}, seen=shown)
    with pytest.raises(Refused, match="modifié entre-temps"):
        services.answer_scale(evaluation=sheet, by=ines, answers={"visage": "0"}, seen=shown)
    assert Evaluation.objects.get().answers == {"visage": "1"}


def test_the_aide_soignante_fills_algoplus_and_not_the_mmse(aicha: Post, irene: Usager) -> None:
    assert algoplus(irene, aicha, 1).score == 1
    with pytest.raises(ClosedDoor) as closed:
        services.begin_scale(usager=irene, by=aicha, slug="mmse")
    assert "Psychologue" in closed.value.opens_to


def test_a_corrected_sheet_is_replaced_by_a_new_version_and_stays_readable(
    ines: Post, nadia: Post, irene: Usager
) -> None:
    wrong = algoplus(irene, ines, 4)
    draft = services.correct_scale(evaluation=wrong, by=nadia)
    assert services.correct_scale(evaluation=wrong, by=nadia).pk == draft.pk
    assert (draft.answers, draft.done_at, draft.number) == (wrong.answers, wrong.done_at, 2)
    wrong.refresh_from_db()
    assert wrong.state == EvaluationState.COMPLETE

    services.answer_scale(evaluation=draft, by=nadia, answers=dict.fromkeys(SIGNS, "0"))
    services.complete_scale(evaluation=draft, by=nadia)
    wrong.refresh_from_db()
    assert (wrong.state, wrong.score, wrong.alert) == (EvaluationState.CORRECTED, 4, AlertState.PASSED)
    assert [one.score for one in selectors.points_of(ines, irene, "algoplus")] == [0]
    with pytest.raises(Refused):
        services.correct_scale(evaluation=wrong, by=ines)


def test_two_corrections_of_the_same_sheet_do_not_both_win(ines: Post, nadia: Post, irene: Usager) -> None:
    wrong = algoplus(irene, ines, 4)
    first, second = (services.correct_scale(evaluation=wrong, by=by) for by in (ines, nadia))
    services.complete_scale(evaluation=first, by=ines)
    with pytest.raises(Refused, match="déjà été corrigée"):
        services.complete_scale(evaluation=second, by=nadia)


def test_a_doctor_validates_what_is_filled_once(ines: Post, doctor: Post, irene: Usager) -> None:
    sheet = algoplus(irene, ines, 1, complete=False)
    with pytest.raises(Refused, match="en cours"):
        services.validate_scale(evaluation=sheet, by=doctor)
    services.complete_scale(evaluation=sheet, by=ines)
    with pytest.raises(ClosedDoor):
        services.validate_scale(evaluation=sheet, by=ines)
    assert services.validate_scale(evaluation=sheet, by=doctor).validated_by == doctor
    with pytest.raises(Refused):
        services.validate_scale(evaluation=sheet, by=doctor)


def test_two_signs_of_pain_ask_for_someone_until_taken_in_charge(ines: Post, aicha: Post, irene: Usager) -> None:
    sheet = algoplus(irene, aicha, 2)
    for post in (ines, aicha):
        assert [one.pk for one in selectors.alerts_for(post)] == [sheet.pk]
    assert services.handle_scale_alert(evaluation=sheet, by=ines)
    assert not services.handle_scale_alert(evaluation=sheet, by=aicha)
    assert not selectors.alerts_for(aicha).exists()


def test_a_newer_score_passes_the_alert_of_the_older_one(ines: Post, irene: Usager) -> None:
    algoplus(irene, ines, 3, days_ago=1)
    algoplus(irene, ines, 0)
    algoplus(irene, ines, 5, days_ago=2)
    assert not selectors.alerts_for(ines).exists()


def test_who_is_not_of_the_team_or_of_the_care_sees_no_alert(
    ines: Post, irene: Usager, karim: Post, sophie: Post
) -> None:
    algoplus(irene, ines, 3)
    assert not selectors.alerts_for(karim).exists()
    assert not selectors.alerts_for(sophie).exists()


def test_the_reminder_comes_sooner_on_the_bad_side_and_only_for_the_last_one(ines: Post, irene: Usager) -> None:
    norton(irene, ines, 2, days_ago=31)
    (due,) = selectors.due_for(ines)
    assert due.score == 10
    norton(irene, ines, 4, days_ago=1)
    assert not selectors.due_for(ines).exists()
    in_three_months = timezone.localdate() + timedelta(days=90)
    assert selectors.due_for(ines, today=in_three_months).count() == 1


def test_the_aggir_comes_back_after_a_year(ines: Post, doctor: Post, irene: Usager) -> None:
    held = begin_evaluation(usager=irene, by=ines)
    old = timezone.localdate() - timedelta(days=366)
    answer_evaluation(evaluation=held, by=ines, answers=grid("CCCCCCCC"), done_on=old)
    Evaluation.objects.filter(pk=held.pk).update(state=EvaluationState.VALIDATED)
    assert [one.grid for one in selectors.due_for(doctor)] == ["aggir"]


def test_nobody_is_reminded_of_a_scale_of_another_metier_or_of_another_person(
    aicha: Post, karim: Post, ines: Post, irene: Usager
) -> None:
    norton(irene, ines, 2, days_ago=31)
    for post in (aicha, karim):
        assert not selectors.due_for(post).exists()


def test_a_gone_person_is_no_longer_due(ines: Post, irene: Usager) -> None:
    norton(irene, ines, 2, days_ago=31)
    irene.is_active = False
    irene.save()
    assert not selectors.due_for(ines).exists()


def test_the_imc_comes_from_the_last_constantes_with_its_source(ines: Post, irene: Usager) -> None:
    from alentour.care.scales import current

    mna = current()["mna_sf"]
    assert selectors.proposals(ines, irene, mna) == {}
    take(usager=irene, by=ines, values={"poids": Decimal("50"), "taille": Decimal("160")})
    proposed = selectors.proposals(ines, irene, mna)["F1"]
    assert proposed.answer == "1"
    assert "19,5" in proposed.words
    assert "50,0\u202fkg" in proposed.words


def test_each_gesture_leaves_its_trace_without_any_answer(ines: Post, irene: Usager) -> None:
    algoplus(irene, ines, 3)
    traces = TraceEvent.objects.filter(action__startswith="evaluation.").order_by("id")
    assert {"evaluation.begun", "evaluation.answered", "evaluation.completed"} <= {one.action for one in traces}
    assert not any("visage" in str(one.__dict__) for one in traces)


def test_the_day_costs_the_same_for_one_or_for_many(
    nadia: Post, ines: Post, irene: Usager, marcel: Usager, django_assert_max_num_queries: Any
) -> None:
    for person in (irene, marcel):
        for days in (40, 60):
            norton(person, nadia, 2, days_ago=days)
            algoplus(person, nadia, 4, days_ago=days)
    with django_assert_max_num_queries(2):
        assert len(selectors.due_for(nadia)) == 4
        assert {one.usager.display_name for one in selectors.alerts_for(nadia)} == {"Irène DUPONT", "Marcel LE GOFF"}
