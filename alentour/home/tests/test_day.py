"""Ma journée: who needs me, and nobody else's business."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care import services as care
from alentour.care.events import EventKind, Severity, StepKind
from alentour.care.tasks import Rhythm
from alentour.exchanges import handlers, services
from alentour.exchanges.enums import Service
from alentour.exchanges.outcomes import Refused
from alentour.exchanges.runner import drain
from alentour.identity.services import create_usager
from alentour.record.services import add_to_team

Login = Callable[[Client, Post], Client]


def test_a_clear_day_says_so(client: Client, login: Login, ines: Post) -> None:
    login(client, ines)
    assert "Tout est à jour" in client.get("/").content.decode()


def test_what_is_stuck_comes_with_its_reason(client: Client, login: Login, ines: Post, martin: Post) -> None:
    handlers.register(
        "test.send", lambda exchange: Refused(code="XDSRepositoryError", sentence="Le DMP a refusé ce dépôt.")
    )
    services.enqueue(
        kind="test.send",
        service=Service.DMP,
        key="k",
        label="Dépôt d'une ordonnance",
        structure=ines.structure,
        by=ines,
    )
    drain()
    page = login(client, ines).get("/").content.decode()
    assert "Dépôt d&#x27;une ordonnance" in page
    assert "Le DMP a refusé ce dépôt." in page
    other = Client()
    assert "ordonnance" not in login(other, martin).get("/").content.decode()


def test_a_visitor_is_shown_the_door(client: Client, db: None) -> None:
    assert client.get("/")["Location"].startswith("/connexion/")


def test_the_day_costs_a_bounded_number_of_queries(
    client: Client, login: Login, ines: Post, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    login(client, ines)
    client.get("/")
    with django_assert_max_num_queries(30):  # type: ignore[attr-defined]
        client.get("/")


def test_only_those_who_answer_for_the_house_read_the_trail(
    client: Client, login: Login, helene: Post, ines: Post
) -> None:
    assert "Traces d&#x27;accès" in login(client, helene).get("/acces/").content.decode() or (
        "Traces d'accès" in client.get("/acces/").content.decode()
    )
    other = Client()
    assert login(other, ines).get("/acces/").status_code == 403


def test_the_soins_the_follow_ups_and_the_serious_events_are_in_the_day_of_who_answers_for_them(
    login: Login, ines: Post, nadia: Post, helene: Post, sophie: Post
) -> None:
    irene = create_usager(
        structure=ines.structure, by=ines, birth_name="DUPONT", given_names="IRENE", first_given_name="IRENE",
        birth_date_text="1938-03-12", sex="F", birth_place="35238",
    )  # fmt: skip
    add_to_team(usager=irene, post=ines, by=None)
    care.plan_task(usager=irene, by=ines, label="Bas", rhythm=Rhythm.JOURS, moments=",matin,soir,")
    event = care.declare_event(
        usager=irene,
        by=nadia,
        kind=EventKind.EIG,
        happened_at=timezone.now(),
        story="Brûlure.",
        severity=Severity.GRAVE,
    )
    care.add_step(event=event, by=nadia, kind=StepKind.ANALYSE, text="Revoir l'eau chaude.", assigned=ines)
    pages = {post: login(Client(), post).get("/").content.decode() for post in (ines, helene, sophie)}
    assert ("2 soins prévus" in pages[ines], "Analyse après un évènement" in pages[ines]) == (True, True)
    assert ("à déclarer" in pages[helene], "soins prévus" in pages[helene]) == (True, False)
    assert "évènement" not in pages[sophie].split("<main", 1)[1]
