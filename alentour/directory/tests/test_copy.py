"""From an entry of the Annuaire to the lines one chooses from, and finding them again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alentour.directory import selectors
from alentour.directory.models import Listing
from alentour.directory.services import keep
from alentour.directory.tests.people import MARTIN, PHARMACIE, SILENT, TWO_PLACES

pytestmark = pytest.mark.django_db


def test_a_doctor_is_one_line_with_title_place_and_mailbox() -> None:
    (line,) = keep([MARTIN])
    assert (line.name, line.place, line.town) == ("Dr Paul MARTIN", "Cabinet médical du Mail", "Rennes")
    assert (line.mailbox_address, line.mailbox_kind) == ("paul.martin@medecin.mssante.test", "PER")
    assert (line.profession_code, line.idnps) == ("G15_10/SM26", "810100000032")


def test_a_mailbox_belongs_to_its_place_and_the_other_place_has_none() -> None:
    lines = {line.place: line.mailbox_address for line in keep([TWO_PLACES])}
    assert lines == {"Clinique des Ormes": "eve@clinique.mssante.test", "Cabinet médical du Mail": ""}


def test_a_structure_is_a_line_of_its_own() -> None:
    (line,) = keep([PHARMACIE])
    assert (line.is_structure, line.idnst, line.mailbox_kind) == (True, "1350009981", "ORG")


def test_asking_again_makes_no_double_and_keeps_the_same_identifier() -> None:
    (first,) = keep([MARTIN], complete=True)
    (again,) = keep([MARTIN], complete=True)
    assert first.pk == again.pk
    assert again.fetched_at >= first.fetched_at


def test_a_mailbox_that_closed_leaves_the_copy() -> None:
    keep([MARTIN], complete=True)
    keep([replace(MARTIN, mailboxes=())], complete=True)
    assert [line.mailbox_address for line in Listing.objects.all()] == [""]


def test_a_partial_answer_takes_nothing_away() -> None:
    keep([TWO_PLACES], complete=True)
    keep([replace(TWO_PLACES, places=TWO_PLACES.places[1:])])
    assert Listing.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("martin", ["Dr Paul MARTIN"]),
        ("MARTIN paul", ["Dr Paul MARTIN"]),
        ("mart", ["Dr Paul MARTIN"]),
        ("saint grégoire", ["Ève SAINT-GRÉGOIRE", "Ève SAINT-GRÉGOIRE"]),
        ("saint-gregoire vitré", ["Ève SAINT-GRÉGOIRE"]),
        ("10100000032", ["Dr Paul MARTIN"]),
        ("pharmacie mail", ["Pharmacie du Mail"]),
        ("officine@pharmacie-mail.mssante.test", ["Pharmacie du Mail"]),
        ("artin", []),
        ("", []),
    ],
)
def test_words_find_their_beginnings_without_accents_nor_order(text: str, found: list[str]) -> None:
    keep([MARTIN, TWO_PLACES, PHARMACIE])
    assert [line.name for line in selectors.lines(text)] == found


def test_filters_by_profession_town_and_kind_of_mailbox() -> None:
    keep([MARTIN, TWO_PLACES, PHARMACIE, SILENT])
    assert [line.name for line in selectors.lines("", profession="G15_10")] == ["Dr Paul MARTIN"]
    assert [line.name for line in selectors.lines("", town="Vitré")] == ["Ève SAINT-GRÉGOIRE"]
    assert [line.name for line in selectors.lines("", town="35000", kind="ORG")] == ["Pharmacie du Mail"]


def test_those_one_can_write_to_come_first() -> None:
    keep([SILENT, MARTIN])
    assert [line.name for line in selectors.lines("", town="rennes")] == ["Dr Paul MARTIN", "Luc RENAUD"]


def test_the_mailbox_of_the_structure_is_offered_for_those_who_have_none() -> None:
    keep([PHARMACIE])
    assert [line.mailbox_address for line in selectors.of_structure("1350009981")] == [
        "officine@pharmacie-mail.mssante.test"
    ]
