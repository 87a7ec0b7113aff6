"""Several métiers write at once: nobody overwrites anybody, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from alentour.accounts.models import Post
from alentour.core.doors import ClosedDoor, Refused
from alentour.projects import services
from alentour.projects.content import content_of
from alentour.projects.enums import RemarkKind, SectionKind
from alentour.projects.models import Draft, Expectation, Goal, Projet, Remark, Revision, Section
from alentour.projects.services import Stale
from alentour.projects.tests.conftest import At, the_goal

VIE = SectionKind.VIE


def address(projet: Projet, name: str = "section", kind: str = VIE) -> str:
    return reverse(f"projects:{name}", args=[projet.id, kind])


def test_the_late_one_sees_both_texts_and_loses_nothing(projet: Projet, lucie: Post, omar: Post) -> None:
    services.save_section(projet=projet, kind=VIE, by=omar, text="Yann rêve de la mer.", based_on=1)
    with pytest.raises(Stale) as told:
        services.save_section(projet=projet, kind=VIE, by=lucie, text="Yann veut un chat.", based_on=1)
    assert (told.value.current, told.value.version, told.value.by) == ({"text": "Yann rêve de la mer."}, 2, omar)
    assert Section.objects.get(projet=projet, kind=VIE).text == "Yann rêve de la mer."
    assert Draft.objects.get(post=lucie).content == {"text": "Yann veut un chat."}
    services.save_section(projet=projet, kind=VIE, by=lucie, text="La mer, et un chat.", based_on=2)
    assert not Draft.objects.exists()
    texts = [one.content["text"] for one in Revision.objects.filter(of="section").order_by("version")]
    assert texts == ["Yann veut prendre le bus seul.", "Yann rêve de la mer.", "La mer, et un chat."]
    section = content_of(projet).section(VIE)
    assert section is not None
    assert [one.name for one in section.contributors] == ["Lucie TANGUY", "Omar FOFANA"]


def test_two_tabs_on_the_screen_and_both_texts_kept(at: At, projet: Projet, lucie: Post, omar: Post) -> None:
    services.save_section(projet=projet, kind=VIE, by=omar, text="Yann rêve de la mer.", based_on=1)
    browser = at(lucie)
    late = browser.post(address(projet), {"text": "Yann veut un chat.", "based_on": "1"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Yann rêve de la mer." in page
    assert "Yann veut un chat.</textarea>" in page
    again = browser.get(address(projet)).content.decode()
    assert "Yann veut un chat.</textarea>" in again
    assert "Yann rêve de la mer." in again
    browser.post(address(projet), {"text": "Yann veut un chat.", "based_on": "2", "do": "both"})
    assert Section.objects.get(projet=projet, kind=VIE).text == "Yann rêve de la mer.\n\nYann veut un chat."


def test_a_form_sent_twice_is_saved_once(at: At, projet: Projet, lucie: Post) -> None:
    browser = at(lucie)
    for _ in range(2):
        answer = browser.post(address(projet), {"text": "Un texte.", "based_on": "1"})
        assert answer.status_code == 302
    assert Section.objects.get(projet=projet, kind=VIE).version == 2


def test_what_is_typed_is_kept_by_the_server_and_is_ones_own(at: At, projet: Projet, lucie: Post, omar: Post) -> None:
    keep = address(projet, "section-keep")
    assert at(lucie).post(keep, {"text": "en train d'écrire", "based_on": "1"}).status_code == 204
    assert "en train d&#x27;écrire" in at(lucie).get(address(projet)).content.decode()
    others = at(omar).get(address(projet)).content.decode()
    assert "en train d" not in others
    assert "Lucie TANGUY écrit aussi" in others
    at(lucie).post(address(projet, "section-drop"))
    assert "Yann veut prendre le bus seul.</textarea>" in at(lucie).get(address(projet)).content.decode()


@pytest.mark.parametrize("based_on", ["", "x", "9" * 40, "-1"])
def test_a_draft_with_a_strange_version_is_kept_all_the_same(
    at: At, projet: Projet, lucie: Post, based_on: str
) -> None:
    assert at(lucie).post(address(projet, "section-keep"), {"text": "t", "based_on": based_on}).status_code == 204


def test_a_million_letters_get_a_sentence_and_stay_on_the_screen(at: At, projet: Projet, lucie: Post) -> None:
    answer = at(lucie).post(address(projet), {"text": "a" * 1_000_000, "based_on": "1"})
    assert answer.status_code == 422
    assert "trop long" in answer.content.decode()
    assert "a" * 1_000_000 in answer.content.decode()
    assert Section.objects.get(projet=projet, kind=VIE).version == 1


def test_two_people_on_one_objective(at: At, projet: Projet, lucie: Post, omar: Post) -> None:
    goal = the_goal(projet)
    url = reverse("projects:piece", args=[projet.id, "objectif", goal.id])
    shared = {"priority": "2", "based_on": "1", "key": ""}
    at(omar).post(url, shared | {"title": "Prendre le bus 12 le samedi"})
    browser: Client = at(lucie)
    late = browser.post(url, shared | {"title": "Prendre le bus tous les jours"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Prendre le bus 12 le samedi" in page
    assert 'value="Prendre le bus tous les jours"' in page
    assert the_goal(projet).title == "Prendre le bus 12 le samedi"
    browser.post(url, shared | {"title": "Prendre le bus tous les jours", "based_on": "2"})
    assert the_goal(projet).title == "Prendre le bus tous les jours"


def test_a_piece_added_twice_is_added_once(at: At, projet: Projet, lucie: Post) -> None:
    url = reverse("projects:piece-new", args=[projet.id, "attente"])
    for _ in range(2):
        at(lucie).post(url, {"origin": "personne", "words": "Je veux un chat.", "key": "k1"})
    assert Expectation.objects.get().words == "Je veux un chat."


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        ("attente", {"origin": "personne", "words": "  "}, "À renseigner"),
        ("attente", {"origin": "personne", "words": "x", "said_on": "2999-01-01"}, "jour à venir"),
        ("besoin", {"code": "9.9", "description": "x"}, "9.9"),
        ("besoin", {"code": "1.3", "description": "x"}, "1.3"),
        ("objectif", {"title": "x", "priority": "2", "starts_on": "2026-05-02", "due_on": "2026-05-01"}, "précéder"),
        ("objectif", {"title": "x", "priority": "2", "due_on": "9999-01-01"}, "trop lointaine"),
        ("objectif", {"title": "x" * 400, "priority": "2"}, "300"),
        ("action", {"title": "x", "goal": "nowhere"}, "nowhere"),
    ],
)
def test_bad_input_gets_a_sentence_and_is_kept(
    at: At, projet: Projet, lucie: Post, kind: str, given: dict[str, str], sentence: str
) -> None:
    before = Revision.objects.count()
    answer = at(lucie).post(reverse("projects:piece-new", args=[projet.id, kind]), given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Revision.objects.count() == before


def test_an_action_is_entrusted_to_somebody_beside_the_person(projet: Projet, lucie: Post, ines: Post) -> None:
    with pytest.raises(Refused, match="auprès"):
        services.save_piece(
            projet=projet, kind="action", by=lucie, values={"goal": the_goal(projet), "title": "x", "post": ines}
        )


def test_what_is_taken_out_stays_in_the_history(at: At, projet: Projet, lucie: Post) -> None:
    url = reverse("projects:piece-remove", args=[projet.id, "objectif", the_goal(projet).id])
    at(lucie).post(url)
    assert Goal.objects.exists()
    action = projet.actions.get()
    at(lucie).post(reverse("projects:piece-remove", args=[projet.id, "action", action.id]))
    at(lucie).post(url)
    assert not Goal.objects.exists()
    assert Revision.objects.filter(of="objectif").first().content["removed"] is True


def test_rosa_observes_and_does_not_rewrite(projet: Projet, rosa: Post) -> None:
    for _ in range(2):
        services.remark(
            projet=projet, by=rosa, text="Il attend le bus avec plaisir.", kind=RemarkKind.OBSERVATION, key="o"
        )
    assert Remark.objects.get().author == rosa
    with pytest.raises(ClosedDoor):
        services.save_section(projet=projet, kind=VIE, by=rosa, text="x", based_on=1)
    with pytest.raises(ClosedDoor):
        services.save_piece(projet=projet, kind="attente", by=rosa, values={"words": "x"})


def test_the_ergotherapeute_writes_his_part(projet: Projet, ewen: Post) -> None:
    services.save_section(projet=projet, kind=SectionKind.QUOTIDIEN, by=ewen, text="Il s'habille seul.", based_on=0)
    with pytest.raises(ClosedDoor):
        services.save_section(projet=projet, kind=SectionKind.PROCHES, by=ewen, text="x", based_on=0)
    with pytest.raises(ClosedDoor):
        services.save_piece(
            projet=projet, kind="objectif", by=ewen, piece=the_goal(projet), based_on=1, values={"title": "Autre"}
        )
    mine = services.save_piece(projet=projet, kind="objectif", by=ewen, values={"title": "Mettre ses chaussures"})
    services.save_piece(
        projet=projet, kind="objectif", by=ewen, piece=mine, based_on=1, values={"title": "Lacer ses chaussures"}
    )
    assert Goal.objects.get(pk=mine.pk).title == "Lacer ses chaussures"
