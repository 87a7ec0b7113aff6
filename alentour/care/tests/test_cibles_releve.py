"""Cibles open and close; a colleague called finds it in their day; the relève says who read what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care import selectors, services
from alentour.care.enums import Category
from alentour.care.models import Cible, ReadMark
from alentour.care.selectors.releve import feed, start_of
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager

At = Callable[[Post], Client]


def note(by: Post, usager: Usager, text: str = "Pansement refait.", **given: Any) -> Any:
    return services.write(usager=usager, by=by, category=given.pop("category", Category.SOIN), data=text, **given)


def test_naming_a_cible_opens_it_once_and_naming_it_again_continues_it(ines: Post, aicha: Post, irene: Usager) -> None:
    note(ines, irene, target="Plaie du talon")
    note(aicha, irene, target="plaie du talon ")
    assert Cible.objects.get().lines.count() == 2


def test_a_cible_is_closed_once_with_its_outcome_and_opens_anew(ines: Post, irene: Usager) -> None:
    cible = note(ines, irene, target="Douleur").cible
    with pytest.raises(Refused, match="ce qui permet de clore"):
        services.close_cible(cible=cible, by=ines, outcome=" ")
    services.close_cible(cible=cible, by=ines, outcome="Soulagée depuis trois jours.")
    with pytest.raises(Refused, match="déjà close"):
        services.close_cible(cible=cible, by=ines, outcome="Encore.")
    assert note(ines, irene, target="Douleur").cible != cible


def test_a_colleague_called_finds_it_in_their_day_until_seen(ines: Post, aicha: Post, irene: Usager) -> None:
    line = note(aicha, irene, "Talon rouge.", mentions=[ines])
    assert [mention.transmission for mention in selectors.mentions_for(ines)] == [line]
    services.see(transmission=line, by=ines)
    assert not selectors.mentions_for(ines).exists()


def test_nobody_is_called_to_what_their_metier_does_not_read(aicha: Post, sophie: Post, irene: Usager) -> None:
    with pytest.raises(Refused, match="ne peut pas lire"):
        note(aicha, irene, mentions=[sophie])


def test_the_releve_holds_what_i_follow_since_my_last_one(
    ines: Post, aicha: Post, nadia: Post, irene: Usager, marcel: Usager
) -> None:
    note(nadia, marcel, "Chute cette nuit.")
    note(aicha, irene, "Bonne nuit.")
    assert [line.data for line in feed(ines, since=start_of(ines))] == ["Bonne nuit."]
    assert services.take_over(by=ines, until=timezone.now()) == 1
    assert not feed(ines, since=start_of(ines)).exists()
    assert ReadMark.objects.get().post == ines
    note(aicha, irene, "A bien déjeuné.")
    assert feed(ines, since=start_of(ines)).count() == 1


def test_a_line_written_after_the_page_was_shown_stays_to_be_read(ines: Post, aicha: Post, irene: Usager) -> None:
    shown_at = timezone.now()
    note(aicha, irene, "Juste après.")
    services.take_over(by=ines, until=shown_at)
    assert feed(ines, since=start_of(ines)).count() == 1


def test_the_releve_shows_only_the_categories_of_the_metier(
    ines: Post, sophie: Post, karim: Post, irene: Usager
) -> None:
    note(ines, irene)
    for stranger in (sophie, karim):
        assert not feed(stranger, since=start_of(stranger)).exists()


def test_the_screens_say_who_read(at: At, ines: Post, aicha: Post, irene: Usager) -> None:
    note(aicha, irene, "Talon rouge.", target="Plaie", mentions=[ines], priority=True)
    page = at(ines).get(reverse("care:releve")).content.decode()
    assert "On vous appelle" in page
    assert "Talon rouge." in page
    at(ines).post(reverse("care:releve-take"), {"until": timezone.now().isoformat()})
    seen = at(aicha).get(reverse("care:transmissions", args=[irene.id])).content.decode()
    assert "lu par" in seen
    assert "Inès MOREAU" in seen
    paper = at(ines).get(reverse("care:releve-print") + "?depuis=24").content.decode()
    assert "Feuille de relève" in paper
    assert "Talon rouge." in paper


def test_an_empty_note_keeps_what_was_typed(at: At, ines: Post, irene: Usager) -> None:
    answer = at(ines).post(
        reverse("care:transmissions", args=[irene.id]), {"category": "soin", "text": " ", "action": "Lever"}
    )
    assert answer.status_code == 422
    assert "Lever" in answer.content.decode()


def test_karim_closes_no_cible_of_another_house(at: At, ines: Post, karim: Post, irene: Usager) -> None:
    cible = note(ines, irene, target="Douleur").cible
    assert at(karim).post(reverse("care:close-cible", args=[cible.id]), {"outcome": "x"}).status_code == 404
    with pytest.raises(ClosedDoor):
        services.close_cible(cible=cible, by=karim, outcome="x")


@pytest.mark.parametrize("count", [1, 25])
def test_the_releve_asks_the_database_the_same_number_of_times(
    at: At, ines: Post, aicha: Post, irene: Usager, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        note(aicha, irene, f"Ligne {number}", mentions=[ines])
    browser = at(ines)
    with django_assert_max_num_queries(24):
        browser.get(reverse("care:releve"))
