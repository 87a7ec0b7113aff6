"""The table of habilitations, cell by cell: what is written in the file is what the product does, no more."""

from __future__ import annotations

import csv

import pytest

from alentour.accounts.enums import Act, DataClass, Metier, Scope
from alentour.accounts.models import Post
from alentour.accounts.rights import LETTERS, TABLE, can, metiers_that_can, require, scope_of
from alentour.core.doors import ClosedDoor


def cells() -> list[tuple[str, str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return [
            (row["metier"], kind.value, row[kind])
            for row in csv.DictReader(handle, delimiter=";")
            for kind in DataClass
        ]


@pytest.mark.parametrize(("metier", "kind", "letters"), cells())
def test_each_cell_is_what_the_post_can_do(ines: Post, metier: str, kind: str, letters: str) -> None:
    ines.metier = metier
    opened = {letter for letter, act in LETTERS.items() if can(ines, act, DataClass(kind))}
    assert opened == set(letters.strip("-"))


def test_the_technical_administrator_sees_no_health_data(ines: Post) -> None:
    ines.metier = Metier.ADMIN
    seen = {kind for kind in DataClass for act in Act if can(ines, act, kind)}
    assert seen == {DataClass.COMPTES}
    assert scope_of(ines) == Scope.NOBODY


def test_the_director_does_not_read_care(helene: Post) -> None:
    for kind in (DataClass.SANTE, DataClass.PRESCRIPTION, DataClass.SOINS, DataClass.TRANSMISSIONS_SOIN):
        assert not can(helene, Act.READ, kind)


def test_the_secretary_sees_no_prescription(sophie: Post) -> None:
    assert not can(sophie, Act.READ, DataClass.PRESCRIPTION)


def test_the_home_helper_opens_no_medical_door(karim: Post) -> None:
    with pytest.raises(ClosedDoor) as refusal:
        require(karim, Act.READ, DataClass.SANTE)
    assert "Médecin" in refusal.value.opens_to
    assert "Aide à domicile" not in refusal.value.opens_to


def test_a_post_that_is_over_opens_nothing(ines: Post) -> None:
    from datetime import date

    ines.ends_on = date(2020, 1, 1)
    assert not can(ines, Act.READ, DataClass.IDENTITE)


def test_a_door_names_the_metiers_that_open_it() -> None:
    assert metiers_that_can(Act.VALIDATE, DataClass.PRESCRIPTION) == (
        "Médecin",
        "Pharmacienne, pharmacien",
    )
