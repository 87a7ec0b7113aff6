"""The matricule INS: its key, its shape, its authority, and who is told when it is wrong."""

from __future__ import annotations

import pytest
from esante.cisis import Ins, InvalidIns, check_typed, ins_key, oids
from hypothesis import given
from hypothesis import strategies as st

IRENE = "238033523800188"


@pytest.mark.parametrize(
    ("first13", "key"),
    [
        ("297022A020778", "78"),
        ("180032B020401", "23"),
        ("2070585756270", "97"),
        ("1530789876585", "13"),
        ("1090763220834", "89"),
        ("2090763220834", "39"),
        ("2090663220123", "55"),
        ("2360663220836", "56"),
        ("1090763220888", "35"),
        ("1810363220456", "76"),
        ("2810363220456", "26"),
    ],
)
def test_the_key_of_the_official_vectors(first13: str, key: str) -> None:
    assert ins_key(first13) == key


@given(st.integers(min_value=1_000_000_000_000, max_value=9_999_999_999_999))
def test_the_key_is_always_two_digits_between_01_and_97(number: int) -> None:
    key = ins_key(str(number))
    assert len(key) == 2
    assert 1 <= int(key) <= 97
    assert (number + int(key)) % 97 == 0


@pytest.mark.parametrize("matricule", [IRENE, "141093523801474", "252023504702251", "133072207000910"])
def test_the_four_persons_of_the_cast_have_a_right_key(matricule: str) -> None:
    assert Ins(matricule=matricule, oid=oids.INS_NIR_TEST).key_is_right


def test_an_ins_travels_as_cx_and_comes_back_the_same() -> None:
    ins = Ins(matricule=IRENE, oid=oids.INS_NIR_TEST)
    assert ins.cx == "238033523800188^^^&1.2.250.1.213.1.4.10&ISO^NH"
    assert Ins.from_cx(ins.cx) == ins


def test_a_cx_with_the_date_of_attribution_is_read() -> None:
    assert Ins.from_cx(f"{IRENE}^^^&{oids.INS_NIR_TEST}&ISO^NH^^20100907").matricule == IRENE


@pytest.mark.parametrize(
    ("matricule", "oid", "reason"),
    [
        ("2380335238001", oids.INS_NIR, "length"),
        ("23803352380018X", oids.INS_NIR, "shape"),
        ("238032C23800188", oids.INS_NIR, "shape"),
        ("٢38033523800188", oids.INS_NIR, "shape"),
        (IRENE, "1.2.250.1.213.1.4.2", "oid"),
        (IRENE, "1.2.250.1.213.1.4.13", "oid"),
    ],
)
def test_what_has_not_the_shape_of_an_ins_is_refused(matricule: str, oid: str, reason: str) -> None:
    with pytest.raises(InvalidIns) as refusal:
        Ins(matricule=matricule, oid=oid)
    assert refusal.value.reason == reason
    assert matricule not in refusal.value.sentence


def test_a_wrong_key_is_refused_at_the_keyboard() -> None:
    with pytest.raises(InvalidIns, match="clé"):
        check_typed("238033523800189", oids.INS_NIR)


def test_a_wrong_key_received_from_the_teleservice_is_kept_and_told() -> None:
    hermann = Ins(matricule="181036322045660", oid=oids.INS_NIR)
    assert not hermann.key_is_right
    assert hermann.right_key == "76"


def test_spaces_and_small_letters_are_forgiven_at_the_keyboard() -> None:
    assert check_typed("2 97 02 2a 020 778 78", oids.INS_NIR_TEST).matricule == "297022A02077878"


def test_a_cx_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidIns):
        Ins.from_cx(f"{IRENE}^^^&{oids.INS_NIR_TEST}")


def test_authority_and_sex_are_read_from_the_ins() -> None:
    assert Ins(matricule=IRENE, oid=oids.INS_NIR_TEST).is_test
    assert not Ins(matricule=IRENE, oid=oids.INS_NIR).is_test
    assert Ins(matricule=IRENE, oid=oids.INS_NIR).sex == "F"
    assert Ins(matricule="141093523801474", oid=oids.INS_NIR).sex == "M"
    provisional = Ins(matricule="109076322088835", oid=oids.INS_NIA)
    assert provisional.is_nia
    assert provisional.department == "63"
