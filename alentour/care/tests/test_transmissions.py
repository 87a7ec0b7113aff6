"""Written once, by whoever may, as it happened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care import selectors, services
from alentour.care.enums import Category
from alentour.care.models import Transmission
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager


def test_the_same_form_sent_twice_writes_once(ines: Post, irene: Usager) -> None:
    for _ in range(2):
        services.write(usager=irene, by=ines, category=Category.SOIN, data="Pansement refait.", key="screen-1")
    assert Transmission.objects.count() == 1


def test_a_late_entry_keeps_both_hours(ines: Post, irene: Usager) -> None:
    done = timezone.now() - timedelta(hours=3)
    written = services.write(usager=irene, by=ines, category=Category.SOIN, data="Pansement refait.", done_at=done)
    assert written.done_at == done
    assert written.entered_at > done


@pytest.mark.parametrize(
    ("data", "hours", "words"), [("  ", 0, "vide"), ("x" * 20_001, 0, "trop longue"), ("Pansement", 5, "à venir")]
)
def test_bad_entries_get_a_sentence(ines: Post, irene: Usager, data: str, hours: int, words: str) -> None:
    done = timezone.now() + timedelta(hours=hours) if hours else None
    with pytest.raises(Refused, match=words):
        services.write(usager=irene, by=ines, category=Category.SOIN, data=data, done_at=done)


def test_the_secretary_neither_reads_nor_writes_care(ines: Post, sophie: Post, irene: Usager) -> None:
    services.write(usager=irene, by=ines, category=Category.SOIN, data="Pansement refait.")
    assert not selectors.transmissions_of(sophie, irene).exists()
    with pytest.raises(ClosedDoor):
        services.write(usager=irene, by=sophie, category=Category.SOIN, data="Appel de la fille.")


def test_another_house_sees_nothing(aicha: Post, karim: Post, irene: Usager) -> None:
    services.write(usager=irene, by=aicha, category=Category.VIE, data="Bonne humeur.")
    assert not selectors.transmissions_of(karim, irene).exists()


def test_a_correction_replaces_the_line_and_keeps_it(ines: Post, aicha: Post, irene: Usager) -> None:
    first = services.write(usager=irene, by=ines, category=Category.SOIN, data="Talon droit.")
    with pytest.raises(Refused, match="qui a écrit"):
        services.write(usager=irene, by=aicha, category=Category.SOIN, data="Talon gauche.", corrects=first)
    second = services.write(usager=irene, by=ines, category=Category.SOIN, data="Talon gauche.", corrects=first)
    assert list(selectors.transmissions_of(ines, irene)) == [second]
    assert Transmission.objects.count() == 2
