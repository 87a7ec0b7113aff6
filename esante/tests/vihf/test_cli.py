"""``esante vihf read FILE`` on tokens of every quality."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from esante.__main__ import main
from esante.vihf import Vihf, build, sign
from lxml import etree

from .conftest import NOW, Signer


def _run(capsysbinary: Any, *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main(["vihf", "read", *arguments])
    return code, json.loads(capsysbinary.readouterr().out)


def test_a_sound_token(tmp_path: Path, capsysbinary: Any, ines: Vihf, org_sign: Signer) -> None:
    path = tmp_path / "token.xml"
    path.write_bytes(etree.tostring(sign(build(ines), org_sign.key, org_sign.certificate)))
    code, shown = _run(capsysbinary, str(path), "--now", NOW.isoformat())
    assert code == 0
    assert shown["vihf"]["name_id"] == "810100000024"
    assert shown["signer"]["subject"] == "CN=ssiad-ajoncs,OU=1350009999,O=SSIAD Les Ajoncs,C=FR"
    assert "DMP-TEST-0001" not in json.dumps(shown)


def test_an_altered_token(tmp_path: Path, capsysbinary: Any, ines: Vihf, org_sign: Signer) -> None:
    path = tmp_path / "token.xml"
    token = etree.tostring(sign(build(ines), org_sign.key, org_sign.certificate))
    path.write_bytes(token.replace(b"MOREAU", b"MOREAX"))
    code, shown = _run(capsysbinary, str(path), "--now", NOW.isoformat())
    assert code == 1
    assert [fault["code"] for fault in shown["faults"]] == ["vihf.signature.AlteredToken"]


@pytest.mark.parametrize("content", [b"", b"<a/>", b"%PDF-1.7"])
def test_an_unreadable_file(tmp_path: Path, capsysbinary: Any, content: bytes) -> None:
    path = tmp_path / "token.xml"
    path.write_bytes(content)
    code, shown = _run(capsysbinary, str(path))
    assert code == 2
    assert shown["error"]


@pytest.mark.kits
@pytest.mark.parametrize(
    ("name", "subject", "codes"),
    [
        ("VIHF_DIRECTE_non_signe.xml", None, ["vihf.encoding", "vihf.signature.Unsigned"]),
        ("VIHF_DIRECTE_signe.xml", "CN=899900038839", ["vihf.encoding", "vihf.signature.UntrustedCertificate"]),
        ("VIHF_INDIRECTE_signe.xml", "CN=serviceps", ["vihf.encoding", "vihf.signature.AlteredToken"]),
    ],
)
def test_the_official_tokens_are_read_and_their_defects_told(
    kits: Path, capsysbinary: Any, name: str, subject: str | None, codes: list[str]
) -> None:
    code, shown = _run(capsysbinary, str(kits / "ihe/dmp-vihf" / name))
    assert code == 1
    assert shown["vihf"]["patient"] == "207058575627097^^^&1.2.250.1.213.1.4.10&ISO^NH"
    assert [fault["code"] for fault in shown["faults"]] == codes
    assert (shown["signer"] is None) if subject is None else shown["signer"]["subject"].startswith(subject)
