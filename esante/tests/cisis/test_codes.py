"""Tables of the NOS: what the product emits is known, with its system and its label."""

from __future__ import annotations

import pytest
from esante.cisis import Code, UnknownCode, oids

from esante import cisis


def test_the_trades_of_the_cast_are_known() -> None:
    assert cisis.profession("G15_60") == Code("G15_60", "1.2.250.1.213.1.1.4.5", "Infirmier")
    assert cisis.profession("313").system == oids.TRE_R85_ROLE
    assert cisis.profession("350").label == "Aide à domicile"
    assert cisis.profession("LOGICIEL_DUI").system == oids.TRE_A00_SYSTEM_AUTHOR


def test_the_register_s_profession_becomes_the_author_s_trade() -> None:
    assert cisis.profession_of("60").code == "G15_60"
    assert cisis.profession_of("10", "SM26").code == "G15_10/SM26"
    assert cisis.profession_of("21", "unheard").code == "G15_21"
    assert cisis.profession_of("313").code == "313"
    with pytest.raises(UnknownCode):
        cisis.profession_of("999")


def test_sectors_and_settings_of_the_cast_are_known() -> None:
    assert [cisis.sector(code).code for code in ("SA41", "SA07", "SA33", "SA18", "SA17")]
    assert cisis.practice_setting("ESSMS").system == oids.TRE_A01_PRACTICE_SETTING


@pytest.mark.parametrize(
    ("type_code", "class_code"),
    [
        ("57833-6", "42"),
        ("80788-3", "44"),
        ("EXPORT_DUI", "11"),
        ("28653-4", "10"),
        ("EXPPAT_3", "90"),
        ("60593-1", "43"),
    ],
)
def test_each_type_of_document_has_its_class(type_code: str, class_code: str) -> None:
    assert cisis.class_of(type_code).code == class_code
    assert cisis.class_of(cisis.type_code(type_code)).system == oids.TRE_A03_CLASS


def test_every_type_of_document_has_a_class_and_a_label() -> None:
    types = cisis.type_codes()
    assert len(types) == 122
    assert all(cisis.class_of(code) and code.label for code in types.values())


def test_the_format_follows_the_media_type_or_the_template() -> None:
    assert cisis.format_for("application/pdf") == Code(
        "urn:ihe:iti:xds-sd:pdf:2008", oids.IHE_FORMAT, "urn:ihe:iti:xds-sd:pdf:2008"
    )
    assert cisis.format_for_template([oids.HL7_FRANCE, oids.CI_SIS, "1.2.250.1.213.1.1.1.22"]) is not None
    assert cisis.format_for_template([oids.HL7_FRANCE, oids.CI_SIS]) is None


def test_png_has_no_format_in_the_dmp() -> None:
    with pytest.raises(UnknownCode, match="image/png"):
        cisis.format_for("image/png")


def test_masking_flags_have_their_own_system() -> None:
    assert cisis.confidentiality("N").system == oids.CONFIDENTIALITY
    assert cisis.confidentiality("MASQUE_PS").system == oids.TRE_A07_STATUS


def test_an_unknown_code_names_its_table() -> None:
    with pytest.raises(UnknownCode) as refusal:
        cisis.sector("SA99")
    assert (refusal.value.table, refusal.value.code) == ("sectors", "SA99")
    assert "SA99" in str(refusal.value)


def test_oids_are_recognised() -> None:
    assert oids.is_oid("1.2.250.1.213.1.4.10")
    assert not oids.is_oid("1.2.250.01.3")
    assert not oids.is_oid("3.2")
    assert not oids.is_oid("1")
    assert not oids.is_oid("1." + "2" * 64)
