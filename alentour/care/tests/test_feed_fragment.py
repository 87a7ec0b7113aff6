"""The lines of a record alone: what the filters and the pages swap."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from alentour.accounts.models import Post
from alentour.care import services
from alentour.care.enums import Category
from alentour.identity.models import Usager

At = Callable[[Post], Client]
HX = {"HX-Request": "true"}


def test_the_fragment_is_the_one_of_the_page(at: At, ines: Post, irene: Usager) -> None:
    for text in ("A marché seule.", "Pansement refait."):
        services.write(usager=irene, by=ines, category=Category.SOIN, data=text)
    url = reverse("care:transmissions", args=[irene.id])
    fragment = at(ines).get(url, headers=HX).content.decode()
    assert "A marché seule." in fragment
    assert "<html" not in fragment
    assert fragment.strip() in at(ines).get(url).content.decode()


def test_a_filter_swaps_the_lines_and_is_found_again(at: At, ines: Post, irene: Usager) -> None:
    services.write(usager=irene, by=ines, category=Category.SOIN, data="A marché seule.", priority=True)
    services.write(usager=irene, by=ines, category=Category.SOIN, data="Pansement refait.")
    url, browser = reverse("care:transmissions", args=[irene.id]), at(ines)
    fragment = browser.post(f"{url}?criteres", {"priorite": "1"}, headers=HX).content.decode()
    assert "A marché seule." in fragment
    assert "Pansement refait." not in fragment
    assert "Pansement refait." not in browser.get(url).content.decode()


def test_who_does_not_meet_the_person_gets_no_fragment(at: At, karim: Post, irene: Usager) -> None:
    assert at(karim).get(reverse("care:transmissions", args=[irene.id]), headers=HX).status_code == 404
