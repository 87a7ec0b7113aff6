"""Several profiles at once, one line of JSON each."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from esante.__main__ import main


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, list[dict[str, Any]]]:
    code = main(["aggir", *args])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_profiles_are_answered_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, "AAAAAAAA", "CCCCCCCC", "abcabcaa")
    assert code == 0
    assert [(one["profile"], one["gir"]) for one in told] == [("AAAAAAAA", 6), ("CCCCCCCC", 1), ("abcabcaa", 3)]
    assert told[2] == {"profile": "abcabcaa", "gir": 3, "rank": 8, "group": "E", "sum": 1300, "opens_apa": True}


def test_a_missing_letter_gives_no_gir_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, "ABCABCA", "A-CABCAA", "-BCABCAA")
    assert code == 1
    assert [one["gir"] for one in told] == [None, None, None]
    assert [one["missing"] for one in told] == [["deplacements_interieurs"], ["orientation"], ["coherence"]]


def test_letters_that_are_none_are_told_without_stopping_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, "ABCDABCD", "CCCCCCCC")
    assert (code, told[0]["gir"], told[1]["gir"]) == (1, None, 1)
    assert "A, B et C" in told[0]["error"]


def test_profiles_are_read_on_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"AAAAAAAA\r\n\nCCCCCCCC\n")))
    assert [one["gir"] for one in run(capsys, "-")[1]] == [6, 1]


def test_nothing_to_read_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n")))
    assert main(["aggir", "-"]) == 2
    assert "Aucun profil" in capsys.readouterr().out


@pytest.mark.kits
def test_every_official_vector_is_answered_at_once(
    kits: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list(csv.DictReader((kits / "fhir/aggir/vecteurs-exemple.csv").read_text("utf-8").splitlines()))
    expected = [(row["profil"], int(row["gir"])) for row in rows]
    code, told = run(capsys, *[profile for profile, _ in expected])
    assert (code, [(one["profile"], one["gir"]) for one in told]) == (0, expected)
    typed = "\n".join(profile for profile, _ in expected).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
    code, told = run(capsys, "-")
    assert (code, [(one["profile"], one["gir"]) for one in told]) == (0, expected)


def test_profiles_typed_and_profiles_listed_may_be_asked_together(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"BBCCCCCC")))
    code, told = run(capsys, "AAAAAAAA", "-", "CCCCCCCC")
    assert (code, [one["gir"] for one in told]) == (0, [6, 2, 1])


def test_a_hostile_line_is_answered_like_any_other(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"A" * 1_000_000 + b"\n\xff\xfe\nCCCCCCCC\n")))
    code, told = run(capsys, "-")
    assert (code, [one["gir"] for one in told]) == (1, [None, None, 1])
