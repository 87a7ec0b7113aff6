"""Files made to break a reader: `esante cda` answers each in one sentence, or shows it whole, within a bounded memory.

Each command runs in a process of its own: its peak of memory is what the system counted for it.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from esante.cda import Header, decode, encode_level1, render_html

from .conftest import PDF
from .structured import with_narrative

MEGABYTE = 1024 * 1024
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
ROOT = b'<ClinicalDocument xmlns="urn:hl7-org:v3">%s</ClinicalDocument>'
SHEET = '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">{}</xsl:stylesheet>'


# The command, then the peak of its own memory: the system's count for a child includes what its parent weighed
COMMAND = """
import re, resource, sys
from pathlib import Path
from esante.__main__ import main
code = main(sys.argv[1:])
status = Path("/proc/self/status")
peak = re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1] if status.exists() else resource.getrusage(0).ru_maxrss
sys.stdout.flush()
print("peak", peak, end="", file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Answer:
    code: int
    out: bytes
    err: bytes
    peak: int

    @property
    def said(self) -> Any:
        return json.loads(self.out)


Ask = Callable[[str, bytes], Answer]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """`ask("validate", data)`: the command on a file of these bytes, and what it cost."""

    def asking(verb: str, data: bytes) -> Answer:
        file = tmp_path / "file.xml"
        file.write_bytes(data)
        done = subprocess.run([sys.executable, "-c", COMMAND, "cda", verb, str(file)], capture_output=True, check=False)
        wept, _, peak = done.stderr.rpartition(b"peak ")
        return Answer(done.returncode, done.stdout, wept, int(peak) * 1024)

    return asking


@pytest.fixture
def quiet(ask: Ask, note: bytes) -> int:
    """What the same command costs on a small document: some forty megabytes, Python and lxml."""
    peak = ask("validate", note).peak
    assert peak < 80 * MEGABYTE
    return peak


UNREADABLE = {
    "billion laughs": (b"<!DOCTYPE x [<!ENTITY l0 'ha'>" + LAUGHS + b"]>" + ROOT % b"&l9;", "DOCTYPE"),
    "an entity that reads a file": (
        b"<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>" + ROOT % b"<title>&f;</title>",
        "DOCTYPE",
    ),
    "a DTD of the network": (b"<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>" + ROOT % b"", "DOCTYPE"),
    "a hundred thousand levels": (ROOT % (b"<a>" * 100_000 + b"</a>" * 100_000), "imbriqué"),
    "a hundred thousand levels in ten megabytes": (
        ROOT % (b"<a>" * 100_000 + b"x" * 10_000_000 + b"</a>" * 100_000),
        "imbriqué",
    ),
    "another encoding than it says": (
        '<?xml version="1.0" encoding="UTF-8"?><a>Irène</a>'.encode("latin-1"),
        "bien formé",
    ),
    "an encoding nobody knows": (b'<?xml version="1.0" encoding="X-KLINGON"?>' + ROOT % b"", "bien formé"),
    "nothing": (b"", "bien formé"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj", "bien formé"),
    "zeros": (bytes(100_000), "bien formé"),
    "cut in the middle": (b"<ClinicalDocument xmlns='urn:hl7-org:v3'><title>Tra", "bien formé"),
    "a stylesheet alone": (SHEET.format("<xsl:template match='/'/>").encode(), "pas un document de santé"),
    "a page of the web": (b"<html><body>CDA</body></html>", "pas un document de santé"),
    "another name space": (b"<ClinicalDocument/>", "espace de noms"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_opened_is_said_in_a_sentence(ask: Ask, quiet: int, name: str) -> None:
    data, why = UNREADABLE[name]
    answer = ask("validate", data)
    assert (answer.code, answer.err) == (2, b"")
    assert why in answer.said["error"]
    assert "root:" not in answer.said["error"]
    assert answer.peak < quiet + 10 * MEGABYTE + 8 * len(data)


@pytest.mark.parametrize("verb", ["read", "html"])
def test_no_other_command_opens_it_either(ask: Ask, verb: str) -> None:
    data, why = UNREADABLE["an entity that reads a file"]
    answer = ask(verb, data)
    assert (answer.code, answer.err) == (2, b"")
    assert why in answer.said["error"]


def test_a_picture_of_ten_megabytes_is_judged_and_named(ask: Ask, quiet: int, header: Header) -> None:
    data = encode_level1(header, b"\xff\xd8\xff" + bytes(range(256)) * 40_000, "image/jpeg")
    judged, shown = ask("validate", data), ask("html", data)
    assert (judged.code, judged.said["faults"], shown.code) == (0, [], 0)
    assert max(judged.peak, shown.peak) < quiet + 12 * len(data)


def test_a_broken_base64_is_a_fault_told_once_and_the_rest_is_shown(ask: Ask, note: bytes) -> None:
    broken = note.replace(base64.b64encode(PDF)[:12], b"JVBER*0xLjQK")
    judged, shown = ask("validate", broken), ask("html", broken)
    assert judged.code == 1
    assert [fault["code"] for fault in judged.said["faults"]] == ["body.base64"]
    assert judged.said["faults"][0]["location"] == "component/nonXMLBody/text"
    assert (shown.code, "DUPONT" in shown.out.decode()) == (0, True)


def test_a_narrative_of_three_megabytes_is_shown_whole(ask: Ask, quiet: int) -> None:
    rows = "".join(f"<tr><td>mot{number}</td><td>talon rouge</td></tr>" for number in range(70_000))
    data = with_narrative(f"<table><tbody>{rows}</tbody></table>")
    assert len(data) > 3 * MEGABYTE
    judged, shown = ask("validate", data), ask("html", data)
    assert (judged.code, shown.code) == (0, 0)
    assert set(re.findall(r"mot\d+", shown.out.decode())) == {f"mot{number}" for number in range(70_000)}
    assert max(judged.peak, shown.peak) < quiet + 60 * len(data)


def test_a_document_in_utf_16_is_read_as_any_other(ask: Ask, note: bytes) -> None:
    text = note.decode("utf-8").replace("encoding='UTF-8'", "encoding='UTF-16'")
    assert ask("validate", text.encode("utf-16")).code == 0


def test_a_received_stylesheet_never_runs_and_never_survives(ask: Ask, note: bytes) -> None:
    inside = note.decode("utf-8").partition("?>")[2]
    template = (
        "<xsl:template match='/'><html><script>alert('effraction')</script>"
        "<xsl:value-of select=\"document('file:///etc/passwd')\"/></html></xsl:template>"
    )
    wrapped = ("<?xml-stylesheet type='text/xsl' href='http://127.0.0.1:9/x.xsl'?>" + SHEET).format(template + inside)
    shown, judged = ask("html", wrapped.encode()), ask("validate", wrapped.encode())
    assert (shown.code, judged.code) == (0, 0)
    page = shown.out.decode()
    assert "DUPONT" in page
    assert not re.search(r"effraction|script|stylesheet|root:|127\.0\.0\.1", page)
    assert page == render_html(decode(note))
