"""What comes of a gesture made without the network: written once, compared, or kept to be reviewed; never lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.audit.models import TraceEvent
from alentour.care.enums import Intake, Moment
from alentour.care.models import Administration, CareTask, Measure, Reading, Realisation, Transmission, TreatmentLine
from alentour.care.services import note_intake, plan_task, record_realisation
from alentour.care.tasks import Done, Rhythm
from alentour.identity.models import Usager
from alentour.record.models import CareTeamMember
from alentour.record.services import remove_from_team
from alentour.tournee.enums import Settlement
from alentour.tournee.models import Consigne, PendingConflict, SyncedOperation
from alentour.tournee.selectors.baggage import person_of
from alentour.tournee.services import write_consigne
from alentour.tournee.services.settle import choices, settle
from alentour.tournee.tests.conftest import Send, gesture

DOSE: dict[str, Any] = {"moment": "matin", "state": "donnee", "version": ""}


def today() -> str:
    return timezone.localdate().isoformat()


def test_a_releve_is_written_once_however_often_it_is_sent(send: Send, ines: Post, irene: Usager) -> None:
    taken = gesture("constantes", irene, values={"ta_sys": "132", "ta_dia": "74", "poids": ""}, note="assise")
    assert send(ines, taken) == {"key": taken["key"], "outcome": "inscrit", "sentence": "", "again": False}
    assert send(ines, taken)["again"]
    reading = Reading.objects.get(usager=irene)
    assert (reading.author, reading.device, reading.note) == (ines, "tournée", "assise")
    assert set(reading.measures.values_list("kind", flat=True)) == {"ta_sys", "ta_dia"}


def test_the_trail_says_both_hours_and_that_it_was_offline(send: Send, ines: Post, irene: Usager) -> None:
    send(ines, gesture("constantes", irene, values={"pouls": "72"}))
    event = TraceEvent.objects.get(action="tournee.received")
    assert event.detail["outcome"] == "inscrit"
    assert event.reason == "fait hors connexion, envoyé ensuite"
    assert {"device_time", "kept_time", "offset_ms"} <= set(event.detail)
    assert "pouls" not in str(event.detail)


def test_a_transmission_keeps_its_hour_and_its_cible(send: Send, aicha: Post, irene: Usager) -> None:
    earlier = timezone.now() - timedelta(hours=2)
    sent = gesture(
        "transmission", irene, earlier, category="soin", data="Rougeur au talon", target="Talon", action="Décharge"
    )
    assert send(aicha, sent)["outcome"] == "inscrit"
    line = Transmission.objects.get(usager=irene)
    assert (line.data, line.action, line.cible and line.cible.label) == ("Rougeur au talon", "Décharge", "Talon")
    assert abs(line.done_at - earlier) < timedelta(seconds=1)


def test_a_dose_given_is_noted(send: Send, ines: Post, irene: Usager, doliprane: TreatmentLine) -> None:
    assert send(ines, gesture("prise", irene, line=str(doliprane.id), day=today(), **DOSE))["outcome"] == "inscrit"
    assert Administration.objects.get(line=doliprane).state == "donnee"


def test_a_dose_said_by_a_colleague_meanwhile_is_compared_and_the_alarm_is_given(
    send: Send, ines: Post, aicha: Post, irene: Usager, doliprane: TreatmentLine
) -> None:
    note_intake(line=doliprane, by=aicha, day=timezone.localdate(), moment=Moment.MATIN, state=Intake.GIVEN)
    said = send(ines, gesture("prise", irene, line=str(doliprane.id), day=today(), **DOSE))
    assert said["outcome"] == "conflit"
    assert said["sentence"].startswith("Deux professionnels disent avoir donné")
    conflict = PendingConflict.objects.get()
    assert conflict.theirs["who"] == "Aïcha BENALI"
    assert conflict.mine["who"] == "Inès MOREAU"
    assert Administration.objects.count() == 1


def test_a_dose_of_a_stopped_treatment_is_refused_and_kept(
    send: Send, ines: Post, irene: Usager, doliprane: TreatmentLine
) -> None:
    doliprane.stopped_at = timezone.now()
    doliprane.save()
    said = send(ines, gesture("prise", irene, line=str(doliprane.id), day=today(), **DOSE))
    assert said["outcome"] == "refuse"
    assert "n'est pas dans le plan" in said["sentence"]
    assert SyncedOperation.objects.get().content["state"] == "donnee"


def test_one_more_as_needed_than_prescribed_is_refused_and_kept(
    send: Send, ines: Post, irene: Usager, doliprane: TreatmentLine
) -> None:
    needed = {"line": str(doliprane.id), "day": today(), "moment": "besoin", "state": "donnee"}
    assert send(ines, gesture("prise", irene, **needed))["outcome"] == "inscrit"
    assert "1 au plus" in send(ines, gesture("prise", irene, **needed))["sentence"]


def test_two_phones_that_change_the_same_consigne_are_compared(
    send: Send, ines: Post, aicha: Post, irene: Usager
) -> None:
    write_consigne(
        usager=irene, by=ines, based_on=0, changes={"access": "Clé au gardien", "advice": "Bas avant le lever"}
    )
    first = gesture("consigne", irene, based_on=1, changes={"advice": "Bas après la toilette"})
    second = gesture("consigne", irene, based_on=1, changes={"advice": "Plus de bas"})
    assert send(aicha, first)["outcome"] == "inscrit"
    assert send(ines, second)["outcome"] == "conflit"
    assert Consigne.objects.filter(usager=irene).first().advice == "Bas après la toilette"  # type: ignore[union-attr]


def test_two_phones_that_change_different_fields_are_merged(send: Send, ines: Post, aicha: Post, irene: Usager) -> None:
    write_consigne(
        usager=irene, by=ines, based_on=0, changes={"access": "Clé au gardien", "advice": "Bas avant le lever"}
    )
    send(aicha, gesture("consigne", irene, based_on=1, changes={"access": "Digicode 12B"}))
    assert send(ines, gesture("consigne", irene, based_on=1, changes={"advice": "Plus de bas"}))["outcome"] == "inscrit"
    current = Consigne.objects.filter(usager=irene).first()
    assert current is not None
    assert (current.access, current.advice, current.number) == ("Digicode 12B", "Plus de bas", 3)


def test_a_blank_never_erases(send: Send, ines: Post, irene: Usager) -> None:
    write_consigne(
        usager=irene, by=ines, based_on=0, changes={"access": "Clé au gardien", "advice": "Bas avant le lever"}
    )
    assert (
        send(ines, gesture("consigne", irene, based_on=1, changes={"advice": "  ", "access": ""}))["outcome"]
        == "refuse"
    )
    send(ines, gesture("consigne", irene, based_on=1, changes={"advice": "", "access": "Digicode 12B"}))
    current = Consigne.objects.filter(usager=irene).first()
    assert current is not None
    assert (current.access, current.advice) == ("Digicode 12B", "Bas avant le lever")


def test_who_left_the_team_meanwhile_is_refused_and_the_gesture_is_kept(
    send: Send, aicha: Post, nadia: Post, irene: Usager
) -> None:
    member = CareTeamMember.objects.get(usager=irene, post=aicha)
    remove_from_team(member=member, by=nadia)
    said = send(aicha, gesture("constantes", irene, values={"pouls": "72"}))
    assert said["outcome"] == "refuse"
    assert "l'équipe" in said["sentence"]
    assert not Measure.objects.exists()
    assert SyncedOperation.objects.get().content == {"values": {"pouls": "72"}}
    assert TraceEvent.objects.filter(action="usager.hidden", result="refused").exists()


def test_karim_writes_nothing_about_somebody_of_another_house(send: Send, karim: Post, irene: Usager) -> None:
    said = send(karim, gesture("transmission", irene, category="vie", data="Courses faites"))
    assert said["outcome"] == "refuse"
    assert SyncedOperation.objects.get().usager is None
    assert not Transmission.objects.exists()


def test_a_metier_that_does_not_open_it_is_refused(send: Send, karim: Post, saad: Any) -> None:
    from alentour.identity.services import create_usager
    from alentour.record.services import add_to_team

    jean = create_usager(
        structure=saad, by=karim, birth_name="TREMEL", given_names="JEAN", first_given_name="JEAN",
        birth_date_text="1933-07-14", sex="M", birth_place="22070",
    )  # fmt: skip
    add_to_team(usager=jean, post=karim, by=None)
    said = send(karim, gesture("constantes", jean, values={"pouls": "72"}))
    assert said["outcome"] == "refuse"
    assert "Votre métier n'ouvre pas ce geste" in said["sentence"]


def test_the_same_mark_on_another_content_keeps_both(send: Send, ines: Post, irene: Usager) -> None:
    first = gesture("transmission", irene, category="soin", data="Dort")
    second = {**first, "content": {"category": "soin", "data": "Ne dort pas"}}
    assert send(ines, first)["outcome"] == "inscrit"
    assert send(ines, second)["outcome"] == "refuse"
    assert send(ines, second)["again"]
    assert SyncedOperation.objects.count() == 2


def test_a_key_of_somebody_else_tells_nothing_of_theirs(send: Send, ines: Post, aicha: Post, irene: Usager) -> None:
    sent = gesture("transmission", irene, category="soin", data="Dort")
    send(ines, sent)
    assert send(aicha, sent)["outcome"] == "refuse"
    assert Transmission.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"pouls": "douze"}, "n'est pas un nombre"),
        ({"pouls": "1e9"}, "n'est pas une valeur possible"),
        ({"ta_sys": "120"}, "deux chiffres"),
        ({}, "au moins une valeur"),
        ({"inconnue": "3"}, "n'est pas connue"),
        ({"pouls": "190"}, "inhabituel"),
    ],
)
def test_what_cannot_be_is_said_and_kept(
    send: Send, ines: Post, irene: Usager, values: dict[str, str], words: str
) -> None:
    said = send(ines, gesture("constantes", irene, values=values))
    assert said["outcome"] == "refuse"
    assert words in said["sentence"]
    assert not Reading.objects.exists()


def test_what_the_phone_already_confirmed_is_not_asked_again(send: Send, ines: Post, irene: Usager) -> None:
    assert send(ines, gesture("constantes", irene, values={"pouls": "190"}, confirmed=True))["outcome"] == "inscrit"


@pytest.mark.parametrize(
    "broken",
    [
        {"gesture": "effacer"},
        {"person": "elle"},
        {"made_at": "hier"},
        {"key": "x"},
        {"content": "tout"},
        {"offset_ms": "vite"},
    ],
)
def test_what_is_no_gesture_is_said_and_stays_in_the_phone(
    send: Send, ines: Post, irene: Usager, broken: dict[str, str]
) -> None:
    said = send(ines, {**gesture("constantes", irene, values={"pouls": "72"}), **broken})
    assert said["outcome"] == "illisible"
    assert not SyncedOperation.objects.exists()


@pytest.fixture
def bas(irene: Usager, ines: Post) -> CareTask:
    return plan_task(usager=irene, by=ines, label="Bas de contention", rhythm=Rhythm.JOURS, moments=",matin,")


def passage(task_: CareTask, /, **more: str) -> dict[str, str]:
    said = {"task": str(task_.id), "nature": "soin", "label": "Bas de contention", "day": today(), "slot": "matin"}
    return said | {"state": "fait", "version": ""} | more


def test_a_soin_is_noted_once_however_often_it_is_sent(send: Send, aicha: Post, irene: Usager, bas: CareTask) -> None:
    sent = gesture("soin", irene, timezone.now() - timedelta(minutes=30), **passage(bas))
    assert send(aicha, sent)["outcome"] == "inscrit"
    assert send(aicha, sent)["again"]
    row = Realisation.objects.get(task=bas)
    assert (row.state, row.by) == (Done.DONE, aicha)
    assert row.entered_at - row.done_at > timedelta(minutes=25)


def test_a_soin_said_by_a_colleague_meanwhile_is_compared_then_told_to_the_team(
    send: Send, ines: Post, aicha: Post, irene: Usager, bas: CareTask
) -> None:
    record_realisation(task=bas, by=ines, day=timezone.localdate(), slot="matin", state=Done.NOT_DONE, reason="Dort.")
    assert send(aicha, gesture("soin", irene, **passage(bas)))["outcome"] == "conflit"
    row = SyncedOperation.objects.get(outcome="conflit")
    assert (row.conflict.theirs["who"], row.conflict.mine["who"]) == ("Inès MOREAU", "Aïcha BENALI")
    assert choices(row) == [Settlement.THEIRS, Settlement.BOTH]
    settle(operation=row, by=ines, choice=Settlement.BOTH)
    assert "le dossier dit « non fait »" in Transmission.objects.get().data
    assert Realisation.objects.count() == 1


def test_a_soin_put_off_meanwhile_is_done_by_who_says_so_after_reading(
    send: Send, ines: Post, aicha: Post, irene: Usager, bas: CareTask
) -> None:
    record_realisation(
        task=bas, by=ines, day=timezone.localdate(), slot="matin", state=Done.POSTPONED, reason="Dort.",
        postponed_to=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    assert send(aicha, gesture("soin", irene, **passage(bas)))["outcome"] == "conflit"
    settle(operation=SyncedOperation.objects.get(), by=aicha, choice=Settlement.MINE)
    assert [row.state for row in Realisation.objects.filter(replaced_at=None)] == [Done.DONE]


@pytest.mark.parametrize("wrong", [{"task": "rien"}, {"state": "peut-être"}, {"nature": "vie"}, {"slot": "minuit"}])
def test_a_soin_that_the_plan_does_not_know_is_kept_to_be_reviewed(
    send: Send, aicha: Post, irene: Usager, bas: CareTask, wrong: dict[str, str]
) -> None:
    assert send(aicha, gesture("soin", irene, **passage(bas, **wrong)))["outcome"] == "refuse"
    assert not Realisation.objects.exists()


def test_karim_notes_no_soin_of_another_house(send: Send, karim: Post, irene: Usager, bas: CareTask) -> None:
    assert send(karim, gesture("soin", irene, **passage(bas)))["outcome"] == "refuse"


def test_the_soins_of_my_metier_come_along(ines: Post, aicha: Post, irene: Usager, bas: CareTask) -> None:
    plan_task(usager=irene, by=ines, label="Pansement", rhythm=Rhythm.JOURS, moments=",soir,", metiers=",infirmier,")
    taken = {post: person_of(post, irene, timezone.localdate())["tasks"] for post in (ines, aicha)}
    assert [one["label"] for one in taken[ines]] == ["Bas de contention", "Pansement"]
    assert [(one["label"], one["when"], one["version"]) for one in taken[aicha]] == [("Bas de contention", "matin", "")]
