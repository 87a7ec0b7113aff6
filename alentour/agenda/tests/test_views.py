"""The screens: what each métier reads, what is kept when something is refused, and what a page costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda import selectors, services
from alentour.agenda.enums import Frequency, Half, Kind, PlaceKind, Reason, Status
from alentour.agenda.models import Entry, Place, Presence
from alentour.agenda.recurrence import Rule
from alentour.agenda.tests.conftest import Planner
from alentour.audit.models import TraceEvent
from alentour.identity.models import Usager
from alentour.identity.services import create_usager
from alentour.record.enums import StayKind
from alentour.record.services import admit

Browser = Callable[[Post], Client]
HEART = "Cardiologue, bilan avant opération"


def given(day: date, usager: Usager | None = None, **more: Any) -> dict[str, Any]:
    form = {"kind": "visite", "day": day.isoformat(), "start": "10:00", "end": "11:00", "every": "1", "key": "k"}
    return form | ({"usager": [str(usager.id)]} if usager else {}) | more


def own(asked: Any) -> list[str]:
    """What the page asked, but for who is there (session, professional, posts) and the trace of the reading."""
    around = ("django_session", '"accounts_professional" WHERE', "audit_", "SAVEPOINT")
    found = [one["sql"] for one in asked.captured_queries]
    return [sql for sql in found if not any(word in sql for word in around)]


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.fixture
def consultation(planned: Planner, irene: Usager) -> Entry:
    return planned(
        kind=Kind.CONSULTATION, title=HEART, note="Arrêt de l'aspirine", where="Centre de cardiologie", usagers=[irene]
    )  # fmt: skip


# --- who reads what


@pytest.mark.parametrize("page", ["agenda:entry", "agenda:person"])
def test_the_detail_of_a_medical_rendez_vous_opens_to_those_who_read_health(
    browser: Browser, sophie: Post, aicha: Post, irene: Usager, consultation: Entry, monday: date, page: str
) -> None:
    url = reverse(page, args=[consultation.id if page == "agenda:entry" else irene.id]) + f"?du={monday}"
    assert HEART in text(browser(aicha).get(url))
    seen = text(browser(sophie).get(url))
    assert "Rendez-vous médical" in seen
    for secret in ("Cardiologue", "aspirine", "cardiologie"):
        assert secret not in seen


def test_who_may_not_read_the_detail_changes_the_hour_without_losing_it(
    browser: Browser, sophie: Post, irene: Usager, consultation: Entry, monday: date
) -> None:
    page = browser(sophie)
    assert HEART not in text(page.get(reverse("agenda:edit", args=[consultation.id])))
    answer = page.post(
        reverse("agenda:edit", args=[consultation.id]),
        given(monday, irene, kind="consultation", start="15:00", end="16:00", based_on=consultation.sequence),
    )
    assert answer.status_code == 302
    consultation.refresh_from_db()
    assert (consultation.title, consultation.note) == (HEART, "Arrêt de l'aspirine")
    assert timezone.localtime(consultation.starts_at).hour == 15


def test_karim_finds_nothing_of_it(browser: Browser, karim: Post, irene: Usager, consultation: Entry) -> None:
    page = browser(karim)
    for url in (
        reverse("agenda:entry", args=[consultation.id]),
        reverse("agenda:edit", args=[consultation.id]),
        reverse("agenda:person", args=[irene.id]),
        reverse("agenda:week-sheet", args=[irene.id]),
        reverse("agenda:absence", args=[irene.id]),
    ):
        assert page.get(url).status_code == 404
    assert page.post(reverse("agenda:answer", args=[irene.id]), {"vue": "present"}).status_code == 404
    assert not Presence.objects.exists()


def test_out_of_the_team_a_person_is_neither_found_nor_named(
    browser: Browser, aicha: Post, ines: Post, planned: Planner, irene: Usager, marcel: Usager, monday: date
) -> None:
    group = planned(kind=Kind.GROUPE, usagers=[irene, marcel], posts=[ines, aicha])
    seen = text(browser(aicha).get(reverse("agenda:entry", args=[group.id])))
    assert "Irène DUPONT" in seen
    assert "LE GOFF" not in seen
    assert "1 personne hors de votre équipe" in seen
    assert "LE GOFF" not in text(browser(aicha).get(reverse("agenda:search"), {"qui": "le goff"}))
    assert "LE GOFF" in text(browser(ines).get(reverse("agenda:search"), {"qui": "le goff"}))


def test_a_change_keeps_whom_the_writer_does_not_meet(
    browser: Browser, aicha: Post, planned: Planner, irene: Usager, marcel: Usager, monday: date
) -> None:
    group = planned(kind=Kind.GROUPE, usagers=[irene, marcel])
    form = given(monday, irene, kind="groupe", title="Chant", based_on=group.sequence)
    assert browser(aicha).post(reverse("agenda:edit", args=[group.id]), form).status_code == 302
    assert {one.usager for one in group.invited.all()} == {irene, marcel}


def test_a_director_reads_and_is_told_who_plans(browser: Browser, helene: Post, irene: Usager, monday: date) -> None:
    page = browser(helene)
    assert page.get(reverse("agenda:person", args=[irene.id])).status_code == 200
    refused = page.post(reverse("agenda:new"), given(monday, irene))
    assert refused.status_code == 403
    assert "Secrétaire" in text(refused)
    assert page.get(reverse("agenda:absence", args=[irene.id])).status_code == 403
    assert page.post(reverse("agenda:new"), given(monday, kind="reunion", posts=[str(helene.id)])).status_code == 302


def test_a_room_taken_by_whom_one_does_not_meet_is_only_taken(
    browser: Browser, aicha: Post, planned: Planner, marcel: Usager, salle: Place, monday: date
) -> None:
    planned(usagers=[marcel], place=salle, title="Entretien avec Marcel")
    seen = text(browser(aicha).get(reverse("agenda:place", args=[salle.id]) + f"?du={monday}"))
    assert "Occupé" in seen
    assert "Marcel" not in seen


# --- planning


def test_a_conflict_is_shown_then_kept(
    browser: Browser, ines: Post, planned: Planner, irene: Usager, monday: date
) -> None:
    planned(usagers=[irene])
    page, form = browser(ines), given(monday, irene, title="Coiffeur", start="10:30", end="11:30")
    told = page.post(reverse("agenda:check"), form, HTTP_HX_REQUEST="true")
    assert "Irène DUPONT a déjà quelque chose" in text(told)
    assert Entry.objects.count() == 1
    refused = page.post(reverse("agenda:new"), form)
    assert refused.status_code == 422
    assert "Maintenir malgré le conflit" in text(refused)
    assert "Coiffeur" in text(refused)
    kept = page.post(reverse("agenda:new"), form | {"keep": "on"}, follow=True)
    assert "Conflit maintenu" in text(kept)
    page.post(reverse("agenda:new"), form | {"keep": "on"})
    assert Entry.objects.count() == 2


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    browser: Browser, ines: Post, irene: Usager, monday: date
) -> None:
    wrong = given(monday, irene, title="Coiffeur", start="11:00", end="10:00")
    answer = browser(ines).post(reverse("agenda:new"), wrong)
    assert answer.status_code == 422
    assert "La fin doit venir après le début" in text(answer)
    assert 'value="Coiffeur"' in text(answer)
    assert f'value="{irene.id}" checked' in text(answer)


BAD: list[dict[str, Any]] = [
    {"day": "2026-02-30"},
    {"start": "25:00"},
    {"start": ""},
    {"usager": ["x"], "posts": []},
    {"posts": ["x"]},
    {"every": "0"},
    {"title": "a" * 10**6},
]


@pytest.mark.parametrize("changes", BAD)
def test_bad_input_writes_nothing(browser: Browser, ines: Post, irene: Usager, monday: date, changes: dict[str, Any]) -> None:  # fmt: skip
    answer = browser(ines).post(reverse("agenda:new"), given(monday, irene) | changes)
    assert answer.status_code == 422
    assert not Entry.objects.exists()


def test_a_repeated_entry_is_changed_from_its_page(
    browser: Browser, ines: Post, planned: Planner, irene: Usager, monday: date
) -> None:
    series = planned(usagers=[irene], rule=Rule(frequency=Frequency.WEEK))
    day = monday + timedelta(7)
    url = reverse("agenda:edit", args=[series.id]) + f"?jour={day}"
    form = given(
        day, irene, start="16:00", end="17:00", frequency="semaine", extent="suivants", based_on=series.sequence
    )
    assert browser(ines).post(url, form).status_code == 302
    found = selectors.of_usager(ines, irene, monday, monday + timedelta(20))
    assert [timezone.localtime(one.starts_at).hour for one in found] == [10, 16, 16]


def test_cancelling_asks_why(browser: Browser, ines: Post, planned: Planner, irene: Usager) -> None:
    entry = planned(usagers=[irene])
    url = reverse("agenda:state", args=[entry.id])
    assert browser(ines).post(url, {"etat": "annule"}).status_code == 422
    assert "Grippe" in text(browser(ines).post(url, {"etat": "annule", "reason": "Grippe"}, follow=True))
    assert browser(ines).post(url, {"etat": "n'importe"}).status_code == 422


def test_who_came_in_one_tap(browser: Browser, ines: Post, planned: Planner, irene: Usager) -> None:
    group = planned(kind=Kind.GROUPE, usagers=[irene], day=timezone.localdate() - timedelta(1), keep=True)
    url = reverse("agenda:attendance", args=[group.id, irene.id])
    answer = browser(ines).post(url, {"venue": "present"}, HTTP_HX_REQUEST="true")
    assert 'aria-pressed="true"' in text(answer)
    assert group.invited.get().attendance == "present"


# --- presences


def lodged(usager: Usager, by: Post, unit: str = "") -> None:
    stay = admit(usager=usager, by=by, kind=StayKind.PERMANENT, starts_on=timezone.localdate() - timedelta(60))
    stay.unit = unit
    stay.save()


def test_the_roll_call_takes_one_tap_and_is_taken_back_by_another(browser: Browser, ines: Post, irene: Usager) -> None:
    lodged(irene, ines)
    page, url = browser(ines), reverse("agenda:answer", args=[irene.id]) + "?moitie=matin"
    assert "1 à appeler" in text(page.get(reverse("agenda:roll"), {"moitie": "matin"}))
    answer = text(page.post(url, {"vue": "present"}, HTTP_HX_REQUEST="true"))
    assert 'aria-pressed="true"' in answer
    assert "appel terminé" in answer
    page.post(url, {"vue": "present"})
    assert Presence.objects.count() == 1
    page.post(url, {"vue": ""})
    assert not Presence.objects.exists()
    assert TraceEvent.objects.filter(action="presence.taken_back", usager_id=irene.id).exists()


def test_tomorrow_is_not_called_today(browser: Browser, ines: Post, irene: Usager) -> None:
    lodged(irene, ines)
    url = reverse("agenda:answer", args=[irene.id]) + f"?jour={timezone.localdate() + timedelta(1)}&moitie=matin"
    answer = browser(ines).post(url, {"vue": "present"}, HTTP_HX_REQUEST="true")
    assert "à venir" in text(answer)
    assert not Presence.objects.exists()


def test_an_absence_written_from_the_record_shows_everywhere(
    browser: Browser, ines: Post, sophie: Post, irene: Usager
) -> None:
    lodged(irene, ines)
    today = timezone.localdate()
    form = {"reason": "hospitalisation", "starts_on": today, "starts_half": "matin", "ends_half": "apres_midi"}
    form |= {"note": "Col du fémur", "key": "k"}
    page = browser(ines)
    for _ in range(2):
        page.post(reverse("agenda:absence", args=[irene.id]), form)
    assert irene.absences.count() == 1
    assert "Col du fémur" in text(page.get(reverse("agenda:person", args=[irene.id])))
    assert "Col du fémur" not in text(browser(sophie).get(reverse("agenda:person", args=[irene.id])))
    assert "hospitalisation" in text(page.get(reverse("agenda:roll")))
    assert "ag-off" in text(page.get(reverse("agenda:month")))
    again = page.post(reverse("agenda:absence", args=[irene.id]), form | {"key": "z"})
    assert "déjà écrite" in text(again)


def test_the_month_of_eighty_persons_costs_no_more_than_that_of_two(
    browser: Browser, nadia: Post, irene: Usager, django_assert_max_num_queries: Any
) -> None:
    page = browser(nadia)
    page.get(reverse("agenda:month"))
    lodged(irene, nadia, "Les Camélias")
    for rank in range(79):
        one = create_usager(
            structure=nadia.structure, by=nadia, birth_name=f"NOM{rank}", given_names="ANNE", first_given_name="ANNE",
            birth_date_text="1940-01-01", sex="F", birth_place="35238",
        )  # fmt: skip
        lodged(one, nadia, "Les Camélias")
        services.call(usager=one, by=nadia, day=timezone.localdate() - timedelta(1), half=Half.MATIN, here=None)
    with django_assert_max_num_queries(18) as asked:
        seen = text(page.get(reverse("agenda:month"), {"unite": "Les Camélias"}))
    assert len(own(asked)) <= 12
    assert seen.count("<tr data-row") == 80


@pytest.mark.parametrize("page", ["agenda:mine", "agenda:team", "agenda:place", "agenda:roll", "agenda:person"])
def test_a_page_costs_the_same_whatever_its_length(
    browser: Browser, ines: Post, planned: Planner, irene: Usager, salle: Place, monday: date, page: str,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for rank in range(25):
        planned(usagers=[irene], place=salle, keep=True, title=f"n° {rank}")
    args = {"agenda:place": [salle.id], "agenda:person": [irene.id]}.get(page)
    url = reverse(page, args=args) + f"?du={monday}&jour={timezone.localdate()}"
    seat = browser(ines)
    seat.get(url)
    with django_assert_max_num_queries(26 if page == "agenda:person" else 19) as asked:
        assert seat.get(url).status_code == 200
    assert page == "agenda:person" or len(own(asked)) <= 12


def test_the_views_show_what_does_not_go_together(
    browser: Browser, ines: Post, planned: Planner, irene: Usager, marcel: Usager, monday: date
) -> None:
    planned(usagers=[irene])
    planned(usagers=[marcel], keep=True)
    services.announce_absence(usager=marcel, by=ines, reason=Reason.FAMILLE, first=(monday, Half.MATIN))
    seen = text(browser(ines).get(reverse("agenda:mine") + f"?du={monday}"))
    assert "Inès MOREAU est à deux endroits à la fois" in seen
    assert "et 1 de plus" in seen
    assert "Marcel LE GOFF : absence" in text(browser(ines).get(reverse("agenda:mine") + f"?vue=jour&du={monday}"))


def test_her_week_on_paper_has_her_days_in_large(
    browser: Browser, ines: Post, planned: Planner, irene: Usager, monday: date
) -> None:
    planned(kind=Kind.GROUPE, usagers=[irene], title="Chorale")
    page = text(browser(ines).get(reverse("agenda:week-sheet", args=[irene.id]) + f"?du={monday}"))
    assert "Chorale" in page
    assert "Lundi" in page
    assert "avec Inès MOREAU" in page


def test_the_synthesis_says_what_is_next(
    browser: Browser, ines: Post, sophie: Post, irene: Usager, consultation: Entry
) -> None:
    url = reverse("record:synthesis", args=[irene.id])
    assert HEART in text(browser(ines).get(url))
    seen = text(browser(sophie).get(url))
    assert "Rendez-vous médical" in seen
    assert "Cardiologue" not in seen


def test_what_took_place_is_in_the_story(browser: Browser, ines: Post, planned: Planner, irene: Usager) -> None:
    day = timezone.localdate() - timedelta(2)
    entry = planned(usagers=[irene], title="Visite de sa fille", day=day, keep=True)
    services.say(occurrence=selectors.find(ines, entry.id), by=ines, status=Status.REALISE)
    assert "Visite de sa fille, réalisé" in text(browser(ines).get(reverse("record:synthesis", args=[irene.id])))


def test_a_place_is_added_once_then_retired(browser: Browser, nadia: Post, helene: Post) -> None:
    form = {"kind": "salle", "name": "Salle des Roses"}
    page = browser(nadia)
    page.post(reverse("agenda:places"), form)
    page.post(reverse("agenda:places"), form)
    place = Place.objects.get(kind=PlaceKind.SALLE)
    assert browser(helene).post(reverse("agenda:places"), form).status_code == 403
    page.post(reverse("agenda:place-retire", args=[place.id]))
    assert "Salle des Roses" not in text(page.get(reverse("agenda:new")))
