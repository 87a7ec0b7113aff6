"""The three months told: enough of them, the same ones each time, once, and nothing that could not have happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from alentour.accounts.enums import Act
from alentour.accounts.models import Structure
from alentour.accounts.rights import can
from alentour.agenda.models import Entry
from alentour.audit.services import verify_chain
from alentour.care.enums import Category
from alentour.care.models import (
    Administration,
    CareEvent,
    Cible,
    Evaluation,
    Measure,
    Mention,
    Reading,
    Realisation,
    Transmission,
    TreatmentLine,
)  # fmt: skip
from alentour.core import rls
from alentour.demo import cast
from alentour.demo.history import clock
from alentour.demo.history.load import everybody, tell_everything
from alentour.demo.loading import load
from alentour.identity.models import Usager
from alentour.projects.enums import ProjetState
from alentour.projects.models import Projet
from alentour.record.models import Movement, Stay

pytestmark = pytest.mark.django_db


def silent(sentence: str) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def houses(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The thirteen houses and the people of the guided journey, for the whole file; there is no wire here to qualify identities."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), rls.across("tests"), transaction.atomic():
        patch.setattr(cast, "PLACEMENTS", tuple(one for one in cast.PLACEMENTS if one.house == "ssiad"))
        patch.setattr("alentour.demo.loading._qualify", lambda usager, by, loaded: None)
        load(silent)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def told(houses: None) -> Iterator[int]:
    with transaction.atomic():
        yield tell_everything(silent)


def texts() -> list[tuple[str, ...]]:
    rows = Transmission.objects.select_related("usager", "author__professional").order_by(
        "usager__nom_n", "done_at", "id"
    )
    return sorted(
        (str(one.usager), str(one.done_at), str(one.author), one.data, one.action, one.result) for one in rows
    )


def test_the_same_day_tells_the_same_story(houses: None) -> None:
    now, stories = timezone.now(), []
    for _ in range(2):
        with transaction.atomic():
            tell_everything(silent, now=now)
            stories.append(texts())
            transaction.set_rollback(True)
    assert stories[0] == stories[1]


def test_forty_people_have_three_months_of_life(told: int) -> None:
    assert told == len(everybody()) == Usager.objects.count() == 40
    assert Transmission.objects.count() > 1500
    assert Administration.objects.count() > 4000
    assert Measure.objects.count() > 800
    assert not Usager.objects.filter(transmissions=None).exists()


def test_a_second_time_changes_nothing(told: int) -> None:
    before = (Usager.objects.count(), Transmission.objects.count(), Administration.objects.count())
    assert tell_everything(silent) == 0
    assert before == (Usager.objects.count(), Transmission.objects.count(), Administration.objects.count())


def test_nothing_is_dated_in_the_future_nor_out_of_a_stay(told: int) -> None:
    now = timezone.now()
    for rows in (Transmission.objects, Reading.objects, Administration.objects):
        assert not rows.filter(entered_at__gt=now).exists()
        assert not rows.filter(done_at__gt=F("entered_at")).exists()
    for stay in Stay.objects.exclude(usager__in=guided()):
        notes = Transmission.objects.filter(usager=stay.usager)
        assert not notes.filter(done_at__date__lt=stay.starts_on).exists()
        assert stay.ends_on is None or not notes.filter(done_at__date__gte=stay.ends_on).exists()


def guided() -> QuerySet[Usager]:
    """Those of the guided journey: admitted on the day of the loading, their story began before that stay."""
    return Usager.objects.filter(birth_name__in=[one.birth_name for one in cast.PEOPLE])


def test_no_dose_comes_before_its_prescription_nor_while_away(told: int) -> None:
    assert not Administration.objects.filter(day__lt=F("line__starts_on")).exists()
    assert not Administration.objects.filter(day__gt=F("line__ends_on")).exists()
    assert not Administration.objects.filter(done_at__lt=F("line__written_at")).exists()
    for absence in Movement.objects.filter(back_at__isnull=False).exclude(kind="chambre"):
        during = (absence.at + timedelta(hours=1), absence.back_at)
        assert not Administration.objects.filter(usager=absence.usager, done_at__range=during).exists()
    assert TreatmentLine.objects.exclude(prescriber="").count() == TreatmentLine.objects.count()


def test_each_writes_what_their_metier_writes(told: int) -> None:
    for note in Transmission.objects.select_related("author"):
        assert can(note.author, Act.WRITE, Category(note.category).kind), f"{note.author.metier} wrote {note.category}"
        assert note.author.structure_id == note.structure_id


def test_the_sentences_are_finished(told: int) -> None:
    for note in Transmission.objects.all():
        written = f"{note.target}{note.data}{note.action}{note.result}"
        assert note.data
        assert not set("{}[]<>|") & set(written), written


def test_every_projet_in_force_was_agreed_and_somebody_is_to_be_reviewed(told: int) -> None:
    in_force = Projet.objects.filter(state=ProjetState.EN_COURS)
    assert in_force.count() > 15
    assert not in_force.filter(accords=None).exists()
    assert in_force.filter(review_on__lt=timezone.localdate()).exists()
    assert Projet.objects.filter(state=ProjetState.PREPARATION).exists()
    assert Projet.objects.filter(state=ProjetState.TERMINE).exists()


def test_each_house_has_its_agenda_and_its_events(told: int) -> None:
    assert Entry.objects.exclude(frequency="").count() > 15
    assert CareEvent.objects.filter(closed_at=None).exists()
    assert CareEvent.objects.exclude(closed_at=None).exists()
    assert not CareEvent.objects.filter(happened_at__gt=F("entered_at")).exists()
    assert not Realisation.objects.filter(day__lt=F("task__starts_on")).exists()
    assert Evaluation.objects.exclude(score=None).exists()


def test_a_colleague_is_called_only_to_what_they_read(told: int) -> None:
    mentions = Mention.objects.select_related("post", "transmission")
    assert mentions
    for mention in mentions:
        assert can(mention.post, Act.READ, Category(mention.transmission.category).kind)


def test_an_open_cible_has_lines_and_a_closed_one_its_outcome(told: int) -> None:
    assert not Cible.objects.filter(lines=None).exists()
    closed = Cible.objects.exclude(closed_at=None)
    assert closed.exists()
    assert all(cible.outcome for cible in closed)


def test_the_trail_of_each_house_holds(told: int) -> None:
    for structure in Structure.objects.all():
        assert verify_chain(structure.pk).broken_at is None


def test_the_clock_of_the_story_never_runs_ahead() -> None:
    with pytest.raises(ValueError, match="what happened"), clock.at(timezone.now() + timedelta(hours=1)):
        pass
