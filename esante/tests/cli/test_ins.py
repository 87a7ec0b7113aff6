"""`esante ins check`: 0 right, 1 wrong key, 2 no matricule at all."""

from __future__ import annotations

import pytest
from esante.__main__ import main

from .conftest import Run

TEST = "1.2.250.1.213.1.4.10"


def test_the_matricule_of_irene_is_right(esante: Run) -> None:
    code, said = esante("ins", "check", "238033523800188", "--oid", TEST)
    assert code == 0
    assert said["faults"] == []
    assert (said["sex"], said["birth_year_digits"], said["birth_month_digits"]) == ("F", "38", "03")
    assert (said["department"], said["is_test"], said["kind"]) == ("35", True, "INS-NIR de test")


def test_a_wrong_key_is_a_fault_and_the_right_one_is_told(esante: Run) -> None:
    code, said = esante("ins", "check", "2 38 03 35 238 001 89")
    assert code == 1
    assert said["right_key"] == "88"
    assert [fault["code"] for fault in said["faults"]] == ["ins.key"]
    assert "88" in said["faults"][0]["sentence"]


def test_a_corsican_matricule_is_read(esante: Run) -> None:
    code, said = esante("ins", "check", "297022a02077878", "--oid", TEST)
    assert code == 0
    assert (said["department"], said["is_corsica"]) == ("2A", True)


@pytest.mark.parametrize(
    ("matricule", "oid", "reason"),
    [
        ("2380335238001", TEST, "length"),
        ("bonjour", TEST, "length"),
        ("23803352380018X", TEST, "shape"),
        ("238033523800188", "1.2.3", "oid"),
    ],
)
def test_what_is_no_ins_is_unreadable(esante: Run, matricule: str, oid: str, reason: str) -> None:
    code, said = esante("ins", "check", matricule, "--oid", oid)
    assert code == 2
    assert said["reason"] == reason
    assert said["error"].endswith(".")


def test_a_misused_command_says_so_with_code_2() -> None:
    with pytest.raises(SystemExit) as refusal:
        main(["ins", "check"])
    assert refusal.value.code == 2
