"""The validator: official documents pass, a dead worker is replaced, a folder that is no kit is refused."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from esante.cda import NotADocument, decode
from esante.cda.validation import Kit, KitError, Validator

from .editing import broken, without
from .structured import with_narrative

EXAMPLES = ("CSE-MDE_2023.01.xml", "DLU-EHPAD-FLUDT_2022.01.xml", "TLM-CR_2022.01.xml", "VSM_1.4_2022.01.xml")


def test_without_a_kit_our_rules_judge_alone(note: bytes) -> None:
    with Validator() as validator:
        assert validator.validate(note) == ()
        findings = validator.validate(broken(note, without("author/assignedAuthor/code")))
    assert [(finding.check, finding.code) for finding in findings] == [("alentour", "author.code")]
    assert findings[0].location == "author/assignedAuthor/code"
    assert findings[0].source == "CI-SIS, Structuration minimale 1.16, author/assignedAuthor/code"


def test_what_is_no_document_is_not_judged() -> None:
    with Validator() as validator, pytest.raises(NotADocument):
        validator.validate(b"<a/>")


def test_a_folder_that_is_no_kit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="kit CI-SIS"):
        Validator(tmp_path)


@pytest.mark.kits
@pytest.mark.parametrize("name", EXAMPLES)
def test_official_documents_satisfy_the_official_rules(name: str, kits: Path, kit_validator: Validator) -> None:
    findings = kit_validator.validate((kits / "ci-sis" / "ExemplesCDA" / name).read_bytes())
    assert [finding for finding in findings if finding.check != "alentour"] == []


@pytest.mark.kits
def test_the_export_of_a_record_has_the_ten_findings_the_kit_announces(kits: Path, kit_validator: Validator) -> None:
    findings = kit_validator.validate((kits / "ci-sis" / "ExemplesCDA" / "EXPORT-DUI_TDDUI_v1.0.1.xml").read_bytes())
    checks = [finding.check for finding in findings]
    assert (checks.count("IHE"), checks.count("MCDA"), checks.count("SM"), checks.count("xsd")) == (5, 5, 0, 0)
    assert "volet.unjudged" in {finding.code for finding in findings}


@pytest.mark.kits
def test_what_the_schema_refuses_is_located(note: bytes, kit_validator: Validator) -> None:
    findings = kit_validator.validate(broken(note, without("custodian/assignedCustodian")))
    assert ("xsd", "custodian") in {(finding.check, finding.location) for finding in findings}


@pytest.mark.kits
def test_a_finding_of_the_official_rules_says_where_and_by_which_pattern(note: bytes, kit_validator: Validator) -> None:
    findings = kit_validator.validate(broken(note, without("author/assignedAuthor/representedOrganization/id", "root")))
    official = next(finding for finding in findings if finding.check == "SM")
    assert official.location.startswith("author/assignedAuthor/representedOrganization")
    assert official.source.startswith("CI-SIS, schématron SM, ")


@pytest.mark.kits
def test_a_worker_that_died_is_replaced(kits: Path, tmp_path: Path) -> None:
    """A light kit, one volet alone, so that the worker starts quickly."""
    light = light_kit(kits, tmp_path)
    document = with_narrative("mot")
    with Validator(light, cache=tmp_path / "cache") as validator:
        before = validator.validate(document)
        pool = validator._pool
        assert pool is not None
        (process,) = pool._processes.values()
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        assert validator.validate(document) == before


def light_kit(kits: Path, folder: Path) -> Path:
    """A kit whose header rules are those of one small volet."""
    root = folder / "kit"
    official = kits / "ci-sis"
    (root / "schematrons" / "profils" / "structurationMinimale").mkdir(parents=True)
    (root / "infrastructure").symlink_to(official / "infrastructure")
    rule = (
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">'
        '<ns prefix="cda" uri="urn:hl7-org:v3"/><pattern id="p"><rule context="cda:title">'
        "<assert test=\"matches(., '^impossible$')\">titre</assert></rule></pattern></schema>"
    )
    target = root / "schematrons" / "profils" / "structurationMinimale" / "ASIP-STRUCT-MIN-StrucMin.sch"
    target.write_text(rule, "utf-8")
    return root


@pytest.mark.kits
def test_a_worker_that_hangs_is_given_up(kits: Path, tmp_path: Path) -> None:
    from esante.cda.validation import ValidationUnavailable

    with (
        Validator(light_kit(kits, tmp_path), cache=tmp_path / "cache", timeout=0.001) as validator,
        pytest.raises(ValidationUnavailable, match="à temps"),
    ):
        validator.validate(with_narrative("mot"))


@pytest.mark.kits
def test_a_changed_rule_is_compiled_again(kits: Path, tmp_path: Path) -> None:
    root = light_kit(kits, tmp_path)
    before = Kit.at(root).digest()
    rules = next(root.rglob("*.sch"))
    rules.write_text(rules.read_text("utf-8").replace("titre", "autre"), "utf-8")
    assert Kit.at(root).digest() != before


@pytest.mark.kits
@pytest.mark.parametrize(
    ("name", "volet"),
    [
        ("LDL-SES_2022.01.xml", "CI-SIS_LDL-SES_2022.01.sch"),
        ("VSM_1.4_2022.01.xml", "CI-SIS_VSM_1.4_2022.01.sch"),
        ("eP-MED-DM_2023.01_PosoStruct.xml", "CI-SIS_EP-MED-DM_2023.01.sch"),
        ("TLM-CR_2022.01.xml", "CI-SIS_TLM-CR_2022.01.sch"),
    ],
)
def test_each_document_answers_to_its_own_volet(name: str, volet: str, kits: Path) -> None:
    document = decode((kits / "ci-sis" / "ExemplesCDA" / name).read_bytes())
    found = Kit.at(kits).volet_of(document)
    assert isinstance(found, Path)
    assert found.name == volet


@pytest.mark.kits
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("DOC_NON_STRUCTURE_CDA-R2-N1.xml", ""),
        ("BIO-CR-BIO_2024.01_TSH_1.xml", "version"),
        ("EXPORT-DUI_TDDUI_v1.0.1.xml", "pas de schématron"),
    ],
)
def test_a_document_without_volet_says_why(name: str, why: str, kits: Path) -> None:
    document = decode((kits / "ci-sis" / "ExemplesCDA" / name).read_bytes())
    found = Kit.at(kits).volet_of(document)
    assert isinstance(found, str)
    assert why in found
