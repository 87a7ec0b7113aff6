"""The command tells, on one archive, what it holds and what it is worth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from esante.__main__ import main
from esante.xdm import write_archive

from . import lots


def run(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = main(["xdm", "read", str(path)])
    return code, json.loads(capsys.readouterr().out)


def test_a_sound_archive_is_told_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "IHE_XDM.zip"
    path.write_bytes(write_archive([lots.document()], lot=lots.lot()))
    code, told = run(path, capsys)
    assert code == 0
    assert told["ins"]["matricule"] == lots.IRENE.matricule
    assert told["documents"][0]["type"]["code"] == "74207-2"
    assert told["documents"][0]["person"]["birth_name"] == "DUPONT"
    assert told["documents"][0]["contradicted_by_metadata"] == []
    assert told["faults"] == []


def test_a_faulty_archive_is_told_with_its_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = lots.files_of(write_archive([lots.document()], lot=lots.lot()))
    path = tmp_path / "IHE_XDM.zip"
    path.write_bytes(lots.zipped(files | {"IHE_XDM/SUBSET01/DOC0001.XML": b"<html/>"}))
    code, told = run(path, capsys)
    assert code == 1
    assert [fault["code"] for fault in told["faults"]] == ["hash", "size", "unreadable-document"]
    assert told["documents"][0]["readable"] is False


def test_an_unreadable_archive_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "IHE_XDM.zip"
    path.write_bytes(lots.zipped({"../METADATA.XML": b""}))
    code, told = run(path, capsys)
    assert (code, told["reason"]) == (2, "escape")
    assert "chemin" in told["error"]
    assert run(tmp_path / "absent.zip", capsys)[0] == 2


@pytest.mark.kits
def test_every_official_archive_is_sound(kits: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in sorted(kits.glob("mss/xdm/*/IHE_XDM.ZIP")):
        assert run(path, capsys)[0] == 0, path.parent.name
