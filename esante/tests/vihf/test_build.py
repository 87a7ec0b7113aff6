"""What we write in a VIHF, attribute by attribute, and what we refuse to write."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from esante.cisis import Code
from esante.vihf import IncompleteVihf, Mode, NotAVihf, Purpose, Vihf, build, decode, faults, read
from lxml import etree

GOLDEN = Path(__file__).with_name("golden_air.xml")


def test_the_token_of_a_nurse_is_written_byte_for_byte(ines: Vihf) -> None:
    assert etree.tostring(build(ines), pretty_print=True).decode() == GOLDEN.read_text()


def test_it_is_read_back(ines: Vihf) -> None:
    assert read(decode(GOLDEN.read_bytes()).element) == replace(ines, authn_at=ines.issued_at)


def test_a_deposit_says_no_local_means_of_authentication(deposit: Vihf) -> None:
    element = build(deposit)
    assert element.find(".//{*}AuthnContextDecl") is None
    assert read(element).mode is Mode.INDIRECTE


def test_bris_de_glace_and_secret_connection_are_said(ines: Vihf) -> None:
    vihf = replace(ines, purpose=Purpose.BRIS_DE_GLACE, access_reason="Détresse respiratoire", confidentiality="secret")
    again = read(build(vihf))
    assert (again.purpose, again.access_reason, again.confidentiality) == (
        Purpose.BRIS_DE_GLACE,
        "Détresse respiratoire",
        "secret",
    )


def test_a_validity_window_is_written_and_judged(ines: Vihf) -> None:
    issued = ines.issued_at
    assert issued is not None
    vihf = replace(ines, not_before=issued, not_on_or_after=issued + timedelta(minutes=5))
    again = read(build(vihf))
    assert faults(again, issued) == ()
    assert [fault.code for fault in faults(again, issued - timedelta(seconds=1))] == ["vihf.early"]
    assert [fault.code for fault in faults(again, issued + timedelta(minutes=5))] == ["vihf.expired"]


@pytest.mark.parametrize(
    ("change", "location"),
    [
        ({"name_id": ""}, "NameID"),
        ({"name_id": "Moreau"}, "NameID"),
        ({"name_id": "3350009999/ines"}, "NameID"),
        ({"authn_decl": ""}, "AuthnContextDecl"),
        ({"subject_name": ""}, "subject-id"),
        ({"roles": ()}, "subject:role"),
        ({"sector": None}, "Secteur_Activite"),
        ({"structure_id": "SSIAD"}, "Identifiant_Structure"),
        ({"purpose": Purpose.BRIS_DE_GLACE}, "Mode_Acces_Raison"),
        ({"patient": "238033523800188"}, "resource-id"),
        ({"issued_at": None}, "IssueInstant"),
    ],
)
def test_a_token_the_specification_forbids_is_not_built(ines: Vihf, change: dict[str, object], location: str) -> None:
    vihf = replace(ines, **change)  # type: ignore[arg-type]
    assert [fault.location for fault in faults(vihf)] == [location]
    with pytest.raises(IncompleteVihf):
        build(vihf)


def test_an_internal_identifier_may_deposit(deposit: Vihf) -> None:
    assert faults(replace(deposit, name_id="3350009999/42")) == ()


def test_a_physician_has_two_roles(ines: Vihf) -> None:
    roles = (Code("10", "1.2.250.1.71.1.2.7", "Médecin"), Code("SM26", "1.2.250.1.71.4.2.5", "Médecine générale"))
    assert read(build(replace(ines, roles=roles))).roles == roles


def test_the_homologation_number_never_shows_in_a_representation(ines: Vihf) -> None:
    assert "DMP-TEST-0001" not in repr(ines)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<?xml version="1.0" encoding="UTF-8"?><a>\xe9</a>',
    ],
)
def test_what_is_no_assertion_is_refused(data: bytes) -> None:
    with pytest.raises(NotAVihf):
        decode(data)


def test_an_assertion_without_authentication_mode_is_no_vihf() -> None:
    element = etree.fromstring('<a:Assertion xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion"/>')
    with pytest.raises(NotAVihf, match="mode"):
        read(element)
