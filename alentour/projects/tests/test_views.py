"""The screens, métier by métier."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.identity.services import create_usager
from alentour.projects import facts, rules, services
from alentour.projects.enums import BilanKind, Decision, RemarkKind, Result
from alentour.projects.models import Accord, Bilan, Opinion, Projet, Remark
from alentour.projects.presenters.compare import runs
from alentour.projects.selectors import due_for
from alentour.projects.tests.conftest import At, agree, seat, the_action, the_goal
from alentour.record.oppositions import oppose
from alentour.record.services import add_to_team, admit

SECRET = "Prendre la ligne 12 seul"


def go(name: str, *args: object) -> str:
    return reverse(f"projects:{name}", args=args)


def text(client: Client, url: str, **more: Any) -> str:
    return unescape(client.get(url, **more).content.decode())


@pytest.fixture
def anyone(request: pytest.FixtureRequest, yann: Usager) -> Post:
    """A post of the métier asked, beside Yann."""
    metier = Metier(request.param)
    post = seat(yann.structure, "Camille", "Morvan", metier, 900)
    add_to_team(usager=yann, post=post, by=None)
    return post


@pytest.mark.parametrize("anyone", Metier.values, indirect=True)
def test_each_metier_reads_writes_and_validates_what_the_table_says(at: At, anyone: Post, projet: Projet) -> None:
    browser = at(anyone)
    meets = anyone.metier not in {Metier.DPO, Metier.ADMIN}
    sees, reads = can(anyone, Act.READ, DataClass.PROJET), rules.reads(anyone)
    closed = 403 if meets else 404
    tab = browser.get(go("person", projet.usager_id))
    assert tab.status_code == (200 if sees else closed)
    for name in ("projet", "print", "board", "accords"):
        page = browser.get(go(name, projet.id))
        assert page.status_code == (200 if reads else closed), name
        assert (SECRET in page.content.decode()) == (reads and name != "accords"), name
    section = browser.get(go("section", projet.id, "proches")).status_code
    assert section == (200 if rules.leads(anyone) else closed)
    piece = browser.get(go("piece-new", projet.id, "besoin")).status_code
    assert piece == (200 if rules.writes(anyone) else closed)
    said = browser.post(go("observe", projet.id), {"text": "Vu ce matin."}).status_code
    assert said == (302 if rules.observes(anyone) else closed)
    moved = browser.post(go("move", projet.id, "valider")).status_code
    assert moved == (422 if rules.validates(anyone) else closed)


def test_karim_and_another_structure_find_nothing(at: At, karim: Post, nadia: Post, in_force: Projet) -> None:
    goal = the_goal(in_force)
    urls = [go("person", in_force.usager_id), go("projet", in_force.id), go("goal", goal.id), go("print", in_force.id)]
    for post in (karim, nadia):
        assert [at(post).get(url).status_code for url in urls] == [404] * 4


def test_the_secretary_reads_when_and_never_what(at: At, in_force: Projet, yann: Usager) -> None:
    secretary = seat(yann.structure, "Sophie", "Leroy", Metier.SECRETAIRE, 901)
    page = text(at(secretary), go("person", yann.id))
    assert "n° 1" in page
    assert SECRET not in page
    assert "Signatures" not in page
    synthesis = text(at(secretary), reverse("record:synthesis", args=[yann.id]))
    assert "À revoir avant le" in synthesis
    assert SECRET not in synthesis
    assert "Yann" in text(at(secretary), go("list"))


def test_a_refusal_is_on_every_page(at: At, projet: Projet, lucie: Post, chloe: Post) -> None:
    agree(projet, lucie, Decision.REFUS, "Il veut rester chez lui.")
    services.validate(projet=projet, by=chloe, despite="Revu dans trois mois.")
    browser = at(lucie)
    for url in (
        go("projet", projet.id),
        go("person", projet.usager_id),
        go("print", projet.id),
        go("accords", projet.id),
    ):
        page = text(browser, url)
        assert "Pas d'accord" in page
        assert "Il veut rester chez lui." in page
    assert "pas d'accord" in text(browser, go("list"), data={"vue": "refus"})


def test_from_nothing_to_a_projet_in_force_on_the_screens(at: At, yann: Usager, lucie: Post, chloe: Post) -> None:
    browser = at(lucie)
    begun = browser.post(go("begin", yann.id))
    held = Projet.objects.get()
    assert begun.url == go("projet", held.id)  # type: ignore[attr-defined]
    browser.post(go("piece-new", held.id, "objectif"), {"title": "Avoir un chat", "priority": "1"})
    early = at(chloe).post(go("move", held.id, "valider"))
    assert early.status_code == 422
    assert "Recueillez" in early.content.decode()
    said = {"a-signatory": "personne", "a-decision": "accord", "a-means": "adapte", "sign": "1", "a-key": "s1"}
    for _ in range(2):
        browser.post(go("accords", held.id), said)
    assert Accord.objects.get().means == "adapte"
    assert at(chloe).post(go("move", held.id, "valider")).status_code == 302
    page = text(browser, go("person", yann.id))
    assert "Avoir un chat" in page
    assert "la structure" in page


def test_a_bad_signature_keeps_what_was_typed(at: At, projet: Projet, lucie: Post) -> None:
    given = {
        "a-signatory": "representant", "a-decision": "reserves", "a-means": "oral", "a-note": "Pas le soir.", "sign": "1",
    }  # fmt: skip
    answer = at(lucie).post(go("accords", projet.id), given)
    assert answer.status_code == 422
    assert "Écrivez le nom" in answer.content.decode()
    assert "Pas le soir." in answer.content.decode()
    assert not Accord.objects.exists()


def test_an_opinion_is_written_in_the_words_of_who_gives_it(at: At, projet: Projet, lucie: Post) -> None:
    given = {
        "o-origin": "famille",
        "o-name": "Sa sœur",
        "o-text": "Qu'il soit prudent.",
        "o-means": "distance",
        "say": "1",
    }
    at(lucie).post(go("accords", projet.id), given)
    assert Opinion.objects.get().name == "Sa sœur"
    assert "Qu'il soit prudent." in text(at(lucie), go("projet", projet.id))


def test_the_bilan_starts_from_the_period_and_is_kept_as_it_is_typed(
    at: At, in_force: Projet, lucie: Post, rosa: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.remark(projet=in_force, by=rosa, text="Il reconnaît son arrêt.", kind=RemarkKind.OBSERVATION)
    monkeypatch.setattr(facts, "_tellers", {})
    facts.register("essai", "Sorties", lambda *_: [facts.Fact(text="12 sorties")])
    browser, goal = at(lucie), the_goal(in_force)
    page = text(browser, go("bilan-new", in_force.id))
    assert "Il reconnaît son arrêt." in page
    assert "12 sorties" in page
    assert "Trajets accompagnés" in page
    browser.post(go("bilan-keep", in_force.id), {"synthesis": "Commencé hier", f"result-{goal.id}": "partiel"})
    assert "Commencé hier" in text(browser, go("bilan-new", in_force.id))
    given = {"kind": "annuel", "synthesis": "Bonne année.", f"text-{goal.id}": "Presque.", "key": "b"}
    incomplete = browser.post(go("bilan-new", in_force.id), given)
    assert incomplete.status_code == 422
    assert "Bonne année." in incomplete.content.decode()
    for _ in range(2):
        browser.post(go("bilan-new", in_force.id), given | {f"result-{goal.id}": "partiel"})
    bilan = Bilan.objects.get()
    assert "partiellement atteint" in text(browser, go("bilan", bilan.id))
    assert "partiellement atteint" in text(browser, go("board", in_force.id))
    assert "Bonne année." in text(browser, reverse("record:synthesis", args=[in_force.usager_id]))


def test_rosa_says_what_came_of_what_is_entrusted_to_her(at: At, in_force: Projet, lucie: Post, rosa: Post) -> None:
    services.save_piece(
        projet=in_force, kind="action", by=lucie, piece=the_action(in_force), based_on=1,
        values={"goal": the_goal(in_force), "title": "Trajets accompagnés", "post": rosa},
    )  # fmt: skip
    url, action = go("goal-move", the_goal(in_force).id), the_action(in_force)
    at(rosa).post(url, {"action": str(action.id), "state": "annule"})
    assert the_action(in_force).state == "actif"
    at(rosa).post(url, {"action": str(action.id), "state": "annule", "reason": "Grève"})
    assert the_action(in_force).state == "annule"
    assert at(rosa).post(url, {"state": "termine"}).status_code == 403
    at(rosa).post(go("goal-remark", the_goal(in_force).id), {"text": "Repris mardi."})
    assert Remark.objects.get().goal == the_goal(in_force)


def test_what_changes_between_two_versions_reads_in_words(at: At, in_force: Projet, lucie: Post) -> None:
    second = services.start(usager=in_force.usager, by=lucie)
    services.save_section(
        projet=second, kind="projet-de-vie", by=lucie, text="Yann veut prendre le train seul.", based_on=1
    )
    page = text(at(lucie), go("changes", second.id))
    assert '<ins><span class="visually-hidden">ajouté : </span>train</ins>' in page
    assert "retiré : </span>bus</del>" in page
    assert at(lucie).get(go("changes", in_force.id)).status_code == 404


def test_the_signed_page_opens_to_who_reads_the_projet(
    at: At, projet: Projet, lucie: Post, rosa: Post, karim: Post
) -> None:
    services.collect_accord(
        projet=projet, by=lucie, signatory="personne", decision="accord", means="signature", scan=b"%PDF-1.7 page"
    )
    url = go("scan", Accord.objects.get().id)
    answer = at(rosa).get(url)
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7 page", "application/pdf")
    assert at(karim).get(url).status_code == 404


def peopled(yann: Usager, chloe: Post, count: int) -> None:
    for number in range(count):
        usager = create_usager(
            structure=yann.structure, by=chloe, birth_name=f"KERMARREC {chr(65 + number % 26)}{number}", given_names="ANNE",
            first_given_name="ANNE", birth_date_text="1980-01-01", sex="F", birth_place="29019",
        )  # fmt: skip
        admit(usager=usager, by=chloe, starts_on=timezone.localdate() - timedelta(days=200))
        services.start(usager=usager, by=chloe)


@pytest.mark.parametrize("count", [1, 40])
def test_the_list_asks_the_database_twelve_times_at_most(
    at: At, yann: Usager, chloe: Post, count: int, django_assert_max_num_queries: Any
) -> None:
    peopled(yann, chloe, count)
    browser = at(chloe)
    browser.get(go("list"))
    with django_assert_max_num_queries(12):
        page = text(browser, go("list"))
    assert "en préparation" in page


def test_the_filters_of_the_list_are_remembered_but_not_the_name(at: At, yann: Usager, chloe: Post) -> None:
    peopled(yann, chloe, 2)
    browser = at(chloe)
    assert "KERMARREC" not in text(browser, go("list"), data={"vue": "preparation", "q": "quemener"})
    again = text(browser, go("list"))
    assert "KERMARREC" in again
    assert "QUEMENER" not in again
    due = text(browser, go("list"), data={"vue": "reviser"})
    assert "à écrire avant le" in due
    assert "dépassé" in due
    assert "QUEMENER" in text(browser, go("list"), data={"vue": "sans"})
    assert "QUEMENER" in text(browser, go("list"), data={"vue": "nonsense"})


@pytest.mark.parametrize("count", [1, 25])
def test_a_long_projet_asks_the_database_a_bounded_number_of_times(
    at: At, in_force: Projet, lucie: Post, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        services.save_piece(
            projet=in_force, kind="action", by=lucie, values={"goal": the_goal(in_force), "title": f"Sortie {number}"}
        )
        services.remark(projet=in_force, by=lucie, text="Vu.", kind=RemarkKind.OBSERVATION)
    browser = at(lucie)
    with django_assert_max_num_queries(40):
        browser.get(go("projet", in_force.id))


def test_the_rhythm_is_chosen_within_the_law(at: At, chloe: Post, lucie: Post, yann: Usager) -> None:
    refused = at(chloe).post(go("rhythm"), {"review_months": "18", "first_months": "6"})
    assert refused.status_code == 422
    assert "une fois par an" in refused.content.decode()
    at(chloe).post(go("rhythm"), {"review_months": "6", "first_months": "4"})
    assert "tous les 6 mois" in text(at(chloe), go("list"))
    assert at(lucie).get(go("rhythm")).status_code == 403


def test_paused_and_resumed_on_the_screen(at: At, in_force: Projet, lucie: Post) -> None:
    refused = at(lucie).post(go("move", in_force.id, "pause"), {"reason": ""})
    assert refused.status_code == 422
    at(lucie).post(go("move", in_force.id, "pause"), {"reason": "Hospitalisé"})
    assert "Hospitalisé" in text(at(lucie), go("projet", in_force.id))
    at(lucie).post(go("move", in_force.id, "reprendre"))
    assert Projet.objects.get().state == "en_cours"
    assert at(lucie).post(go("move", in_force.id, "envoler")).status_code == 404


def test_the_frame_names_the_referent(at: At, projet: Projet, lucie: Post) -> None:
    at(lucie).post(go("frame", projet.id), {"title": "Mon projet", "referent": str(lucie.id)})
    page = text(at(lucie), go("projet", projet.id))
    assert "Mon projet" in page
    assert "référent : Lucie TANGUY" in page


def test_a_bilan_of_another_version_is_refused(in_force: Projet, lucie: Post, chloe: Post) -> None:
    old = the_goal(in_force)
    second = services.start(usager=in_force.usager, by=lucie)
    agree(second, lucie)
    services.validate(projet=second, by=chloe)
    with pytest.raises(Refused, match="autre version"):
        services.write_bilan(
            projet=second, by=lucie, kind=BilanKind.ETAPE, synthesis="x", reviews={old: (Result.PARTIEL, "")}
        )


def test_a_text_touched_up_shows_its_words_and_a_text_written_anew_is_shown_whole() -> None:
    touched = runs("Il prend le bus seul le mardi.", "Il prend le train seul le mardi.")
    assert [(one.how, one.text) for one in touched if one.how != "same"] == [("gone", "bus"), ("added", "train")]
    anew = runs("Se lève tôt.\nAime la mer.", "Se lève tôt.\nTravaille au jardin depuis avril.")
    assert [(one.how, one.text) for one in anew] == [
        ("same", "Se lève tôt.\n"),
        ("gone", "Aime la mer."),
        ("added", "Travaille au jardin depuis avril."),
    ]


def test_what_yann_closes_is_closed_at_once_in_every_list(at: At, in_force: Projet, lucie: Post, chloe: Post) -> None:
    Projet.objects.update(review_on=timezone.localdate())
    assert len(due_for(lucie)) == 1
    secretary = seat(in_force.structure, "Sophie", "Leroy", Metier.SECRETAIRE, 902)
    oppose(usager=in_force.usager, kind=DataClass.PROJET, by=secretary, metier=Metier.EDUCATEUR)
    again = Post.objects.get(pk=lucie.pk)
    assert due_for(again) == []
    assert at(again).get(go("projet", in_force.id)).status_code == 403
    assert "QUEMENER" not in text(at(again), go("list"))
    assert "QUEMENER" in text(at(chloe), go("list"))
