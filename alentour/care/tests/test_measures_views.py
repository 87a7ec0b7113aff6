"""The bedside screen and the tab « Santé »."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alentour.accounts.models import Post
from alentour.care import services
from alentour.care.models import Reading
from alentour.care.tests.test_evaluations import grid
from alentour.care.tests.test_measures import values
from alentour.identity.models import Usager

At = Callable[[Post], Client]


def test_one_screen_keeps_everything_and_tells_what_crossed(at: At, aicha: Post, irene: Usager) -> None:
    given = {
        "ta_sys": "128",
        "ta_dia": "76",
        "pouls": "72",
        "spo2": "88",
        "temperature": "37,5",
        "douleur": "2",
        "key": "k",
    }
    answer = at(aicha).post(reverse("care:measure", args=[irene.id]), given, follow=True)
    page = answer.content.decode()
    assert Reading.objects.get().measures.count() == 6
    assert "Seuil franchi" in page
    assert "128/76" in page
    assert "37,5" in page


def test_a_bad_value_gets_a_sentence_and_the_others_are_kept_on_screen(at: At, aicha: Post, irene: Usager) -> None:
    answer = at(aicha).post(reverse("care:measure", args=[irene.id]), {"temperature": "375", "pouls": "72"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Vouliez-vous écrire 37,5" in page
    assert 'value="72"' in page
    assert not Reading.objects.exists()


def test_an_unusual_value_asks_for_a_box_to_tick(at: At, aicha: Post, irene: Usager) -> None:
    browser, url = at(aicha), reverse("care:measure", args=[irene.id])
    first = browser.post(url, {"temperature": "41"})
    assert first.status_code == 422
    assert "inhabituel" in first.content.decode()
    browser.post(url, {"temperature": "41", "confirmed": "on"})
    assert Reading.objects.count() == 1


@pytest.mark.parametrize("text", ["beaucoup", "NaN", "Infinity", "1e9", "٣٧"])
def test_what_is_not_a_number_is_told(at: At, aicha: Post, irene: Usager, text: str) -> None:
    answer = at(aicha).post(reverse("care:measure", args=[irene.id]), {"temperature": text})
    assert answer.status_code == 422
    assert not Reading.objects.exists()


def test_the_nurse_sets_the_limits_and_the_tab_says_so(at: At, ines: Post, irene: Usager) -> None:
    answer = at(ines).post(reverse("care:thresholds", args=[irene.id]), {"spo2_low": "86"}, follow=True)
    assert answer.status_code == 200
    refused = at(ines).post(reverse("care:thresholds", args=[irene.id]), {"pouls_low": "90", "pouls_high": "60"})
    assert refused.status_code == 422


def test_karim_finds_nobody_and_sophie_a_closed_door(at: At, karim: Post, sophie: Post, irene: Usager) -> None:
    url = reverse("care:sante", args=[irene.id])
    assert at(karim).get(url).status_code == 404
    assert at(sophie).get(url).status_code == 403


def test_the_person_is_chosen_among_those_one_follows(at: At, aicha: Post, irene: Usager, marcel: Usager) -> None:
    page = at(aicha).get(reverse("care:measure-choose")).content.decode()
    assert "Irène DUPONT" in page
    assert "LE GOFF" not in page


@pytest.mark.parametrize("count", [1, 20])
def test_the_tab_asks_the_database_the_same_number_of_times(
    at: At, ines: Post, irene: Usager, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        services.take(usager=irene, by=ines, values=values(spo2="95", pouls="72"), key=str(number))
    browser = at(ines)
    with django_assert_max_num_queries(40):
        browser.get(reverse("care:sante", args=[irene.id]))


def test_the_synthese_shows_the_alert_and_the_autonomy(at: At, ines: Post, irene: Usager) -> None:
    services.take(usager=irene, by=ines, values=values(spo2="88"))
    held = services.begin_evaluation(usager=irene, by=ines)
    services.answer_evaluation(evaluation=held, by=ines, answers=grid("CCCCCCCC"))
    page = at(ines).get(reverse("record:synthesis", args=[irene.id])).content.decode()
    assert "Seuil franchi" in page
    assert "GIR 1" in page
