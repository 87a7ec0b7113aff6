"""The hour of a gesture made with a clock that is wrong."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care.models import Measure
from alentour.identity.models import Usager
from alentour.tournee.clock import time_of
from alentour.tournee.models import SyncedOperation
from alentour.tournee.tests.conftest import Send, gesture

NONE = timedelta(0)
THREE = timedelta(hours=3)


def test_a_clock_three_hours_fast_is_corrected_and_both_hours_are_kept(send: Send, ines: Post, irene: Usager) -> None:
    truly = timezone.now() - timedelta(minutes=10)
    said = send(ines, gesture("constantes", irene, truly + THREE, values={"pouls": "72"}), clock=THREE)
    assert said["outcome"] == "inscrit"
    assert said["sentence"].startswith("L'horloge du téléphone avançait de 3 h 00")
    row = SyncedOperation.objects.get()
    assert abs(Measure.objects.get().done_at - truly) < timedelta(seconds=5)
    assert row.made_at - row.done_at > timedelta(hours=2, minutes=59)
    assert abs(row.offset_ms + 3 * 3_600_000) < 5_000


def test_a_clock_within_two_minutes_is_trusted() -> None:
    now = timezone.now()
    made = now - timedelta(minutes=5)
    timing = time_of(made, device_now=now + timedelta(seconds=90), known=NONE, now=now)
    assert (timing.done_at, timing.offset, timing.sentence) == (made, NONE, "")


def test_a_slow_clock_is_said_slow() -> None:
    now = timezone.now()
    timing = time_of(now - THREE, device_now=now - THREE, known=THREE, now=now)
    assert abs(timing.done_at - now) < timedelta(seconds=1)
    assert "retardait de 3 h 00" in timing.sentence


def test_a_clock_set_right_before_sending_is_corrected_by_what_was_known_when_the_gesture_was_made() -> None:
    now = timezone.now()
    made = now - timedelta(hours=1) + timedelta(minutes=-30)
    timing = time_of(made, device_now=now, known=timedelta(hours=1), now=now)
    assert timing.done_at == made + timedelta(hours=1)


def test_an_hour_to_come_is_never_kept_from_a_clock() -> None:
    now = timezone.now()
    timing = time_of(now + timedelta(days=1), device_now=now, known=NONE, now=now)
    assert timing.done_at == now
    assert timing.sentence


def test_an_hour_to_come_that_was_typed_is_refused_and_kept(send: Send, ines: Post, irene: Usager) -> None:
    later = (timezone.now() + timedelta(hours=2)).isoformat()
    said = send(ines, gesture("constantes", irene, values={"pouls": "72"}, declared_at=later))
    assert said["outcome"] == "refuse"
    assert "à venir" in said["sentence"]
    assert SyncedOperation.objects.get().content


def test_an_hour_that_was_typed_is_not_corrected(send: Send, ines: Post, irene: Usager) -> None:
    typed = timezone.now() - timedelta(hours=4)
    send(ines, gesture("constantes", irene, values={"pouls": "72"}, declared_at=typed.isoformat()), clock=THREE)
    assert Measure.objects.get().done_at == typed
