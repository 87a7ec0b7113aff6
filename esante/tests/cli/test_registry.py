"""One command line, filled by the packages present; what every command promises."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest
from esante._cli import FAULTY, SOUND, Unreadable, emit, plain, read_bytes, unreadable

from esante import __main__ as command_line


def test_every_package_that_reads_has_its_subject() -> None:
    usage = command_line.build_parser().format_help()
    assert all(f" {subject} " in usage for subject in ("ins", "cda", "vihf", "xdm", "mss"))


def test_a_package_absent_from_an_installation_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "_PACKAGES", ("cisis", "absent", "soap"))
    usage = command_line.build_parser().format_help()
    assert " ins " in usage
    assert " cda " not in usage


def test_warnings_alone_leave_a_document_sound(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    warning = {"code": "c", "sentence": "s", "location": "l", "severity": "warning"}
    assert emit({}, [warning]) == SOUND
    assert emit({}, [warning, {**warning, "severity": "error"}]) == FAULTY
    assert emit({}, [{"code": "c", "sentence": "s", "location": "l"}]) == FAULTY
    assert unreadable("Illisible.") == 2
    assert capfdbinary.readouterr().out.count(b'"faults"') == 3


def test_everything_becomes_json() -> None:
    @dataclasses.dataclass
    class Thing:
        when: datetime
        data: bytes
        path: Path

    thing = Thing(datetime(2026, 7, 14, tzinfo=UTC), b"abc", Path("a"))
    assert plain((thing, {1: {"x"}})) == [
        {"when": "2026-07-14T00:00:00+00:00", "data": {"bytes": 3}, "path": "a"},
        {"1": ["x"]},
    ]


def test_a_file_beyond_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_bytes(b"12345")
    with pytest.raises(Unreadable, match="volumineux"):
        read_bytes(str(path), limit=4)
