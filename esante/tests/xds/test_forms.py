"""Compound values, read as senders write them."""

from __future__ import annotations

from esante.xds import Institution, PatientId, Person, coded_text, read_cx, read_xcn, read_xon, same_patient


def test_a_person() -> None:
    assert read_xcn("810100000024^MOREAU^Inès^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS") == Person(
        id="810100000024", family="MOREAU", given="Inès", authority="1.2.250.1.71.4.2.1", kind="IDNPS"
    )
    assert read_xcn("^Smitty^Gerald^^^").name == "Gerald Smitty"
    assert read_xcn("Gerald Smitty") == Person(family="Gerald Smitty")


def test_a_structure_whose_name_holds_a_separator() -> None:
    text = "Foyer \\T\\ Cie^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1350009965"
    assert read_xon(text) == Institution(name="Foyer & Cie", id="1350009965", authority="1.2.250.1.71.4.2.2")
    assert read_xon("Cleveland Clinic") == Institution(name="Cleveland Clinic")


def test_a_patient() -> None:
    assert read_cx("238033523800188^^^&1.2.250.1.213.1.4.10&ISO^NH^^20100907") == PatientId(
        id="238033523800188", authority="1.2.250.1.213.1.4.10", kind="NH"
    )
    assert same_patient("1^^^&1.2&ISO", "1^^^&1.2&ISO^PI")
    assert not same_patient("1^^^&1.2&ISO", "1^^^&1.3&ISO")


def test_a_specialty() -> None:
    assert coded_text("G15_60^Infirmier^1.2.250.1.213.1.1.4.5") == ("G15_60", "Infirmier", "1.2.250.1.213.1.1.4.5")
