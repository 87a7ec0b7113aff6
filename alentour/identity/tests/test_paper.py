"""What every printed document says of Irène, of the structure and of the author."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from alentour.accounts.models import Post, Structure
from alentour.identity import paper
from alentour.identity.enums import StatutIns
from alentour.identity.tests.people import IRENE, qualified

NOON = datetime(2026, 11, 23, 13, 40, tzinfo=UTC)


def test_a_qualified_identity_is_printed_with_its_ins_and_its_datamatrix(ssiad: Structure, ines: Post) -> None:
    page = paper.page_data(qualified(ssiad, IRENE, ines), ssiad, "Évaluation", author=ines, made_at=NOON)

    assert page["person"]["matricule"] == "2 38 03 35 238 001 88"
    assert page["person"]["datamatrix"].startswith("<svg")
    assert page["made_at"].replace("\u00a0", " ") == "lun. 23 nov. 2026, 14 h 40"
    assert page["structure"]["id"] == "FINESS 350009999"
    assert page["author"] == {"name": "Inès MOREAU", "metier": ines.metier_label, "rpps": "10100000024"}


@pytest.mark.parametrize("statut", [StatutIns.PROVISOIRE, StatutIns.RECUPEREE, StatutIns.VALIDEE])
def test_an_identity_that_is_not_qualified_leaves_neither(ssiad: Structure, ines: Post, statut: StatutIns) -> None:
    irene = qualified(ssiad, IRENE, ines)
    irene.statut = statut
    block = paper.person(irene)
    assert (block["matricule"], block["datamatrix"]) == ("", "")
    assert block["statut"] == statut.label


def test_a_page_about_several_persons_has_no_identity_block(ssiad: Structure) -> None:
    page = paper.page_data(None, ssiad, "Feuille de relève")
    assert page["person"] is None
    assert page["author"]["name"] == ""


def test_a_curve_stays_in_its_frame_and_is_said_in_words() -> None:
    drawn = paper.curve(
        [(date(2026, 3, 1), 17.0), (date(2026, 1, 1), 12.0)], name="Norton", limits=[(14, "seuil 14")], scale=(5, 20)
    )
    assert [(point["x"], point["y"], point["label"]) for point in drawn["points"]] == [
        (0, 7 / 15, "12"),
        (1, 0.8, "17"),
    ]
    assert drawn["lines"] == [{"y": 0.6, "label": "seuil 14"}]
    assert drawn["alt"] == "Norton : 12 le 01/01/2026, 17 le 01/03/2026."


def test_one_value_alone_and_equal_values_are_drawn_too() -> None:
    (point,) = paper.curve([(date(2026, 1, 1), 4.0)], name="Algoplus")["points"]
    assert (point["x"], point["y"]) == (0.5, 0.5)
    flat = paper.curve([(date(2026, 1, 1), 4.0), (date(2026, 1, 1), 4.0)], name="Algoplus")["points"]
    assert {(point["x"], point["y"]) for point in flat} == {(0.5, 0.5)}


def test_an_axis_may_go_down_for_the_gir() -> None:
    drawn = paper.curve([(date(2026, 1, 1), 1.0), (date(2026, 2, 1), 6.0)], name="GIR", scale=(6, 1), steps=True)
    assert [point["y"] for point in drawn["points"]] == [1, 0]


def test_twenty_years_of_values_are_not_read_one_by_one() -> None:
    many = [(date(2006 + n, 1, 1), float(n)) for n in range(20)]
    assert "18 autres valeurs" in paper.curve(many, name="Poids", unit="kg")["alt"]
