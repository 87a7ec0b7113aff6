"""Soins that come back: planned by who leads the care, noted once, corrected without being erased."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alentour.accounts.enums import DataClass, Metier
from alentour.accounts.models import Post
from alentour.accounts.services import create_professional, open_post
from alentour.care import services
from alentour.care.models import CareTask, Realisation
from alentour.care.selectors.tasks import dues_of, tasks_due_for, tasks_of, tasks_waiting, version_of, week_of
from alentour.care.tasks import Done, Nature, Rhythm, pack
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager
from alentour.identity.services import create_usager
from alentour.record.barriers import Opposition
from alentour.record.services import add_to_team

TODAY = timezone.localdate


def plan(usager: Usager, by: Post, **more: Any) -> CareTask:
    given = {"label": "Bas de contention", "rhythm": Rhythm.JOURS, "moments": ",matin,soir,", "starts_on": TODAY()}
    return services.plan_task(usager=usager, by=by, **(given | more))


@pytest.fixture
def bas(ines: Post, irene: Usager) -> CareTask:
    return plan(irene, ines)


def say(task: CareTask, by: Post, **more: Any) -> Realisation:
    return services.record_realisation(
        **({"task": task, "by": by, "day": TODAY(), "slot": "matin", "state": Done.DONE} | more)
    )


def test_a_passage_is_noted_once_and_the_second_hand_learns_by_whom(bas: CareTask, ines: Post, aicha: Post) -> None:
    say(bas, aicha)
    with pytest.raises(Refused, match="déjà noté « fait » par Aïcha BENALI"):
        say(bas, ines)
    assert Realisation.objects.count() == 1


def test_a_form_sent_twice_writes_once(bas: CareTask, aicha: Post) -> None:
    assert say(bas, aicha, key="k1").pk == say(bas, aicha, key="k1").pk


def test_the_database_itself_refuses_a_second_word_on_a_passage(bas: CareTask, aicha: Post) -> None:
    row = say(bas, aicha)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_done_late_keeps_both_hours(bas: CareTask, aicha: Post) -> None:
    before = timezone.now() - timedelta(hours=3)
    row = say(bas, aicha, done_at=before)
    assert (row.done_at, row.entered_at > before) == (before, True)
    with pytest.raises(Refused, match="à venir"):
        say(bas, aicha, slot="soir", done_at=timezone.now() + timedelta(hours=1))


@pytest.mark.parametrize("state", [Done.NOT_DONE, Done.POSTPONED])
def test_what_is_not_done_says_why(bas: CareTask, aicha: Post, state: Done) -> None:
    with pytest.raises(Refused, match="motif"):
        say(bas, aicha, state=state)


def test_a_postponed_passage_still_waits_then_is_done_and_its_history_stays(
    bas: CareTask, aicha: Post, irene: Usager
) -> None:
    put_off = {"state": Done.POSTPONED, "reason": "Elle dort."}
    with pytest.raises(Refused, match="quelle heure"):
        say(bas, aicha, **put_off)
    with pytest.raises(Refused, match="lendemain"):
        say(bas, aicha, **put_off, postponed_to=timezone.now() + timedelta(days=3))
    first = say(bas, aicha, **put_off, postponed_to=timezone.now() + timedelta(hours=2))
    (due,) = [one for one in dues_of(aicha, irene, TODAY()) if one.slot == "matin"]
    assert (due.waits, due.is_late, due.version) == (True, False, version_of(first))
    with pytest.raises(Refused, match="déjà noté « reporté »"):
        say(bas, aicha, based_on="")
    done = say(bas, aicha, based_on=version_of(first))
    first.refresh_from_db()
    assert (done.replaces, first.replaced_at is not None) == (first, True)


def test_its_author_corrects_it_once_and_the_first_version_stays(bas: CareTask, aicha: Post, ines: Post) -> None:
    row = say(bas, aicha)
    with pytest.raises(Refused, match="Seule la personne"):
        services.correct_realisation(realisation=row, by=ines, state=Done.NOT_DONE, reason="Refus.")
    services.correct_realisation(realisation=row, by=aicha, state=Done.NOT_DONE, reason="Elle a refusé.")
    with pytest.raises(Refused, match="déjà été corrigé"):
        services.correct_realisation(realisation=row, by=aicha, state=Done.DONE)
    assert [one.state for one in Realisation.objects.order_by("entered_at")] == [Done.DONE, Done.NOT_DONE]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"slot": "midi"}, "pas prévu"),
        ({"day": TODAY() + timedelta(days=1)}, "à venir"),
        ({"day": TODAY() - timedelta(days=9)}, "pas prévu"),
    ],
)
def test_only_a_planned_passage_is_noted(bas: CareTask, aicha: Post, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        say(bas, aicha, **more)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"label": "  "}, "Indiquez le soin"),
        ({"ends_on": TODAY() - timedelta(days=1)}, "précéder"),
        ({"rhythm": Rhythm.SEMAINE}, "jour de la semaine"),
        ({"rhythm": Rhythm.HEURES}, "tous les combien"),
        ({"rhythm": Rhythm.HEURES, "every": 100, "at": time(8)}, "72 heures"),
        ({"moments": ",minuit,"}, "dans la liste"),
    ],
)
def test_a_plan_that_does_not_hold_is_refused(ines: Post, irene: Usager, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        plan(irene, ines, **more)


def test_a_stopped_soin_comes_back_no_more_and_what_was_done_stays(bas: CareTask, ines: Post, irene: Usager) -> None:
    say(bas, ines)
    with pytest.raises(Refused, match="pourquoi"):
        services.stop_task(task=bas, by=ines, reason=" ")
    services.stop_task(task=bas, by=ines, reason="Marche de nouveau.")
    with pytest.raises(Refused, match="déjà arrêté"):
        services.stop_task(task=bas, by=ines, reason="Encore.")
    assert dues_of(ines, irene, TODAY() + timedelta(days=1)) == []
    assert Realisation.objects.count() == 1


def test_who_leads_the_care_plans_for_all_and_each_metier_for_itself(aicha: Post, irene: Usager) -> None:
    with pytest.raises(ClosedDoor):
        plan(irene, aicha)
    assert plan(irene, aicha, metiers=pack([Metier.AIDE_SOIGNANT])).written_by == aicha


def test_a_soin_given_to_another_metier_is_not_mine_to_note(ines: Post, aicha: Post, irene: Usager) -> None:
    dressing = plan(irene, ines, label="Pansement", metiers=pack([Metier.INFIRMIER]))
    with pytest.raises(Refused, match="autre métier"):
        say(dressing, aicha)
    assert tasks_due_for(aicha) == []
    ((usager, dues),) = tasks_due_for(aicha, mine=False)
    assert (usager, {due.mine for due in dues}) == (irene, {False})


def test_the_refused_one_sees_nothing_and_writes_nothing(
    bas: CareTask, sophie: Post, helene: Post, karim: Post, irene: Usager
) -> None:
    for stranger in (sophie, helene, karim):
        assert not tasks_of(stranger, irene).exists()
        assert dues_of(stranger, irene, TODAY()) == []
        assert tasks_due_for(stranger) == []
        with pytest.raises(ClosedDoor):
            plan(irene, stranger)
    for stranger in (sophie, helene):
        with pytest.raises(ClosedDoor):
            say(bas, stranger)


def test_what_she_closes_leaves_the_day_at_once(bas: CareTask, aicha: Post, nadia: Post, irene: Usager) -> None:
    assert tasks_waiting(aicha)[0] == 2
    Opposition.objects.create(
        structure=irene.structure, usager=irene, kind=DataClass.SOINS, metier=Metier.AIDE_SOIGNANT, collected_by=nadia
    )  # fmt: skip
    assert tasks_waiting(aicha) == (0, 0)


def test_yesterday_left_unsaid_is_shown_to_note_without_blame(bas: CareTask, aicha: Post, irene: Usager) -> None:
    CareTask.objects.update(starts_on=TODAY() - timedelta(days=1))
    ((_, dues),) = tasks_due_for(aicha)
    assert [(due.slot, due.day == TODAY()) for due in dues] == [
        ("matin", False), ("soir", False), ("matin", True), ("soir", True),
    ]  # fmt: skip
    say(bas, aicha, day=TODAY() - timedelta(days=1), done_at=timezone.now() - timedelta(hours=10))
    ((_, dues),) = tasks_due_for(aicha)
    assert len(dues) == 3


def test_an_educator_does_not_meet_the_soins_but_the_daily_life(ssiad: Any, ines: Post, irene: Usager) -> None:
    person = create_professional(family_name="Caron", given_name="Lou")
    lou = open_post(professional=person, structure=ssiad, metier=Metier.EDUCATEUR, profession_code="000")
    add_to_team(usager=irene, post=lou, by=None)
    plan(irene, ines)
    walk = plan(irene, lou, label="Courses accompagnées", nature=Nature.VIE)
    assert [task.pk for task in tasks_of(lou, irene)] == [walk.pk]
    assert [due.task.pk for _, dues in tasks_due_for(lou) for due in dues] == [walk.pk, walk.pk]


def test_the_week_of_a_person_says_who_did_what(bas: CareTask, aicha: Post, irene: Usager) -> None:
    say(bas, aicha)
    monday = TODAY() - timedelta(days=TODAY().weekday())
    ((task, days),) = week_of(aicha, irene, monday)
    said = [due.said.by for day in days for due in day if due.said]
    assert (task, len(days), said) == (bas, 7, [aicha])
    assert datetime.combine(monday, time(0)).weekday() == 0


@pytest.mark.parametrize("people", [1, 8])
def test_what_is_due_asks_the_database_three_questions(
    people: int, nadia: Post, django_assert_max_num_queries: Any
) -> None:
    for number in range(people):
        one = create_usager(
            structure=nadia.structure, by=nadia, birth_name=f"LE GOFF{'ABCDEFGH'[number]}", given_names="MARCEL",
            first_given_name="MARCEL", birth_date_text="1941-09-05", sex="M", birth_place="35238",
        )  # fmt: skip
        say(plan(one, nadia), nadia)
    with django_assert_max_num_queries(3):
        assert len(tasks_due_for(nadia)) == people
