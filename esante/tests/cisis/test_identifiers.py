"""PS_IdNat and Struct_IdNat: kinds, lengths, Luhn keys."""

from __future__ import annotations

import pytest
from esante.cisis import InvalidIdentifier, PsId, StructId, luhn_is_right

RPPS_OF_THE_CAST = ("10100000016", "10100000024", "10100000032", "10100000040", "10100000057", "10100000073")


@pytest.mark.parametrize("rpps", RPPS_OF_THE_CAST)
def test_each_rpps_of_the_cast_has_a_right_key(rpps: str) -> None:
    ines = PsId.rpps(rpps)
    assert ines.value == f"8{rpps}"
    assert ines.kind == "rpps"
    assert ines.key_is_right


def test_one_wrong_digit_breaks_the_key_of_an_rpps() -> None:
    assert not PsId.rpps("10100000025").key_is_right


def test_an_internal_identifier_carries_no_key() -> None:
    device = PsId.parse("3350009999/DUI-1")
    assert device.kind == "finess_local"
    assert device.key_is_right


@pytest.mark.parametrize(
    "text", ["", "8", "81010000001", "8101000000160", "X10100000016", "3350009999", "810100 00016"]
)
def test_what_is_no_national_identifier_of_a_professional_is_refused(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        PsId.parse(text)


def test_structures_are_known_by_finess_or_siret() -> None:
    assert StructId.finess("350009999").value == "1350009999"
    assert StructId.siret("81234567800013").value == "381234567800013"
    assert StructId.parse("1350009999").kind == "finess"
    assert StructId.finess("350009999").key_is_right
    assert StructId.siret("81234567800013").key_is_right
    assert not StructId.siret("81234567800014").key_is_right
    assert StructId.parse("10B0041968").kind == "finess"


@pytest.mark.parametrize("text", ["", "135000999", "38123456780001", "9350009999"])
def test_what_is_no_national_identifier_of_a_structure_is_refused(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        StructId.parse(text)


def test_luhn_refuses_what_is_not_digits() -> None:
    assert luhn_is_right("79927398713")
    assert not luhn_is_right("79927398710")
    assert not luhn_is_right("7992A")
    assert not luhn_is_right("²")
