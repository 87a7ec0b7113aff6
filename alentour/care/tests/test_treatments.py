"""The plan de prise: copied from an ordonnance, given once, refused with a reason, never beyond the prescription."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care import services
from alentour.care.enums import Intake, Moment
from alentour.care.models import Administration, TreatmentLine
from alentour.care.selectors.treatments import doses_of, lines_of, round_of
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager
from alentour.record.enums import MovementKind
from alentour.record.services import admit, go_out

At = Callable[[Post], Client]
SOURCE = {"prescriber": "Dr Paul MARTIN", "document_label": "ordonnance du 12/11/2026"}


@pytest.fixture
def morning(ines: Post, irene: Usager) -> TreatmentLine:
    return services.add_line(usager=irene, by=ines, drug="Furosémide 40 mg", matin="1 cp", midi="½ cp", **SOURCE)


@pytest.fixture
def pain(ines: Post, irene: Usager) -> TreatmentLine:
    return services.add_line(
        usager=irene, by=ines, drug="Paracétamol 1 g", besoin="1 cp", max_per_day=3, min_hours=4, **SOURCE
    )


def give(line: TreatmentLine, by: Post, **more: Any) -> Administration:
    given = {"day": timezone.localdate(), "moment": Moment.MATIN, "state": Intake.GIVEN} | more
    return services.note_intake(line=line, by=by, **given)


def test_a_dose_is_given_once_and_the_second_hand_learns_by_whom(
    morning: TreatmentLine, ines: Post, aicha: Post
) -> None:
    give(morning, aicha)
    with pytest.raises(Refused, match="déjà notée « donnée » par Aïcha BENALI"):
        give(morning, ines)
    assert Administration.objects.count() == 1


def test_the_database_itself_refuses_a_second_dose(morning: TreatmentLine, ines: Post) -> None:
    row = give(morning, ines)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_held_dose_is_then_given_and_a_given_one_moves_no_more(morning: TreatmentLine, ines: Post) -> None:
    give(morning, ines, state=Intake.HELD, reason="Attend la kaliémie.")
    assert give(morning, ines).state == Intake.GIVEN
    with pytest.raises(Refused, match="déjà notée"):
        give(morning, ines, state=Intake.REFUSED, reason="Ne veut pas.")


@pytest.mark.parametrize("state", [Intake.REFUSED, Intake.HELD, Intake.MISSED])
def test_what_is_not_given_says_why(morning: TreatmentLine, ines: Post, state: Intake) -> None:
    with pytest.raises(Refused, match="pourquoi"):
        give(morning, ines, state=state)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"moment": Moment.SOIR}, "pas dans le plan"),
        ({"day": timezone.localdate() + timedelta(days=2)}, "à venir"),
        ({"day": timezone.localdate() - timedelta(days=20)}, "pas dans le plan"),
        ({"state": Intake.PLANNED}, "advenu"),
    ],
)
def test_only_a_planned_dose_is_noted(morning: TreatmentLine, ines: Post, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        give(morning, ines, **more)


def test_when_needed_never_beyond_the_prescription(pain: TreatmentLine, ines: Post) -> None:
    give(pain, ines, moment=Moment.BESOIN, done_at=timezone.now() - timedelta(minutes=5))
    with pytest.raises(Refused, match="4 h entre deux"):
        give(pain, ines, moment=Moment.BESOIN)
    TreatmentLine.objects.filter(pk=pain.pk).update(min_hours=None)
    give(pain, ines, moment=Moment.BESOIN)
    give(pain, ines, moment=Moment.BESOIN)
    with pytest.raises(Refused, match="3 au plus"):
        give(pain, ines, moment=Moment.BESOIN)


def test_a_mistake_is_taken_back_by_its_author_and_the_trace_stays(
    morning: TreatmentLine, ines: Post, aicha: Post
) -> None:
    row = give(morning, aicha)
    with pytest.raises(Refused, match="Seule la personne"):
        services.cancel_intake(administration=row, by=ines)
    services.cancel_intake(administration=row, by=aicha)
    give(morning, ines)
    assert Administration.objects.count() == 2


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({}, "une dose"),
        ({"matin": "1", "prescriber": "", "document_label": "x"}, "sans prescription"),
        ({"matin": "1", "ends_on": timezone.localdate() - timedelta(days=1)}, "précéder"),
    ],
)
def test_a_line_without_dose_or_prescription_is_refused(
    ines: Post, irene: Usager, details: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        services.add_line(
            usager=irene, by=ines, drug="Furosémide", **(SOURCE | {"starts_on": timezone.localdate()} | details)
        )


def test_a_stopped_treatment_is_given_no_more(morning: TreatmentLine, ines: Post, irene: Usager) -> None:
    services.stop_line(line=morning, by=ines, reason="Hypotension.")
    with pytest.raises(Refused, match="déjà arrêté"):
        services.stop_line(line=morning, by=ines, reason="Encore.")
    with pytest.raises(Refused, match="pas dans le plan"):
        give(morning, ines)
    assert doses_of(ines, irene, timezone.localdate()) == []


def test_who_helps_to_take_writes_no_line_and_others_see_nothing(
    aicha: Post, sophie: Post, karim: Post, irene: Usager, morning: TreatmentLine
) -> None:
    with pytest.raises(ClosedDoor):
        services.add_line(usager=irene, by=aicha, drug="Furosémide", matin="1", **SOURCE)
    for stranger in (sophie, karim):
        assert not lines_of(stranger, irene).exists()
        assert round_of(stranger, timezone.localdate()) == []
        with pytest.raises(ClosedDoor):
            give(morning, stranger)


def test_the_round_counts_what_is_left(morning: TreatmentLine, aicha: Post, irene: Usager, marcel: Usager) -> None:
    give(morning, aicha)
    ((usager, doses),) = round_of(aicha, timezone.localdate())
    assert usager == irene
    assert [dose.waits for dose in doses] == [False, True]


def test_nothing_is_asked_for_who_is_in_hospital(
    at: At, morning: TreatmentLine, ines: Post, aicha: Post, nadia: Post, irene: Usager
) -> None:
    today = timezone.localdate()
    stay = admit(usager=irene, by=nadia, starts_on=today - timedelta(days=9))
    go_out(stay=stay, by=nadia, kind=MovementKind.HOSPITALISATION, at=timezone.now() - timedelta(days=1))
    page = at(aicha).get(reverse("care:round")).content.decode()
    assert "Irène DUPONT" in page
    assert "rien à donner ici" in page
    assert "en retard" not in page


def test_the_screens(at: At, ines: Post, aicha: Post, karim: Post, irene: Usager, morning: TreatmentLine) -> None:
    assert "Furosémide" in at(ines).get(reverse("care:plan", args=[irene.id])).content.decode()
    assert "Plan de prise" in at(ines).get(reverse("care:pilulier", args=[irene.id])).content.decode()
    assert at(aicha).get(reverse("care:plan", args=[irene.id])).status_code == 403
    assert at(aicha).get(reverse("care:line-new", args=[irene.id])).status_code == 403
    assert at(karim).get(reverse("care:intakes", args=[irene.id])).status_code == 404
    browser, url = at(aicha), reverse("care:intake", args=[morning.id])
    assert "Irène DUPONT" in browser.get(reverse("care:round")).content.decode()
    today = timezone.localdate().isoformat()
    done = browser.post(url, {"day": today, "moment": "matin", "state": "donnee"}, follow=True).content.decode()
    assert "Prise donnée" in done
    twice = browser.post(url, {"day": today, "moment": "matin", "state": "donnee"})
    assert (twice.status_code, "déjà notée" in twice.content.decode()) == (422, True)
    bad = browser.post(url, {"day": "hier", "moment": "minuit", "state": "donnee"})
    assert (bad.status_code, "jour de la prise" in bad.content.decode()) == (422, True)


def test_a_line_refused_on_screen_keeps_what_was_typed(at: At, ines: Post, irene: Usager) -> None:
    answer = at(ines).post(
        reverse("care:line-new", args=[irene.id]), {"drug": "Furosémide 40 mg", "starts_on": "2026-11-23", **SOURCE}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "une dose" in page
    assert "Furosémide 40 mg" in page


@pytest.mark.parametrize("count", [1, 12])
def test_the_round_asks_the_database_a_bounded_number_of_times(
    at: At, ines: Post, irene: Usager, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        services.add_line(usager=irene, by=ines, drug=f"Médicament {number}", matin="1", **SOURCE)
    browser = at(ines)
    browser.get(reverse("care:round"))  # the navigation is counted once
    with django_assert_max_num_queries(12):
        browser.get(reverse("care:round"))
