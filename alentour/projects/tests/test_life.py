"""The whole life of a projet, told in order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.audit.models import TraceEvent
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager
from alentour.projects import cadence, services
from alentour.projects.content import content_of
from alentour.projects.enums import BilanKind, Decision, ItemState, Means, ProjetKind, ProjetState, Result, Signatory
from alentour.projects.models import Accord, Action, Bilan, Goal, Projet
from alentour.projects.selectors import due_for, projet_in_force, projets_of
from alentour.projects.tests.conftest import agree, the_action, the_goal


def test_a_projet_is_begun_once_however_many_ask(yann: Usager, lucie: Post, omar: Post) -> None:
    assert services.start(usager=yann, by=lucie) == services.start(usager=yann, by=omar)
    assert Projet.objects.get().kind == ProjetKind.PREMIER


def test_nothing_is_in_force_before_the_person_was_heard(projet: Projet, lucie: Post, chloe: Post) -> None:
    with pytest.raises(Refused, match="Recueillez d'abord"):
        services.validate(projet=projet, by=chloe)
    agree(projet, lucie)
    services.save_piece(
        projet=projet,
        kind="objectif",
        by=lucie,
        piece=the_goal(projet),
        based_on=1,
        values={"title": "Prendre le métro"},
    )
    with pytest.raises(Refused, match="a changé depuis"):
        services.validate(projet=projet, by=chloe)
    agree(projet, lucie)
    validated = services.validate(projet=projet, by=chloe)
    assert validated.state == ProjetState.EN_COURS
    assert validated.review_on == cadence.after(timezone.localdate(), 12)
    assert the_goal(projet).state == ItemState.ACTIF


def test_a_refusal_is_recorded_and_needs_a_reason_to_go_on(projet: Projet, lucie: Post, chloe: Post) -> None:
    agree(projet, lucie, Decision.REFUS, "Il préfère rester à la maison.")
    with pytest.raises(Refused, match="refus est noté"):
        services.validate(projet=projet, by=chloe)
    services.validate(projet=projet, by=chloe, despite="Le projet sera revu avec lui dans trois mois.")
    theirs = [one for one in content_of(projet).accords if one.signatory == Signatory.PERSONNE]
    assert [(one.decision, one.note) for one in theirs] == [(Decision.REFUS, "Il préfère rester à la maison.")]


def test_only_a_validator_puts_it_in_force(projet: Projet, lucie: Post, omar: Post) -> None:
    agree(projet, lucie)
    with pytest.raises(ClosedDoor):
        services.validate(projet=projet, by=omar)


def test_a_projet_without_objective_is_not_validated(yann: Usager, lucie: Post, chloe: Post) -> None:
    begun = services.start(usager=yann, by=lucie)
    agree(begun, lucie)
    with pytest.raises(Refused, match="objectif"):
        services.validate(projet=begun, by=chloe)


def test_in_force_its_text_changes_no_more_but_actions_go_on(in_force: Projet, lucie: Post) -> None:
    with pytest.raises(Refused, match="nouvelle version"):
        services.save_piece(projet=in_force, kind="objectif", by=lucie, values={"title": "Autre"})
    with pytest.raises(Refused, match="nouvelle version"):
        services.save_section(projet=in_force, kind=in_force.sections.first().kind, by=lucie, text="x", based_on=9)
    services.save_piece(
        projet=in_force, kind="action", by=lucie, values={"goal": the_goal(in_force), "title": "Carte de transport"}
    )
    assert Action.objects.filter(projet=in_force).count() == 2


def test_an_action_given_up_says_why(in_force: Projet, lucie: Post, rosa: Post) -> None:
    action = the_action(in_force)
    with pytest.raises(Refused, match="pourquoi"):
        services.set_state(piece=action, by=lucie, state=ItemState.ANNULE)
    with pytest.raises(ClosedDoor):
        services.set_state(piece=action, by=rosa, state=ItemState.TERMINE)
    Action.objects.update(metier="aide_soignant", post=None)
    services.set_state(piece=the_action(in_force), by=rosa, state=ItemState.ANNULE, reason="Travaux sur la ligne.")
    assert the_action(in_force).state_reason == "Travaux sur la ligne."


def test_a_bilan_says_of_each_objective_where_it_is(in_force: Projet, lucie: Post, rosa: Post) -> None:
    goal = the_goal(in_force)
    told = {"projet": in_force, "kind": BilanKind.ANNUEL, "synthesis": "Une année riche."}
    with pytest.raises(Refused, match="Il reste à dire"):
        services.write_bilan(**told, by=lucie, reviews={})
    with pytest.raises(ClosedDoor):
        services.write_bilan(**told, by=rosa, reviews={goal: (Result.ATTEINT, "")})
    for _ in range(2):
        services.write_bilan(**told, by=lucie, reviews={goal: (Result.ATTEINT, "Il y va seul.")}, key="b")
    assert Bilan.objects.count() == 1
    assert the_goal(in_force).state == ItemState.TERMINE
    assert Projet.objects.get().review_on == cadence.after(timezone.localdate(), 12)


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_the_next_bilan_is_within_the_year(in_force: Projet, lucie: Post, days: int) -> None:
    again = timezone.localdate() + timedelta(days=days)
    with pytest.raises(Refused, match="dans l'année"):
        services.write_bilan(
            projet=in_force, by=lucie, kind=BilanKind.ETAPE, synthesis="x", next_on=again,
            reviews={the_goal(in_force): (Result.PARTIEL, "")},
        )  # fmt: skip


def test_a_new_version_copies_what_lives_and_takes_the_place(in_force: Projet, lucie: Post, chloe: Post) -> None:
    services.save_piece(
        projet=in_force, kind="action", by=lucie, values={"goal": the_goal(in_force), "title": "Plan du réseau"}
    )
    services.set_state(piece=Action.objects.get(post=None), by=lucie, state=ItemState.TERMINE)
    second = services.start(usager=in_force.usager, by=lucie, kind=ProjetKind.AVENANT)
    assert (second.number, second.kind, second.replaces) == (2, ProjetKind.AVENANT, in_force)
    copied, before = content_of(second), content_of(in_force)
    assert [goal.lineage for goal in copied.goals] == [goal.lineage for goal in before.goals]
    assert [action.title for action in copied.goals[0].actions] == ["Trajets accompagnés"]
    assert [len(goal.need_ids) for goal in copied.goals] == [1]
    assert copied.sections[0].text == before.sections[0].text
    assert projet_in_force(in_force.usager) == in_force
    agree(second, lucie)
    services.validate(projet=second, by=chloe)
    in_force.refresh_from_db()
    assert in_force.state == ProjetState.TERMINE
    assert projet_in_force(in_force.usager) == second
    assert [one.number for one in projets_of(lucie, in_force.usager)] == [2, 1]
    assert content_of(in_force).goals[0].title == "Prendre la ligne 12 seul"


def test_a_version_given_up_leaves_the_one_in_force(in_force: Projet, lucie: Post) -> None:
    second = services.start(usager=in_force.usager, by=lucie)
    services.abandon(projet=second, by=lucie, reason="La situation a changé.")
    assert projet_in_force(in_force.usager) == in_force
    assert services.start(usager=in_force.usager, by=lucie).number == 3


def test_paused_resumed_ended_each_with_its_reason(in_force: Projet, lucie: Post, chloe: Post) -> None:
    with pytest.raises(Refused, match="pourquoi"):
        services.pause(projet=in_force, by=lucie, reason=" ")
    assert services.pause(projet=in_force, by=lucie, reason="Hospitalisation").state == ProjetState.EN_PAUSE
    assert services.resume(projet=in_force, by=lucie).state == ProjetState.EN_COURS
    with pytest.raises(ClosedDoor):
        services.end(projet=in_force, by=lucie, reason="Départ")
    ended = services.end(projet=in_force, by=chloe, reason="Départ en appartement")
    assert ended.ends_on == timezone.localdate()
    with pytest.raises(Refused, match="terminé"):
        services.remark(projet=ended, by=lucie, text="trop tard", kind="observation")


def test_what_is_signed_is_dated_named_and_believable(projet: Projet, lucie: Post) -> None:
    given = {"projet": projet, "by": lucie, "decision": Decision.ACCORD}
    with pytest.raises(Refused, match="à venir"):
        services.collect_accord(
            **given, signatory=Signatory.PERSONNE, means=Means.ORAL, signed_at=timezone.now() + timedelta(days=1)
        )
    with pytest.raises(Refused, match="nom"):
        services.collect_accord(**given, signatory=Signatory.REPRESENTANT, means=Means.ORAL)
    with pytest.raises(Refused, match="page signée"):
        services.collect_accord(**given, signatory=Signatory.PERSONNE, means=Means.SIGNATURE)
    with pytest.raises(Refused, match="ni une image"):
        services.collect_accord(**given, signatory=Signatory.PERSONNE, means=Means.SIGNATURE, scan=b"MZ...")
    with pytest.raises(Refused, match="en validant"):
        services.collect_accord(**given, signatory=Signatory.STRUCTURE, means=Means.ECRIT)
    for _ in range(2):
        services.collect_accord(
            **given, signatory=Signatory.PERSONNE, means=Means.SIGNATURE, scan=b"%PDF-1.7 essai", key="s"
        )
    row = Accord.objects.get()
    assert (row.name, row.collected_by, row.scan.media_type) == ("Yann QUEMENER", lucie, "application/pdf")


def test_who_could_not_speak_is_told_how_it_was_sought(projet: Projet, lucie: Post) -> None:
    with pytest.raises(Refused, match="a été recherché"):
        agree(projet, lucie, Decision.IMPOSSIBLE)


def test_the_day_shows_what_is_due_to_those_who_lead(
    yann: Usager,
    projet: Projet,
    lucie: Post,
    chloe: Post,
    rosa: Post,
    karim: Post,
    django_assert_max_num_queries: object,
) -> None:
    services.abandon(projet=projet, by=lucie, reason="essai")
    assert due_for(lucie) == []
    services.set_cadence(by=chloe, review_months=6, first_months=3)
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        due = due_for(lucie)
    assert [(one.usager, one.is_first, one.is_late) for one in due] == [(yann, True, True)]
    assert due_for(rosa) == due_for(karim) == []


def test_the_law_bounds_the_rhythm_a_structure_chooses(chloe: Post, lucie: Post) -> None:
    with pytest.raises(Refused, match="une fois par an"):
        services.set_cadence(by=chloe, review_months=18, first_months=6)
    with pytest.raises(Refused, match="six mois"):
        services.set_cadence(by=chloe, review_months=12, first_months=9)
    with pytest.raises(ClosedDoor):
        services.set_cadence(by=lucie, review_months=6, first_months=6)


def test_what_is_due_comes_back_with_the_review(in_force: Projet, lucie: Post) -> None:
    assert due_for(lucie) == []
    Projet.objects.update(review_on=timezone.localdate() - timedelta(days=3))
    (due,) = due_for(lucie)
    assert (due.projet_id, due.is_late, due.is_first) == (in_force.id, True, False)


def test_each_gesture_leaves_its_trace(in_force: Projet) -> None:
    actions = set(TraceEvent.objects.filter(usager_id=in_force.usager_id).values_list("action", flat=True))
    assert {"projet.begun", "projet.section", "projet.objectif", "projet.accord", "projet.validated"} <= actions
    assert Goal.objects.count() == 1
