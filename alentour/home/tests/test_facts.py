"""The bilan of a projet starts from what the period was, told to each as the métier opens it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from alentour.accounts.models import Post
from alentour.agenda.enums import Attendance, Half, Here, Kind, Status
from alentour.agenda.models import Entry, EntryUsager, Presence
from alentour.care import services as care
from alentour.care.enums import Category, EvaluationState
from alentour.care.models import Evaluation
from alentour.home import facts
from alentour.identity.models import Usager
from alentour.identity.services import create_usager
from alentour.record.services import add_to_team

TODAY = timezone.localdate


@pytest.fixture
def irene(ines: Post, karim: Post, nadia: Post) -> Usager:
    usager = create_usager(
        structure=ines.structure, by=nadia, birth_name="DUPONT", given_names="IRENE MARIE", first_given_name="IRENE",
        birth_date_text="1938-03-12", sex="F", birth_place="35238",
    )  # fmt: skip
    add_to_team(usager=usager, post=ines, by=None)
    return usager


def told(tell: object, post: Post, usager: Usager, days: int = 90) -> list[str]:
    return [fact.text for fact in tell(post, usager, TODAY() - timedelta(days=days), TODAY())]  # type: ignore[operator]


def at(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def test_the_notes_of_the_period_are_counted_by_category(ines: Post, irene: Usager) -> None:
    for days, text in ((1, "A marché seule."), (10, "Bonne nuit."), (200, "Il y a longtemps.")):
        care.write(usager=irene, by=ines, category=Category.SOIN, data=text, done_at=at(days))
    assert told(facts.notes, ines, irene) == [f"{Category.SOIN.label} : 2"]


def test_the_weight_is_told_with_its_change(ines: Post, irene: Usager) -> None:
    for days, kilos in ((80, "56.6"), (2, "55.4")):
        care.take(usager=irene, by=ines, values={"poids": Decimal(kilos)}, done_at=at(days))
    assert told(facts.evaluated, ines, irene) == ["Poids 55,4 kg, − 1,2 kg"]


def test_the_scores_go_from_the_first_to_the_last(ines: Post, irene: Usager) -> None:
    for number, (days, gir, grid, score) in enumerate(
        ((80, 4, "aggir", None), (3, 3, "aggir", None), (5, None, "tinetti", 19)), start=1
    ):
        Evaluation.objects.create(
            structure=ines.structure, usager=irene, grid=grid, grid_version="1", number=number, author=ines, gir=gir,
            score=score, answers={}, state=EvaluationState.VALIDATED, done_on=TODAY() - timedelta(days=days),
        )  # fmt: skip
    Evaluation.objects.create(
        structure=ines.structure, usager=irene, grid="tinetti", grid_version="1", number=9, author=ines, score=3,
        answers={}, state=EvaluationState.CORRECTED, done_on=TODAY(),
    )  # fmt: skip
    assert told(facts.evaluated, ines, irene) == ["GIR : 4 puis 3", "Tinetti : 19"]


def test_what_took_place_is_counted_and_costs_the_same_for_one_or_thirty(
    ines: Post, irene: Usager, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def happened(days: int, status: Status, came: str = "") -> None:
        entry = Entry.objects.create(
            structure=ines.structure, kind=Kind.SORTIE, title="Marché", starts_at=at(days), status=status,
            ends_at=at(days) + timedelta(hours=1), created_by=ines,
        )  # fmt: skip
        EntryUsager.objects.create(structure=ines.structure, entry=entry, usager=irene, attendance=came)

    happened(4, Status.REALISE)
    with django_assert_max_num_queries(20) as few:
        told(facts.lived, ines, irene)
    for days in range(5, 34):
        happened(days, Status.REALISE)
    happened(2, Status.ANNULE)
    happened(3, Status.REALISE, Attendance.ABSENT)
    with django_assert_max_num_queries(len(few)):
        lines = told(facts.lived, ines, irene)
    assert "Sortie, accompagnement : 30" in lines
    assert "Annulés : 1" in lines
    assert "Où la personne n'est pas venue : 1" in lines


def test_somebody_of_another_structure_is_told_nothing(ines: Post, karim: Post, irene: Usager) -> None:
    care.write(usager=irene, by=ines, category=Category.SOIN, data="A marché seule.", done_at=at(1))
    care.take(usager=irene, by=ines, values={"poids": Decimal("55.4")}, done_at=at(1))
    assert not told(facts.notes, karim, irene)
    assert not told(facts.evaluated, karim, irene)
    Presence.objects.create(
        structure=irene.structure, usager=irene, day=TODAY(), half=Half.MATIN, here=Here.ABSENT, by=ines
    )
    assert told(facts.lived, ines, irene)
    assert not told(facts.lived, karim, irene)


def test_the_metier_that_reads_no_evaluation_is_told_the_weight_alone(ines: Post, aicha: Post, irene: Usager) -> None:
    add_to_team(usager=irene, post=aicha, by=None)
    care.take(usager=irene, by=ines, values={"poids": Decimal("55.4")}, done_at=at(1))
    Evaluation.objects.create(
        structure=ines.structure, usager=irene, grid="tinetti", grid_version="1", number=1, author=ines, score=19,
        answers={}, state=EvaluationState.COMPLETE, done_on=TODAY(),
    )  # fmt: skip
    assert told(facts.evaluated, aicha, irene) == ["Poids 55,4 kg"]
    assert told(facts.evaluated, ines, irene) == ["Poids 55,4 kg", "Tinetti : 19"]
