"""Constantes: what cannot be is refused, what is unusual is asked twice, what crosses a threshold finds someone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care import selectors, services
from alentour.care.constantes import body_mass, constantes, why_impossible
from alentour.care.models import Measure, Reading, Threshold
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager


def values(**given: str) -> dict[str, Decimal]:
    return {slug: Decimal(value) for slug, value in given.items()}


@pytest.mark.parametrize(
    ("slug", "value", "meant"),
    [("ta_sys", "13", "130"), ("taille", "1.65", "165"), ("glycemie", "110", "1,10"), ("temperature", "52", "")],
)
def test_an_impossible_value_is_refused_and_says_what_was_perhaps_meant(slug: str, value: str, meant: str) -> None:
    words = why_impossible(constantes()[slug], Decimal(value))
    assert "n'est pas une valeur possible" in words
    assert (f"Vouliez-vous écrire {meant}" in words) == bool(meant)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "au moins une valeur"),
        ({"temperature": "52"}, "pas une valeur possible"),
        ({"ta_sys": "130"}, "deux chiffres"),
        ({"ta_sys": "110", "ta_dia": "115"}, "plus basse"),
        ({"pouls": "72.5"}, "nombre entier"),
    ],
)
def test_what_cannot_be_is_never_kept(ines: Post, irene: Usager, given: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        services.take(usager=irene, by=ines, values=values(**given), confirmed=True)
    assert not Reading.objects.exists()


def test_an_unusual_value_is_asked_twice(ines: Post, irene: Usager) -> None:
    with pytest.raises(services.Unlikely, match="inhabituel"):
        services.take(usager=irene, by=ines, values=values(temperature="41"))
    services.take(usager=irene, by=ines, values=values(temperature="41"), confirmed=True)
    assert Measure.objects.get().value == 41


def test_the_same_screen_sent_twice_measures_once(aicha: Post, irene: Usager) -> None:
    for _ in range(2):
        services.take(usager=irene, by=aicha, values=values(pouls="72"), key="screen-1")
    assert Measure.objects.count() == 1


def test_a_late_entry_keeps_both_hours_and_an_hour_to_come_is_refused(aicha: Post, irene: Usager) -> None:
    done = timezone.now() - timedelta(hours=4)
    reading = services.take(usager=irene, by=aicha, values=values(pouls="72"), done_at=done)
    assert reading.done_at == done < reading.entered_at
    with pytest.raises(Refused, match="à venir"):
        services.take(usager=irene, by=aicha, values=values(pouls="72"), done_at=done + timedelta(hours=9))


def test_a_crossed_threshold_reaches_the_day_of_the_team(ines: Post, aicha: Post, irene: Usager) -> None:
    services.take(usager=irene, by=aicha, values=values(spo2="88"))
    (alert,) = selectors.alerts_for(ines)
    assert (alert.usager, alert.limit, alert.crossed) == (irene, 90, "bas")


def test_the_newest_value_decides_whether_someone_is_needed(ines: Post, irene: Usager) -> None:
    services.take(usager=irene, by=ines, values=values(spo2="88"))
    services.take(usager=irene, by=ines, values=values(spo2="95"))
    assert not selectors.alerts_for(ines).exists()
    services.take(usager=irene, by=ines, values=values(spo2="86"), done_at=timezone.now() - timedelta(hours=2))
    assert not selectors.alerts_for(ines).exists(), "an old value written late wakes nobody"


def test_an_alert_is_taken_in_charge_once(ines: Post, aicha: Post, irene: Usager) -> None:
    services.take(usager=irene, by=aicha, values=values(spo2="88"))
    alert = selectors.alerts_of(ines, irene).get()
    assert services.handle(measure=alert, by=ines)
    assert not services.handle(measure=alert, by=aicha)
    assert not selectors.alerts_for(aicha).exists()


def test_her_own_threshold_replaces_the_usual_mark(ines: Post, aicha: Post, irene: Usager) -> None:
    services.set_threshold(usager=irene, by=ines, kind="spo2", low=Decimal(86))
    services.take(usager=irene, by=aicha, values=values(spo2="88"))
    assert not selectors.alerts_for(ines).exists()
    services.set_threshold(usager=irene, by=ines, kind="spo2")
    assert selectors.limits_of(irene)["spo2"].low == 90
    assert Threshold.objects.get().ended_at is not None


def test_the_aide_soignante_measures_but_sets_no_threshold(aicha: Post, irene: Usager) -> None:
    with pytest.raises(ClosedDoor):
        services.set_threshold(usager=irene, by=aicha, kind="spo2", low=Decimal(86))
    with pytest.raises(Refused, match="plus petit"):
        services.set_threshold(usager=irene, by=_nurse(irene), kind="pouls", low=Decimal(90), high=Decimal(60))


def _nurse(irene: Usager) -> Post:
    return Post.objects.get(structure=irene.structure, metier="infirmier")


def test_a_cancelled_reading_stays_readable_and_counts_no_more(aicha: Post, ines: Post, irene: Usager) -> None:
    reading = services.take(usager=irene, by=ines, values=values(spo2="88"))
    with pytest.raises(ClosedDoor):
        services.cancel(reading=reading, by=aicha)
    services.cancel(reading=reading, by=ines)
    assert not selectors.alerts_for(ines).exists()
    assert selectors.latest_of(ines, irene) == {}
    assert Reading.objects.get().cancelled_by == ines


def test_the_secretary_and_another_house_see_no_constante(ines: Post, sophie: Post, karim: Post, irene: Usager) -> None:
    services.take(usager=irene, by=ines, values=values(spo2="88"))
    for stranger in (sophie, karim):
        assert selectors.latest_of(stranger, irene) == {}
        assert not selectors.alerts_for(stranger).exists()
        with pytest.raises(ClosedDoor):
            services.take(usager=irene, by=stranger, values=values(pouls="72"))


def test_the_body_mass_is_derived() -> None:
    assert body_mass(Decimal(60), Decimal(160)) == Decimal("23.4")
