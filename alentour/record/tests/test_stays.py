"""The stay: where Irène is, the sequences that cannot be, and what the screens say of it."""

from __future__ import annotations

import html
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.models import Post, Structure
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.identity.tests.people import JEAN, meet
from alentour.record import selectors, services
from alentour.record.enums import ExitMode, MovementKind, StayKind
from alentour.record.models import Movement, Stay

pytestmark = pytest.mark.django_db
Login = Callable[[Client, Post], Client]


def ago(**back: float) -> datetime:
    return timezone.now() - timedelta(**back)


def typed(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def text(response: object) -> str:
    return html.unescape(response.content.decode()).replace("\xa0", " ")  # type: ignore[attr-defined]


@pytest.fixture
def stay(irene: Usager) -> Stay:
    """Irène came a month ago."""
    stay = selectors.current_stay(irene)
    assert stay is not None
    stay.starts_on = timezone.localdate() - timedelta(days=30)
    stay.save()
    return stay


def hospital(stay: Stay, by: Post, at: datetime | None = None, **details: object) -> Movement:
    return services.go_out(
        stay=stay, by=by, kind=MovementKind.HOSPITALISATION, at=at or ago(days=3), where="CHU de Rennes", **details
    )  # type: ignore[arg-type]


def test_in_hospital_everybody_sees_since_when_and_where(
    client: Client, login: Login, aicha: Post, irene: Usager, stay: Stay
) -> None:
    hospital(stay, aicha)
    now = selectors.whereabouts(irene)
    assert (now.state, now.hospitalised, now.where) == ("absent", True, "CHU de Rennes")
    assert now.sentence.startswith("Hospitalisée depuis le ")
    login(client, aicha)
    for name in ("synthesis", "stay", "list"):
        page = client.get(reverse(f"record:{name}", args=[] if name == "list" else [irene.id]))
        assert now.sentence in text(page)


def test_she_cannot_be_in_two_hospitals(stay: Stay, ines: Post) -> None:
    hospital(stay, ines)
    with pytest.raises(Refused, match="enregistrez d'abord le retour"):
        hospital(stay, ines, ago(days=1))
    with pytest.raises(Refused, match="indiquez un retour qui la précède"):
        hospital(stay, ines, ago(days=5))
    assert Movement.objects.count() == 1


def test_a_stay_in_hospital_told_afterwards_fits_between_two_others(stay: Stay, ines: Post) -> None:
    hospital(stay, ines, ago(days=3))
    hospital(stay, ines, ago(days=10), back_at=ago(days=8))
    assert Movement.objects.count() == 2


def test_an_emergency_passes_before_a_holiday_that_was_planned(irene: Usager, stay: Stay, ines: Post) -> None:
    services.go_out(stay=stay, by=ines, kind=MovementKind.VACANCES, at=ago(days=-5))
    assert selectors.whereabouts(irene).state == "present"
    hospital(stay, ines, ago(hours=1))
    assert selectors.whereabouts(irene).hospitalised


def test_nothing_happens_before_she_came_nor_after_she_left(stay: Stay, ines: Post) -> None:
    with pytest.raises(Refused, match="précède l'entrée"):
        hospital(stay, ines, ago(days=40))
    services.discharge(stay=stay, by=ines, ends_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="suit le départ"):
        hospital(stay, ines, ago(minutes=1))


def test_a_return_precedes_no_leaving_and_comes_once(irene: Usager, stay: Stay, ines: Post, aicha: Post) -> None:
    movement = hospital(stay, ines)
    with pytest.raises(Refused, match="ne peut pas précéder"):
        services.come_back(movement=movement, by=aicha, at=ago(days=4))
    back = services.come_back(movement=movement, by=aicha, at=ago(hours=1), note="Pansement demain.")
    assert selectors.whereabouts(irene).state == "present"
    for again in (movement, back):
        with pytest.raises(Refused, match="déjà enregistré"):
            services.come_back(movement=again, by=aicha, at=ago(minutes=1))
    assert [row.version for row in selectors.history_of(back)] == [2, 1]


def test_a_return_to_come_is_an_expected_return(irene: Usager, stay: Stay, ines: Post) -> None:
    movement = hospital(stay, ines)
    services.come_back(movement=movement, by=ines, at=ago(days=-4))
    assert "retour prévu le" in selectors.whereabouts(irene).sentence


def test_a_movement_sent_twice_is_written_once(
    client: Client, login: Login, aicha: Post, irene: Usager, stay: Stay
) -> None:
    form = {"key": str(uuid.uuid4()), "kind": "hospitalisation", "at": typed(ago(hours=2)), "where": "CHU"}
    login(client, aicha)
    for _ in range(2):
        assert client.post(reverse("record:stay-out", args=[irene.id]), form).status_code == 302
    assert Movement.objects.count() == 1


def test_the_night_assistant_notes_the_return_at_midnight(
    client: Client, login: Login, aicha: Post, ines: Post, irene: Usager, stay: Stay
) -> None:
    movement = hospital(stay, ines)
    form = {"key": str(uuid.uuid4()), "at": typed(ago(minutes=5)), "note": "Deux ordonnances dans la pochette."}
    login(client, aicha).post(reverse("record:stay-back", args=[irene.id, movement.id]), form)
    assert selectors.whereabouts(irene).state == "present"
    assert "Deux ordonnances" in text(client.get(reverse("record:stay", args=[irene.id])))


def test_but_does_not_admit_nor_let_leave(client: Client, login: Login, aicha: Post, irene: Usager, stay: Stay) -> None:
    login(client, aicha)
    for name in ("stay-begin", "stay-leave", "stay-room"):
        assert client.get(reverse(f"record:{name}", args=[irene.id])).status_code == 403


def test_the_director_pronounces_the_admission(client: Client, login: Login, helene: Post, marcel: Usager) -> None:
    form = {"kind": "permanent", "starts_on": timezone.localdate().isoformat(), "unit": "Les Lilas", "place": "ch. 12"}
    login(client, helene).post(reverse("record:stay-begin", args=[marcel.id]), form)
    assert selectors.whereabouts(marcel).home == "Les Lilas, ch. 12"


def test_why_she_is_in_hospital_is_for_those_who_read_health(
    client: Client, login: Login, ines: Post, sophie: Post, irene: Usager, stay: Stay
) -> None:
    hospital(stay, ines, why="Décompensation cardiaque")
    address = reverse("record:stay", args=[irene.id])
    assert "Décompensation cardiaque" in text(login(client, ines).get(address))
    assert "Décompensation" not in text(login(client, sophie).get(address))
    form = reverse("record:stay-out", args=[irene.id])
    assert "Motif médical" not in text(client.get(form))


def test_a_movement_entered_by_mistake_stays_readable(
    client: Client, login: Login, ines: Post, irene: Usager, stay: Stay
) -> None:
    movement = hospital(stay, ines)
    cancel = reverse("record:stay-cancel", args=[irene.id, movement.id])
    assert "Il reste lisible" in text(login(client, ines).get(cancel))
    assert selectors.whereabouts(irene).hospitalised
    client.post(cancel)
    assert selectors.whereabouts(irene).state == "present"
    assert "écrite par erreur" in text(client.get(reverse("record:stay", args=[irene.id])))


def test_she_changes_room(irene: Usager, stay: Stay, ines: Post) -> None:
    services.change_room(stay=stay, by=ines, at=ago(hours=2), unit="Les Lilas", place="ch. 12")
    assert selectors.whereabouts(irene).home == "Les Lilas, ch. 12"
    assert [row.place for row in selectors.movements_of(stay)] == ["ch. 12", "secteur Nord"]
    stay.refresh_from_db()
    with pytest.raises(Refused, match="déjà sa chambre"):
        services.change_room(stay=stay, by=ines, at=ago(hours=1), unit="Les Lilas", place="ch. 12")
    with pytest.raises(Refused, match="quand il a eu lieu"):
        services.change_room(stay=stay, by=ines, at=ago(days=-1), place="ch. 14")


def test_an_entry_to_come_is_planned(marcel: Usager, ines: Post) -> None:
    services.admit(usager=marcel, by=ines, kind=StayKind.TEMPORAIRE, starts_on=timezone.localdate() + timedelta(days=6))
    now = selectors.whereabouts(marcel)
    assert now.state == "planned"
    assert now.sentence.startswith("Entrée prévue le ")


def test_a_departure_to_come_is_planned_then_confirmed(irene: Usager, stay: Stay, ines: Post) -> None:
    day = timezone.localdate() + timedelta(days=6)
    planned = services.discharge(stay=stay, by=ines, ends_on=day, exit_mode=ExitMode.DOMICILE)
    assert (planned.planned_end, planned.ends_on) == (day, None)
    assert selectors.whereabouts(irene).sentence.startswith("Départ prévu le ")
    services.discharge(stay=stay, by=ines, ends_on=timezone.localdate() - timedelta(days=1))
    assert selectors.whereabouts(irene).state == "gone"
    with pytest.raises(Refused, match="déjà enregistré"):
        services.discharge(stay=stay, by=ines, ends_on=timezone.localdate())


def test_a_death_is_never_foreseen(irene: Usager, stay: Stay, ines: Post) -> None:
    with pytest.raises(Refused, match="vérifiez la date"):
        services.discharge(
            stay=stay, by=ines, ends_on=timezone.localdate() + timedelta(days=1), exit_mode=ExitMode.DECES
        )
    services.discharge(stay=stay, by=ines, ends_on=timezone.localdate() - timedelta(days=1), exit_mode=ExitMode.DECES)
    assert selectors.whereabouts(irene).sentence.startswith("Décédée le ")


def test_the_last_movement_is_not_after_the_departure(stay: Stay, ines: Post) -> None:
    hospital(stay, ines, ago(days=2))
    with pytest.raises(Refused, match="après ce départ"):
        services.discharge(stay=stay, by=ines, ends_on=timezone.localdate() - timedelta(days=5))


def test_where_thirty_people_are_takes_one_query(
    ines: Post, ssiad: Structure, irene: Usager, stay: Stay, django_assert_num_queries: Callable[..., object]
) -> None:
    people = [irene]
    for _ in range(30):
        other = meet(ssiad, JEAN)
        hospital(services.admit(usager=other, by=ines), ines, timezone.now())
        people.append(other)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        found = selectors.whereabouts_of(people)
    assert [found[one.pk].state for one in people] == ["present"] + ["absent"] * 30
    assert "Hospitalisé depuis" in found[people[1].pk].sentence


@pytest.mark.parametrize("at", ["", "hier", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_an_impossible_moment_is_told_and_what_was_typed_is_kept(
    client: Client, login: Login, ines: Post, irene: Usager, stay: Stay, at: str
) -> None:
    form = {"key": str(uuid.uuid4()), "kind": "famille", "at": at, "where": "chez sa fille à Brest"}
    response = login(client, ines).post(reverse("record:stay-out", args=[irene.id]), form)
    assert response.status_code == 422
    assert "chez sa fille à Brest" in text(response)
    assert not Movement.objects.exists()


def test_a_movement_of_somebody_else_does_not_exist(
    client: Client, login: Login, ines: Post, irene: Usager, marcel: Usager, stay: Stay
) -> None:
    movement = hospital(stay, ines)
    login(client, ines)
    for name in ("stay-back", "stay-cancel"):
        assert client.post(reverse(f"record:{name}", args=[marcel.id, movement.id])).status_code == 404
