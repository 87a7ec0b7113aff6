"""The screens of the scales: what was typed is kept, who may opens, the paper is a PDF/A."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care.enums import EvaluationState
from alentour.care.mapping import ILLUSTRATIVE, judge
from alentour.care.models import Evaluation
from alentour.care.services import answer_evaluation, begin_evaluation, validate_evaluation
from alentour.care.services import scales as services
from alentour.care.tests.test_evaluations import doctor, grid
from alentour.care.tests.test_scales_life import SIGNS, algoplus, norton
from alentour.identity.models import Usager

__all__ = ["doctor"]

At = Callable[[Post], Client]


@pytest.fixture
def sheet(ines: Post, irene: Usager) -> Evaluation:
    return services.begin_scale(usager=irene, by=ines, slug="algoplus")


def typed(sheet: Evaluation, total: int, **more: str) -> dict[str, str]:
    answers = {sign: "1" if n < total else "0" for n, sign in enumerate(SIGNS)}
    return answers | {"seen": sheet.updated_at.isoformat()} | more


def test_inès_chooses_fills_and_finishes(at: At, ines: Post, irene: Usager) -> None:
    browser = at(ines)
    page = browser.get(reverse("care:scale-choose", args=[irene.id])).content.decode()
    assert all(label in page for label in ("Algoplus", "Norton", "Tinetti", "MNA-SF", "MMSE", "AGGIR"))
    begun = browser.post(reverse("care:scale-begin", args=[irene.id, "algoplus"]))
    sheet = Evaluation.objects.get()
    assert begun["Location"] == reverse("care:scale", args=[sheet.id])
    done = browser.post(begun["Location"], typed(sheet, 3, finish="1"), follow=True).content.decode()
    assert "3 / 5" in done
    assert "douleur aiguë probable" in done
    assert "voit dans sa journée" in done
    sante = browser.get(reverse("care:sante", args=[irene.id])).content.decode()
    assert "Algoplus 3 / 5 (seuil : 2 ou plus)" in sante


def test_what_is_missing_is_said_and_what_was_typed_is_kept(at: At, ines: Post, sheet: Evaluation) -> None:
    answer = at(ines).post(
        reverse("care:scale", args=[sheet.id]),
        {"visage": "1", "note": "dort peu", "seen": sheet.updated_at.isoformat(), "finish": "1"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Pas de score tant" in page
    assert 'value="1" class="" id="id_visage_1" checked' in page or "checked" in page
    assert "dort peu" in page
    assert Evaluation.objects.get().answers == {"visage": "1"}


@pytest.mark.parametrize(
    "wrong", [{"visage": "7"}, {"done_at": "2999-01-01T10:00"}, {"done_at": "hier"}, {"note": "x" * 1_000_000}]
)
def test_bad_input_is_a_sentence_and_nothing_is_written(
    at: At, ines: Post, sheet: Evaluation, wrong: dict[str, str]
) -> None:
    answer = at(ines).post(reverse("care:scale", args=[sheet.id]), typed(sheet, 2) | {"regard": "1"} | wrong)
    assert answer.status_code == 422
    assert Evaluation.objects.get().answers == {}


@pytest.mark.parametrize("total", ["31", "-1", "12,5", "abc", "9" * 200])
def test_the_mmse_is_a_whole_number_up_to_thirty(at: At, ines: Post, irene: Usager, total: str) -> None:
    held = services.begin_scale(usager=irene, by=ines, slug="mmse")
    url = reverse("care:scale", args=[held.id])
    assert at(ines).post(url, {"total": total, "finish": "1"}).status_code == 422
    assert at(ines).post(url, {"total": "26", "etudes": "lycee", "finish": "1"}).status_code == 302
    assert Evaluation.objects.get().score == 26


def test_a_replayed_form_doubles_nothing(at: At, ines: Post, sheet: Evaluation) -> None:
    browser, url = at(ines), reverse("care:scale", args=[sheet.id])
    form = typed(sheet, 1, finish="1")
    assert browser.post(url, form).status_code == 302
    again = browser.post(url, form)
    assert again.status_code == 422
    assert "déjà remplie" in again.content.decode()
    assert Evaluation.objects.count() == 1


def test_the_other_tab_is_told_and_may_then_replace(at: At, ines: Post, sheet: Evaluation) -> None:
    browser, url = at(ines), reverse("care:scale", args=[sheet.id])
    assert browser.post(url, typed(sheet, 1)).status_code == 302
    told = browser.post(url, typed(sheet, 2))
    assert told.status_code == 422
    assert "modifié entre-temps" in told.content.decode()
    fresh = Evaluation.objects.get().updated_at.isoformat()
    assert f'value="{fresh}"' in told.content.decode()
    assert browser.post(url, typed(sheet, 2) | {"seen": fresh}).status_code == 302


def test_the_aide_soignante_finds_algoplus_and_reads_her_own_only(
    at: At, aicha: Post, ines: Post, irene: Usager
) -> None:
    browser = at(aicha)
    page = browser.get(reverse("care:scale-choose", args=[irene.id])).content.decode()
    assert "Algoplus" in page
    assert "MMSE" not in page
    assert 'Remplir<span class="visually-hidden"> la grille AGGIR' not in page
    mine, theirs = algoplus(irene, aicha, 1), norton(irene, ines, 3)
    assert "1 / 5" in browser.get(reverse("care:scale", args=[mine.id])).content.decode()
    assert browser.get(reverse("care:scale", args=[theirs.id])).status_code == 403
    assert browser.post(reverse("care:scale-begin", args=[irene.id, "mmse"])).status_code == 403


@pytest.mark.parametrize("name", ["care:scale-choose", "care:scale-history"])
def test_outside_the_team_the_person_does_not_exist(at: At, karim: Post, irene: Usager, name: str) -> None:
    args = [irene.id, "norton"] if name.endswith("history") else [irene.id]
    assert at(karim).get(reverse(name, args=args)).status_code == 404


def test_karim_and_the_secretary_open_no_sheet_and_no_paper(
    at: At, karim: Post, sophie: Post, ines: Post, irene: Usager
) -> None:
    held = algoplus(irene, ines, 1)
    for name in ("care:scale", "care:evaluation-pdf"):
        url = reverse(name, args=[held.id])
        assert at(karim).get(url).status_code == 404
        assert at(sophie).get(url).status_code == 403
    assert at(sophie).get(reverse("care:scale-choose", args=[irene.id])).status_code == 403


def test_an_unknown_scale_is_not_found(at: At, ines: Post, irene: Usager) -> None:
    assert at(ines).post(reverse("care:scale-begin", args=[irene.id, "braden"])).status_code == 404
    assert at(ines).get(reverse("care:scale-history", args=[irene.id, "braden"])).status_code == 404


def test_the_doctor_validates_inès_corrects_both_stay(at: At, ines: Post, doctor: Post, irene: Usager) -> None:
    held = algoplus(irene, ines, 1)
    at(doctor).post(reverse("care:scale-validate", args=[held.id]))
    assert "Validée par Dr Paul MARTIN" in at(ines).get(reverse("care:scale", args=[held.id])).content.decode()
    draft = at(ines).post(reverse("care:scale-correct", args=[held.id]))["Location"]
    new = Evaluation.objects.get(replaces=held)
    assert draft == reverse("care:scale", args=[new.id])
    at(ines).post(draft, typed(new, 0, finish="1"))
    old = at(ines).get(reverse("care:scale", args=[held.id])).content.decode()
    assert "Lire la version corrigée, n° 2" in old
    assert "1 / 5" in old


def test_taking_the_alert_in_charge(at: At, aicha: Post, ines: Post, irene: Usager) -> None:
    held = algoplus(irene, ines, 4)
    page = at(aicha).post(reverse("care:scale-alert", args=[held.id]), follow=True).content.decode()
    assert "prise en charge par vous" in page
    assert at(ines).post(reverse("care:scale-alert", args=[held.id]), follow=True).status_code == 200
    held.refresh_from_db()
    assert held.handled_by == aicha


def words_and_tags(data: bytes) -> tuple[int, str]:
    with pikepdf.open(io.BytesIO(data)) as document, document.open_metadata() as xmp:
        assert "/StructTreeRoot" in document.Root
        return len(document.pages), str(xmp.pdfa_status)


@pytest.mark.parametrize("state", ["draft", "complete", "curve"])
def test_the_paper_is_a_tagged_pdf_a(at: At, ines: Post, irene: Usager, state: str) -> None:
    held = algoplus(irene, ines, 3, complete=state != "draft")
    if state == "curve":
        for days in range(1, 14):
            algoplus(irene, ines, days % 5, days_ago=days)
    answer = at(ines).get(reverse("care:evaluation-pdf", args=[held.id]))
    assert answer["Content-Type"] == "application/pdf"
    assert "DUPONT" not in answer["Content-Disposition"]
    assert words_and_tags(answer.content)[1] == "1A"


def test_the_aggir_has_its_paper_its_steps_and_its_illustrative_letters(
    at: At, ines: Post, doctor: Post, irene: Usager
) -> None:
    browser = at(ines)
    for profile in ("AAABABAA", "CCCCCCCC"):
        held = begin_evaluation(usager=irene, by=ines)
        answer_evaluation(evaluation=held, by=ines, answers=grid(profile) | {"illustrative": {"cuisine": "C"}})
        validate_evaluation(evaluation=held, by=doctor)
    assert words_and_tags(browser.get(reverse("care:evaluation-pdf", args=[held.id])).content)[1] == "1A"
    history = browser.get(reverse("care:scale-history", args=[irene.id, "aggir"])).content.decode()
    assert "data-curve" in history
    assert "Cuisine" in browser.get(reverse("care:evaluation", args=[held.id])).content.decode()


def test_the_illustrative_letters_are_kept_aside_and_never_count(at: At, ines: Post, irene: Usager) -> None:
    held = begin_evaluation(usager=irene, by=ines)
    at(ines).post(reverse("care:evaluation", args=[held.id]), {f"ill:{key}": "C" for key in ILLUSTRATIVE})
    held.refresh_from_db()
    assert held.answers["illustrative"] == dict.fromkeys(ILLUSTRATIVE, "C")
    assert held.gir is None
    full = grid("AAAAAAAA")
    assert judge(full | {"illustrative": dict.fromkeys(ILLUSTRATIVE, "C")}) == judge(full)
    refused = at(ines).post(reverse("care:evaluation", args=[held.id]), {"ill:cuisine": "D"})
    assert refused.status_code == 422


@pytest.mark.parametrize("name", ["care:evaluations", "care:scale-history", "care:scale-choose"])
def test_a_long_history_costs_no_more(
    at: At, nadia: Post, irene: Usager, name: str, django_assert_max_num_queries: Any
) -> None:
    args = [irene.id, "algoplus"] if name.endswith("history") else [irene.id]
    browser, url = at(nadia), reverse(name, args=args)
    algoplus(irene, nadia, 1)
    browser.get(url)
    with django_assert_max_num_queries(100) as few:
        browser.get(url)
    Evaluation.objects.bulk_create(
        Evaluation(
            structure=nadia.structure, usager=irene, grid="algoplus", grid_version="1", number=n + 2, author=nadia,
            score=n % 6, answers=dict.fromkeys(SIGNS, "0"), state=EvaluationState.COMPLETE,
            done_at=timezone.now(), done_on=timezone.localdate(),
        )
        for n in range(60)
    )  # fmt: skip
    with django_assert_max_num_queries(len(few)):
        browser.get(url)
