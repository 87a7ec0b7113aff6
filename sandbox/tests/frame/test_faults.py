"""Scripted faults strike who they are meant for, as many times as asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from sandbox.faults import BadFault, Fault, Faults

IRENE = "238033523800188"
MARCEL = "141093523801474"


def test_a_fault_by_person_spares_the_others(tmp_path: Path) -> None:
    faults = Faults(tmp_path / "faults.sqlite3")
    faults.add(Fault(service="insi", kind="refuse", code="siram_40", subject=IRENE))
    assert faults.decide("insi", "rechercherInsAvecTraitsIdentite", MARCEL) is None
    struck = faults.decide("insi", "rechercherInsAvecTraitsIdentite", IRENE)
    assert struck is not None
    assert struck.code == "siram_40"


def test_a_fault_for_two_times_strikes_twice(tmp_path: Path) -> None:
    faults = Faults(tmp_path / "faults.sqlite3")
    faults.add(Fault(service="dmp", kind="outage", remaining=2))
    strikes = [faults.decide("dmp", "TD3.1", IRENE) is not None for _ in range(3)]
    assert strikes == [True, True, False]


def test_a_standing_fault_survives_a_restart_until_cleared(tmp_path: Path) -> None:
    Faults(tmp_path / "faults.sqlite3").add(Fault(service="*", kind="slow", seconds=0.5))
    again = Faults(tmp_path / "faults.sqlite3")
    assert again.decide("annuaire", "Practitioner") is not None
    again.clear()
    assert again.decide("annuaire", "Practitioner") is None


def test_one_of_several_subjects_is_enough(tmp_path: Path) -> None:
    faults = Faults(tmp_path / "faults.sqlite3")
    faults.add(Fault(service="mssante", kind="refuse", subject="paul.martin@medecin.mssante.test"))
    to = ("equipe@ssiad-ajoncs.mssante.test", "paul.martin@medecin.mssante.test")
    assert faults.decide("mssante", "RCPT", *to) is not None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "explode"}, "Défaut inconnu"),
        ({"kind": "slow", "seconds": 601}, "600 secondes"),
        ({"kind": "refuse", "remaining": 0}, "au moins une fois"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused_in_french(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadFault, match=sentence):
        Fault(service="insi", **wrong)
