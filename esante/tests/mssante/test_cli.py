"""The command tells, of one mail, what it is and what holds its documents back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from esante.__main__ import main
from esante.mssante import compose

from . import cast
from .cast import lots


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "mail.eml"
    path.write_bytes(compose(cast.with_documents()))
    return path


def run(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, dict[str, Any]]:
    code = main(["mss", "read", *map(str, args)])
    return code, json.loads(capsys.readouterr().out)


def test_a_sound_message_is_told_whole(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, mail)
    assert code == 0
    assert told["title"] == "Document de liaison d'urgence DUPONT IRENE 12/03/1938"
    assert told["archives"][0]["documents"][0]["type"]["code"] == "74207-2"
    assert told["verdict"]["attachable"] is True
    assert told["verdict"]["ins"]["matricule"] == lots.IRENE.matricule


def test_what_holds_the_documents_back_is_told_with_its_code(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, "--production", mail)
    assert code == 1
    assert told["verdict"]["quarantine_code"] == "905"
    assert told["faults"][0]["code"] == "905"
    assert told["faults"][0]["sentence"].startswith("L'INS transmise")


def test_the_list_given_decides_who_is_trusted(mail: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whitelist = tmp_path / "liste.xml"
    whitelist.write_text("<L><Domaine><Nom>saad-genets.mssante.test</Nom></Domaine></L>")
    code, told = run(capsys, "--whitelist", whitelist, mail)
    assert (code, told["verdict"]["quarantine_code"]) == (1, "901")
    whitelist.write_text("<L/>")
    assert run(capsys, "--whitelist", whitelist, mail)[0] == 2


def test_what_is_no_message_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(b"%PDF-1.4")
    code, told = run(capsys, path)
    assert code == 2
    assert "message électronique" in told["error"]


@pytest.mark.kits
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("01-pro-vers-bal-org-xdm", 0),
        ("11-mdn-erreur-902", 0),
        ("20-hash-faux", 1),
        ("23-zip-slip", 1),
        ("26-minuscules-chemins", 0),
        ("31-emetteur-hors-liste-blanche", 1),
    ],
)
def test_the_sample_mails_are_judged(kits: Path, name: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, kits / f"mss/mail/{name}.eml")[0] == code
