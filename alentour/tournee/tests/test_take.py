"""What leaves with a phone: what the métier opens about the persons one follows, each a read that the trail tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from alentour.accounts.models import Post, Structure
from alentour.audit.models import TraceEvent
from alentour.care.enums import Category
from alentour.care.models import TreatmentLine
from alentour.care.services import take, write
from alentour.identity.models import Usager
from alentour.identity.services import create_usager
from alentour.record.models import CareTeamMember
from alentour.record.services import add_to_team, remove_from_team
from alentour.tournee import limits
from alentour.tournee.services import write_consigne

Ask = Callable[..., HttpResponse]


def said(answer: HttpResponse, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer["Cache-Control"] == "no-store"
    found: dict[str, Any] = json.loads(answer.content)
    return found


def carry(ask: Ask, post: Post, *people: Usager) -> dict[str, Any]:
    return said(ask(post, "emporter", people=[str(one.id) for one in people]))


@pytest.fixture
def known(irene: Usager, ines: Post, doliprane: TreatmentLine) -> Usager:
    take(usager=irene, by=ines, values={"spo2": Decimal(94)})
    write(usager=irene, by=ines, category=Category.SOIN, target="Talon", data="Rougeur")
    write_consigne(usager=irene, by=ines, based_on=0, changes={"access": "Clé au gardien"})
    return irene


def test_ines_takes_what_the_bedside_needs(ask: Ask, ines: Post, known: Usager) -> None:
    (irene,) = carry(ask, ines, known)["people"]
    assert (irene["name"], irene["born"]) == ("Irène DUPONT", "12/03/1938")
    assert [one["text"] for one in irene["alerts"]] == ["Pénicilline"]
    assert irene["measures"]["spo2"]["text"] == "94"
    assert irene["limits"]["spo2"] == [90.0, None]
    assert [(one["moment"], one["state"], one["version"]) for one in irene["doses"]] == [
        ("matin", "prevue", ""),
        ("soir", "prevue", ""),
    ]
    assert irene["as_needed"][0]["max_per_day"] == 1
    assert [one["label"] for one in irene["cibles"]] == ["Talon"]
    assert (irene["consigne"]["version"], irene["consigne"]["access"]) == (1, "Clé au gardien")


def test_each_thing_taken_is_a_read_in_the_trail(ask: Ask, ines: Post, known: Usager) -> None:
    carry(ask, ines, known)
    reads = TraceEvent.objects.filter(action="usager.read", usager_id=known.id, reason="emporté hors connexion")
    kinds = {one.detail["kind"] for one in reads}
    assert kinds == {"sante", "soins", "transmissions_soin", "transmissions_vie", "administration"}
    assert TraceEvent.objects.filter(action="tournee.taken", usager_id=known.id).count() == 1


def test_a_home_help_takes_no_health_data(ask: Ask, karim: Post, saad: Structure) -> None:
    jean = create_usager(
        structure=saad, by=karim, birth_name="TREMEL", given_names="JEAN", first_given_name="JEAN",
        birth_date_text="1933-07-14", sex="M", birth_place="22070",
    )  # fmt: skip
    add_to_team(usager=jean, post=karim, by=None)
    (taken,) = carry(ask, karim, jean)["people"]
    assert (taken["measures"], taken["limits"], taken["doses"], taken["as_needed"], taken["alerts"]) == (
        {},
        {},
        [],
        [],
        [],
    )
    assert taken["consigne"] is None
    assert (taken["may"]["constantes"], taken["may"]["transmission"], taken["may"]["photo"]) == (False, ["vie"], False)


def test_karim_takes_nobody_of_another_house(ask: Ask, karim: Post, irene: Usager) -> None:
    answer = carry(ask, karim, irene)
    assert (answer["people"], answer["closed"]) == ([], [str(irene.id)])
    assert TraceEvent.objects.filter(action="usager.hidden", usager_id=irene.id).exists()


def test_who_left_the_team_is_told_to_erase(ask: Ask, aicha: Post, nadia: Post, irene: Usager) -> None:
    assert said(ask(aicha, "etat", people=[str(irene.id)]))["closed"] == []
    remove_from_team(member=CareTeamMember.objects.get(usager=irene, post=aicha), by=nadia)
    assert said(ask(aicha, "etat", people=[str(irene.id)]))["closed"] == [str(irene.id)]


def test_the_coordination_chooses_among_everybody_her_own_first(
    ask: Ask, nadia: Post, irene: Usager, marcel: Usager
) -> None:
    people = said(ask(nadia, "choisir"))["people"]
    assert [(one["name"], one["mine"]) for one in people] == [("Irène DUPONT", True), ("Marcel LE GOFF", False)]
    assert [one["name"] for one in said(ask(nadia, "choisir", text="legoff"))["people"]] == ["Marcel LE GOFF"]


def test_ines_chooses_among_those_she_follows(ask: Ask, ines: Post, irene: Usager, marcel: Usager) -> None:
    assert [one["name"] for one in said(ask(ines, "choisir"))["people"]] == ["Irène DUPONT"]


@pytest.mark.parametrize("others", [0, 12])
def test_the_list_costs_the_same_whatever_its_length(
    login: Callable[[Client, Post], Client], nadia: Post, irene: Usager, others: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(others):
        create_usager(
            structure=nadia.structure, by=nadia, birth_name=f"ESSAI {number}", given_names="ANNE", first_given_name="ANNE",
            birth_date_text="1940-01-01", sex="F", birth_place="35238",
        )  # fmt: skip
    seated = login(Client(headers={"X-Tournee-Post": str(nadia.id)}), nadia)
    seated.get("/tournee/")
    with django_assert_max_num_queries(12):
        answer = seated.post("/tournee/api/choisir/", "{}", content_type="application/json")
    assert len(said(answer)["people"]) == 1 + others  # type: ignore[arg-type]


def test_the_round_of_another_post_is_refused(ask: Ask, ines: Post, aicha: Post, irene: Usager) -> None:
    answer = ask(ines, "envoyer", as_post=aicha.id, gestures=[])
    assert "une autre personne" in said(answer, 409)["sentence"]


def test_a_secretary_goes_on_no_round(ask: Ask, sophie: Post) -> None:
    assert "ne part pas en tournée" in said(ask(sophie, "choisir"), 403)["sentence"]


def test_a_loop_gone_mad_is_slowed_down(ask: Ask, ines: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST", 2)
    assert [ask(ines, "etat").status_code for _ in range(4)] == [200, 200, 429, 429]


def test_what_is_too_heavy_or_unreadable_is_said(ask: Ask, ines: Post) -> None:
    assert "trop lourd" in said(ask(ines, "envoyer", gestures=["x" * limits.HEAVIEST_JSON]), 413)["sentence"]
    assert "illisible" in said(ask(ines, "emporter", people=["elle"]), 422)["sentence"]
    assert "horloge" in said(ask(ines, "envoyer", gestures=[]), 422)["sentence"]


def test_at_most_eight_persons_leave_at_once(ask: Ask, ines: Post) -> None:
    unknown = [str(uuid4()) for _ in range(12)]
    assert len(said(ask(ines, "emporter", people=unknown))["closed"]) == 8


def test_lost_gestures_are_told_to_the_trail(ask: Ask, ines: Post) -> None:
    said(ask(ines, "perdu", count=3))
    assert TraceEvent.objects.get(action="tournee.lost").detail["count"] == 3


def test_the_trail_says_it_in_words(ask: Ask, ines: Post, known: Usager) -> None:
    from alentour.home.words import words_of
    from alentour.record.trail import lines, of_usager

    carry(ask, ines, known)
    assert "a emporté le dossier pour sa tournée" in {one.what for one in lines(of_usager(known))}
    assert words_of("tournee.received") == "a envoyé un geste fait hors connexion"
