"""Many questions, one trip, the same answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from alentour.accounts.models import Post, Professional, Structure
from alentour.audit.models import TraceEvent
from alentour.core import gather, rls, trace
from alentour.identity.models import Usager

pytestmark = pytest.mark.django_db


def questions(post: Post) -> list[QuerySet[object]]:
    """Rows of every shape: dates, empty texts, UUID, JSON, related objects, annotations, order, slices, nothing."""
    others = Post.objects.filter(professional=OuterRef("professional")).exclude(pk=OuterRef("pk"))
    return [
        Structure.objects.order_by("-name"),
        Post.objects.select_related("professional", "structure").annotate(several=Exists(others)).order_by("id"),
        Usager.objects.for_post(post).order_by("-birth_date"),
        Usager.objects.for_post(post).order_by("birth_date")[:1],
        Professional.objects.none(),
        TraceEvent.objects.filter(structure_id=post.structure_id).order_by("-sequence")[:3],
        Usager.objects.for_post(post).order_by("birth_date").values_list("birth_date", "birth_name"),
    ]


def test_the_answers_of_one_trip_are_those_of_each_question(
    ines: Post, irene: Usager, marcel: Usager, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in (irene, marcel):
        trace.record("usager.read", by=ines, usager_id=person.id, kind="soins", many=3, seen=True)
    with rls.within(ines.structure_id):
        apart, asked = questions(ines), questions(ines)
        with django_assert_num_queries(1):
            gather.read(*asked)
        with django_assert_num_queries(0):
            [list(rows) for rows in asked]
        for one, other in zip(apart, asked, strict=True):
            assert [_content(row) for row in one] == [_content(row) for row in other]
            assert list(one) == list(other)


def _content(row: object) -> object:
    if isinstance(row, tuple):
        return row
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_works_share_their_trips_round_by_round(
    ines: Post, irene: Usager, marcel: Usager, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = Usager.objects.for_post(ines)

    def two_rounds() -> gather.Asks[int]:
        youngest = yield from gather.first(people.order_by("-birth_date"))
        return (yield from gather.count(people.filter(birth_date__lte=youngest.birth_date)))

    with rls.within(ines.structure_id), django_assert_num_queries(2):
        total, names, nobody, plain = gather.together(
            two_rounds(), gather.every(people), gather.first(people.filter(birth_date=date(1800, 1, 1))), "as it is"
        )
    assert total == len(names) >= 2
    assert nobody is None
    assert plain == "as it is"


def test_a_work_that_asks_nothing_makes_no_trip(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert gather.together(gather.every(None), gather.every(Usager.objects.none())) == [[], []]


def test_what_was_already_read_is_not_asked_again(
    ines: Post, irene: Usager, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with rls.within(ines.structure_id):
        known = Usager.objects.for_post(ines).filter(created_at__gte=timezone.now() - timedelta(days=1))
        held = list(known)
        with django_assert_num_queries(1):
            gather.read(known, Usager.objects.for_post(ines), Usager.objects.for_post(ines)[:1])
    assert list(known) == held
