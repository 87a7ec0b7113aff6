"""The screens of the soins: the day of a person, her week, one touch, two tabs, the day of the team."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care import services
from alentour.care.models import CareTask, Realisation
from alentour.care.tasks import Rhythm, catalogue
from alentour.identity.models import Usager
from alentour.identity.services import create_usager

At = Callable[[Post], Client]
TODAY = timezone.localdate


@pytest.fixture
def bas(ines: Post, irene: Usager) -> CareTask:
    return services.plan_task(
        usager=irene, by=ines, label="Bas de contention", rhythm=Rhythm.JOURS, moments=",matin,soir,", starts_on=TODAY()
    )


def said(**more: str) -> dict[str, str]:
    return {"day": TODAY().isoformat(), "slot": "matin", "version": "", "state": "fait"} | more


def test_one_touch_says_done_and_the_second_tab_learns_by_whom(at: At, aicha: Post, ines: Post, bas: CareTask) -> None:
    url = reverse("care:task-say", args=[bas.id])
    row = at(aicha).post(url, said(), headers={"HX-Request": "true"})
    assert row.status_code == 200
    assert "Aïcha BENALI" in row.content.decode()
    second = at(ines).post(url, said(), headers={"HX-Request": "true"})
    assert (second.status_code, "déjà noté" in second.content.decode()) == (422, True)
    page = at(ines).post(url, said(slot="minuit"))
    assert (page.status_code, "pas prévu" in page.content.decode()) == (422, True)
    assert Realisation.objects.count() == 1


def test_what_was_typed_is_kept_when_the_motif_is_missing(at: At, aicha: Post, bas: CareTask) -> None:
    url = reverse("care:task-say", args=[bas.id])
    answer = at(aicha).post(url, said(state="non_fait", comment="Elle chantait."))
    page = answer.content.decode()
    assert (answer.status_code, "motif" in page, "Elle chantait." in page) == (422, True, True)
    done = at(aicha).post(url, said(state="non_fait", reason="Refus.", key="k"), follow=True)
    assert "Refus." in done.content.decode()
    (row,) = Realisation.objects.all()
    fixed = at(aicha).post(reverse("care:task-correct", args=[row.id]), {"state": "fait"}, follow=True)
    assert "première version reste lisible" in fixed.content.decode()
    history = at(aicha).get(
        reverse("care:task-passage", args=[bas.id]), {"jour": TODAY().isoformat(), "passage": "matin"}
    )
    assert "care-struck" in history.content.decode()


def test_the_day_the_week_and_the_plan_of_a_person(at: At, ines: Post, bas: CareTask, irene: Usager) -> None:
    browser = at(ines)
    for name in ("care:tasks", "care:tasks-week"):
        assert "Bas de contention" in browser.get(reverse(name, args=[irene.id])).content.decode()
    stop = reverse("care:task-stop", args=[bas.id])
    assert "Soin arrêté" in browser.post(stop, {"reason": "Inutile."}, follow=True).content.decode()


@pytest.mark.parametrize("slug", list(catalogue()))
def test_each_line_of_the_catalogue_can_be_planned_as_it_is(at: At, ines: Post, irene: Usager, slug: str) -> None:
    kind, url = catalogue()[slug], reverse("care:task-new", args=[irene.id])
    assert kind.label in unescape(at(ines).get(url, {"modele": slug}).content.decode())
    form = {
        "label": kind.label, "nature": "soin", "rhythm": kind.rhythm.value, "every": kind.every or "", "source": "equipe",
        "moments": [one.value for one in kind.moments], "metiers": [one.value for one in kind.metiers],
        "weekdays": ["0", "3"], "starts_on": TODAY().isoformat(), "key": "k",
    }  # fmt: skip
    for _ in range(2):
        assert at(ines).post(url, form).status_code == 302
    assert CareTask.objects.get().label == kind.label


def test_a_plan_refused_keeps_what_was_typed(at: At, ines: Post, irene: Usager) -> None:
    url = reverse("care:task-new", args=[irene.id])
    form = {"label": "Pansement", "nature": "soin", "rhythm": "semaine", "source": "equipe", "starts_on": "2026-11-23"}
    answer = at(ines).post(url, form)
    page = answer.content.decode()
    assert (answer.status_code, "jour de la semaine" in page, "Pansement" in page) == (422, True, True)
    endless = at(ines).post(url, form | {"label": "P" * 1_000_000})
    assert endless.status_code == 422


def test_the_refused_ones(
    at: At, sophie: Post, helene: Post, karim: Post, aicha: Post, bas: CareTask, irene: Usager
) -> None:
    for post, status in ((sophie, 403), (helene, 403), (karim, 404)):
        assert at(post).get(reverse("care:tasks", args=[irene.id])).status_code == status
        assert at(post).post(reverse("care:task-say", args=[bas.id]), said()).status_code == status
    assert at(aicha).post(reverse("care:task-stop", args=[bas.id]), {"reason": "Non."}).status_code == 403
    assert at(sophie).get(reverse("care:tasks-day")).status_code == 403
    assert "Irène" not in at(karim).get(reverse("care:tasks-day")).content.decode()


@pytest.mark.parametrize("people", [1, 30])
def test_the_day_of_the_team_asks_the_database_at_most_twelve_times(
    at: At, nadia: Post, people: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(people):
        letters = "ABCDEFGHIJ"[number // 10] + "ABCDEFGHIJ"[number % 10]
        one = create_usager(
            structure=nadia.structure, by=nadia, birth_name=f"LE GOFF{letters}", given_names="MARCEL",
            first_given_name="MARCEL", birth_date_text="1941-09-05", sex="M", birth_place="35238",
        )  # fmt: skip
        services.plan_task(usager=one, by=nadia, label="Toilette", rhythm=Rhythm.JOURS, moments=",matin,")
    browser = at(nadia)
    browser.get(reverse("care:tasks-day"))
    with django_assert_max_num_queries(12):
        page = browser.get(reverse("care:tasks-day")).content.decode()
    assert page.count("data-row") == min(people, 20)
