"""Structures and professionals as XDS metadata write them."""

from __future__ import annotations

import pytest
from esante.cisis import Address, Professional, PsId, StructId, Structure, profession
from esante.cisis.actors import hl7v2

SSIAD = Structure(id=StructId.finess("350009999"), name="SSIAD Les Ajoncs")
INES = Professional(
    id=PsId.rpps("10100000024"), family="Moreau", given="Inès", profession=profession("G15_60"), structure=SSIAD
)


def test_a_professional_is_written_as_xcn() -> None:
    assert INES.xcn == "810100000024^Moreau^Inès^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS"


def test_a_structure_is_written_as_xon() -> None:
    assert INES.xon == SSIAD.xon == "SSIAD Les Ajoncs^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1350009999"


def test_a_structure_without_identifier_is_only_a_name() -> None:
    assert Structure(id=None, name="Cabinet A & B").xon == "Cabinet A \\T\\ B"


@pytest.mark.parametrize(("text", "escaped"), [("A^B", "A\\S\\B"), ("A|B", "A\\F\\B"), ("A\\B", "A\\E\\B")])
def test_delimiters_inside_a_name_are_escaped(text: str, escaped: str) -> None:
    assert hl7v2(text) == escaped


def test_an_address_is_read_on_one_line() -> None:
    address = Address(lines=("3 rue du Mail",), postal_code="35000", city="Rennes")
    assert address.on_one_line == "3 rue du Mail, 35000 Rennes"
