"""`esante cda`: read, validate, html; 0 sound, 1 faulty, 2 unreadable."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from esante.__main__ import main

from .conftest import Run

EMPTY = b'<ClinicalDocument xmlns="urn:hl7-org:v3"/>'


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    path = tmp_path / "faulty.xml"
    path.write_bytes(EMPTY)
    return str(path)


@pytest.fixture
def text(tmp_path: Path) -> str:
    path = tmp_path / "text.xml"
    path.write_text("bonjour", "utf-8")
    return str(path)


@pytest.mark.parametrize("verb", ["read", "validate"])
def test_a_faulty_document_is_read_and_its_faults_listed(esante: Run, faulty: str, verb: str) -> None:
    code, said = esante("cda", verb, faulty)
    assert code == 1
    assert {"code", "sentence", "location", "source"} <= set(said["faults"][0])


@pytest.mark.parametrize("verb", ["read", "validate", "html"])
def test_what_is_no_document_is_unreadable(esante: Run, text: str, verb: str) -> None:
    code, said = esante("cda", verb, text)
    assert code == 2
    assert said["error"]


@pytest.mark.parametrize("verb", ["read", "validate", "html"])
def test_a_missing_file_is_unreadable(esante: Run, tmp_path: Path, verb: str) -> None:
    code, said = esante("cda", verb, str(tmp_path / "absent.xml"))
    assert (code, said["error"]) == (2, "Ce fichier n'existe pas.")


def test_a_folder_is_unreadable(esante: Run, tmp_path: Path) -> None:
    code, said = esante("cda", "read", str(tmp_path))
    assert code == 2
    assert said["error"]


def test_a_kit_that_is_none_is_said_so(esante: Run, faulty: str, tmp_path: Path) -> None:
    code, said = esante("cda", "validate", faulty, "--kit", str(tmp_path))
    assert code == 2
    assert "kit" in said["error"]


def test_html_is_printed_as_it_is(faulty: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["cda", "html", faulty]) == 0
    assert capfdbinary.readouterr().out.startswith(b'<!DOCTYPE html><html lang="fr">')


@pytest.mark.kits
def test_an_official_document_is_read_whole(esante: Run, kits: Path) -> None:
    code, said = esante("cda", "read", str(kits / "ci-sis" / "ExemplesCDA" / "LDL-SES_2022.01.xml"))
    assert code == 0
    assert said["patient"]["ins"]["key_is_right"] is True
    assert said["class_code"]["code"] == "10"
    assert said["format_code"]["code"] == "urn:asip:ci-sis:ldl-ses:2017"
    assert said["body"]["level"] == 3
    assert len(said["body"]["sections"]) == 9
    assert {fault["severity"] for fault in said["faults"]} == {"warning"}


@pytest.mark.kits
def test_an_unstructured_document_is_read_without_its_bytes(esante: Run, kits: Path) -> None:
    code, said = esante("cda", "read", str(kits / "ci-sis" / "ExemplesCDA" / "DOC_NON_STRUCTURE_CDA-R2-N1.xml"))
    assert code == 0
    assert said["body"]["media_type"] == "application/pdf"
    assert said["body"]["size"] > 1000
    assert len(json.dumps(said)) < 20_000
