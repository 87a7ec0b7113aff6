"""The AGGIR grid: no letter is ever assumed, the law computes, a médecin validates once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alentour.accounts.enums import Metier
from alentour.accounts.models import Post
from alentour.accounts.services import create_professional, open_post
from alentour.care import services
from alentour.care.forms import AggirForm
from alentour.care.mapping import VARIABLES, items_of, judge
from alentour.care.models import Evaluation
from alentour.care.selectors.evaluations import gir_of
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager
from alentour.record.services import add_to_team

At = Callable[[Post], Client]


def grid(profile: str) -> dict[str, Any]:
    """Answers whose eight letters are ``profile``, each sub-variable bearing the letter of its variable."""
    items = {
        item.key: {"letter": letter, "adverbs": []}
        for variable, letter in zip(VARIABLES, profile, strict=True)
        for item in items_of(variable)
        if letter in "ABC"
    }
    return {"items": items, "own": {}}


@pytest.fixture
def doctor(irene: Usager) -> Post:
    """Médecin coordonnateur of the SSIAD, in the team of Irène."""
    person = create_professional(family_name="Martin", given_name="Paul", idnps="810100000032", title="DR")
    post = open_post(
        professional=person, structure=irene.structure, metier=Metier.MEDECIN, profession_code="G15_10/SM26"
    )
    add_to_team(usager=irene, post=post, by=None)
    return post


@pytest.mark.parametrize(
    ("profile", "gir"), [("AAAAAAAA", 6), ("CCCCCCCC", 1), ("ABCABCAA", 3), ("AABBABBB", 4), ("AAAAAAA-", None)]
)
def test_eight_letters_give_the_gir_and_seven_give_none(profile: str, gir: int | None) -> None:
    judged = judge(grid(profile))
    assert (judged.gir, judged.profile) == (gir, profile)


def test_where_the_sources_disagree_the_professional_gives_the_letter() -> None:
    answers = grid("AAAA-AAA")
    answers["items"] |= {"alimentation.se_servir": {"letter": "A"}, "alimentation.manger": {"letter": "C"}}
    assert judge(answers).unsettled == ("Alimentation",)
    assert judge(answers).gir is None
    assert judge(answers | {"own": {"alimentation": "B"}}).letters["alimentation"] == "B"


def test_the_adverbs_say_the_letter() -> None:
    form = AggirForm({"transferts:adverbs": ["s", "t"], "coherence.communication": "A"}, answers={})
    assert form.is_valid()
    assert form.answers()["items"]["transferts"] == {"letter": "B", "adverbs": ["s", "t"]}
    contradicted = AggirForm({"transferts": "A", "transferts:adverbs": ["s"]}, answers={})
    assert not contradicted.is_valid()


def test_a_grid_in_progress_is_taken_up_again_rather_than_doubled(ines: Post, nadia: Post, irene: Usager) -> None:
    assert services.begin_evaluation(usager=irene, by=ines) == services.begin_evaluation(usager=irene, by=nadia)
    assert Evaluation.objects.get().gir is None


def test_a_doctor_validates_once_and_the_grid_changes_no_more(ines: Post, doctor: Post, irene: Usager) -> None:
    held = services.begin_evaluation(usager=irene, by=ines)
    with pytest.raises(Refused, match="manque"):
        services.validate_evaluation(evaluation=held, by=doctor)
    services.answer_evaluation(evaluation=held, by=ines, answers=grid("ABCABCAA"))
    with pytest.raises(ClosedDoor):
        services.validate_evaluation(evaluation=held, by=ines)
    services.validate_evaluation(evaluation=held, by=doctor)
    with pytest.raises(Refused, match="ne change plus"):
        services.answer_evaluation(evaluation=held, by=ines, answers=grid("AAAAAAAA"))
    again = services.begin_evaluation(usager=irene, by=ines)
    assert again.number == 2
    current = gir_of(ines, irene)
    assert current is not None
    assert (current.gir, current.validated_by) == (3, doctor)


def test_the_screen_keeps_a_partial_grid_and_says_what_is_missing(at: At, ines: Post, irene: Usager) -> None:
    browser = at(ines)
    page = browser.post(reverse("care:evaluation-begin", args=[irene.id]), follow=True)
    url = page.redirect_chain[-1][0]
    answer = browser.post(url, {"transferts": "B"}, follow=True).content.decode()
    assert "Pas encore de GIR" in answer
    assert Evaluation.objects.get().profile == "------B-"
    contradicted = browser.post(url, {"transferts": "A", "transferts:adverbs": ["s"]})
    assert contradicted.status_code == 422
    assert "donnent B" in contradicted.content.decode()


def test_karim_and_the_aide_soignante_do_not_read_evaluations(
    at: At, karim: Post, aicha: Post, ines: Post, irene: Usager
) -> None:
    held = services.begin_evaluation(usager=irene, by=ines)
    assert at(karim).get(reverse("care:evaluation", args=[held.id])).status_code == 404
    assert at(aicha).get(reverse("care:evaluations", args=[irene.id])).status_code == 403


def test_the_history_asks_the_database_a_bounded_number_of_times(
    at: At, nadia: Post, doctor: Post, irene: Usager, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        held = services.begin_evaluation(usager=irene, by=nadia)
        services.answer_evaluation(evaluation=held, by=nadia, answers=grid("CCCCCCCC"))
        services.validate_evaluation(evaluation=held, by=doctor)
    browser = at(nadia)
    with django_assert_max_num_queries(30):
        page = browser.get(reverse("care:evaluations", args=[irene.id])).content.decode()
    assert page.count("GIR 1") == 8
