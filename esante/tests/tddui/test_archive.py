"""Many records in one file: written and read one at a time, sealed, and never opened when it is a trap."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from esante.__main__ import main
from esante.tddui import (
    ArchiveReader,
    ArchiveWriter,
    LocalId,
    RefusedTransfer,
    Transfer,
    UnreadableTransfer,
    ZipLimits,
    decode_establishment,
    encode_establishment,
)

from .records import record, usager


def records(count: int) -> Iterator[Transfer]:
    for number in range(1, count + 1):
        yield Transfer(usager=usager(id=LocalId("350009999", f"U{number}").text), documents=record().documents)


def archive(*transfers: Transfer) -> io.BytesIO:
    out = io.BytesIO()
    encode_establishment(transfers or records(2), out, establishment="SSIAD Les Ajoncs", made="2026-11-23")
    out.seek(0)
    return out


def zipped(**files: bytes) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for path, data in files.items():
            held.writestr(path, data)
    out.seek(0)
    return out


def rewritten(held: io.BytesIO, **changes: bytes | None) -> io.BytesIO:
    with zipfile.ZipFile(held) as source:
        files: dict[str, bytes] = {info.filename: source.read(info) for info in source.infolist()}
    return zipped(**{path: data for path, data in (files | changes).items() if data is not None})


def test_an_establishment_comes_back_whole() -> None:
    sent = (record(), *records(2))
    read = dict(decode_establishment(archive(*sent)))
    assert list(read) == [f"usagers/{number:05d}/bundle.json" for number in (1, 2, 3)]
    assert tuple(read.values()) == sent


def test_the_manifest_counts_and_seals() -> None:
    manifest = ArchiveReader(archive()).manifest
    assert manifest is not None
    assert (manifest.usagers, manifest.resources, manifest.establishment) == (2, 4, "SSIAD Les Ajoncs")
    assert set(manifest.files) == {
        f"usagers/0000{number}/{name}" for number in (1, 2) for name in ("bundle.json", "fichiers/001.pdf")
    }


def test_the_same_records_make_the_same_file() -> None:
    assert archive().getvalue() == archive().getvalue()


def test_a_record_that_breaks_the_guide_leaves_no_trace_in_the_file() -> None:
    out = io.BytesIO()
    with ArchiveWriter(out) as writer:
        with pytest.raises(RefusedTransfer):
            writer.add(replace(record(), usager=usager(id="42")))
        writer.add(record())
    assert writer.written.usagers == 1
    assert [path for path, _ in decode_establishment(out)] == ["usagers/00001/bundle.json"]


def test_five_thousand_persons_never_stand_in_memory() -> None:
    """Drawn one by one, written as they come, read one by one: only the manifest knows them all."""
    alive = 0

    def drawn() -> Iterator[Transfer]:
        nonlocal alive
        for number in range(1, 5001):
            alive = number
            yield Transfer(usager=usager(id=f"3350009999/U{number}"))

    class Watched(io.BytesIO):
        first_written_when = 0

        def write(self, data: Any) -> int:
            self.first_written_when = self.first_written_when or alive
            return super().write(data)

    out = Watched()
    assert encode_establishment(drawn(), out).usagers == 5000
    assert out.first_written_when == 1
    out.seek(0)
    assert sum(1 for _ in ArchiveReader(out).bundles()) == 5000


def test_an_archive_cut_short_is_not_one() -> None:
    whole = archive().getvalue()
    with pytest.raises(UnreadableTransfer, match="ZIP"):
        ArchiveReader(io.BytesIO(whole[: len(whole) // 2]))


def named(path: str, mode: int = 0, flags: int = 0) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as held:
        info = zipfile.ZipInfo(path)
        info.external_attr = mode << 16
        held.writestr(info, b"x")
        info.flag_bits |= flags
    out.seek(0)
    return out


@pytest.mark.parametrize(
    ("stream", "why"),
    [
        (io.BytesIO(b""), "ZIP"),
        (io.BytesIO(b"PK\x03\x04" + b"x" * 100), "ZIP"),
        (named("../dehors.json"), "sortir"),
        (named("/etc/passwd"), "sortir"),
        (named("c:/dehors"), "sortir"),
        (named("a\\..\\..\\b"), "sortir"),
        (named("lien", mode=0o120777), "lien"),
        (named("secret", flags=1), "chiffrée"),
        (zipped(**{"a.json": b"1", "A.JSON": b"2"}), "même nom"),
    ],
)
def test_a_trap_is_not_opened(stream: io.BytesIO, why: str) -> None:
    with pytest.raises(UnreadableTransfer) as refusal:
        ArchiveReader(stream)
    assert why in refusal.value.why


def test_a_bomb_is_stopped_while_it_unfolds() -> None:
    bomb = zipped(**{"bombe.json": b'{"resourceType":"Bundle"}' + b" " * 30_000_000})
    with pytest.raises(UnreadableTransfer, match="démesuré"):
        list(ArchiveReader(bomb).bundles())


def test_a_directory_of_millions_is_refused_before_it_is_read() -> None:
    many = zipped(**{f"{number}.json": b"" for number in range(50)})
    with pytest.raises(UnreadableTransfer, match="trop de fichiers"):
        ArchiveReader(many, ZipLimits(directory=1000))
    many.seek(0)
    with pytest.raises(UnreadableTransfer, match="trop de fichiers"):
        ArchiveReader(many, ZipLimits(files=49))


def test_a_damaged_or_future_manifest_is_told() -> None:
    for manifest in ({"version": 2}, {"version": 1, "files": 3, "counts": {}}):
        text = json.dumps({"format": "alentour-tddui", **manifest}).encode()
        with pytest.raises(UnreadableTransfer):
            ArchiveReader(rewritten(archive(), **{"manifest.json": text}))


def checked(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], stream: io.BytesIO
) -> tuple[int, dict[str, Any]]:
    path = tmp_path / "dossiers.zip"
    path.write_bytes(stream.getvalue())
    code = main(["tddui", "check", str(path)])
    content: dict[str, Any] = json.loads(capfdbinary.readouterr().out.decode("utf-8"))
    return code, content


def test_the_command_judges_a_whole_archive(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, told = checked(tmp_path, capfdbinary, archive(record(), *records(1)))
    assert (code, told["verdict"], told["usagers"], told["bundles"], told["manifest"]) == (0, "sound", 2, 2, True)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(archive()))
    assert main(["tddui", "check", "-"]) == 0


FIRST = "usagers/00001"


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("archive.hash", {f"{FIRST}/bundle.json": b'{"resourceType":"Bundle"}'}),
        ("attachment.hash", {f"{FIRST}/fichiers/001.pdf": b"%PDF-1.4\r"}),
        ("attachment.missing", {f"{FIRST}/fichiers/001.pdf": None}),
        ("archive.missing", {f"{FIRST}/fichiers/001.pdf": None}),
        ("archive.counts", {f"{FIRST}/bundle.json": None}),
        ("archive.unlisted", {"intrus.txt": b"?"}),
        ("bundle.unreadable", {f"{FIRST}/bundle.json": b'{"resourceType":"Bundle", NaN}'}),
    ],
)
def test_what_was_changed_on_the_way_is_seen(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], code: str, changes: dict[str, bytes | None]
) -> None:
    result, told = checked(tmp_path, capfdbinary, rewritten(archive(), **changes))
    assert code in {fault["code"] for fault in told["faults"]}
    assert result == (0 if code == "archive.unlisted" else 1)


def test_a_plain_zip_of_a_bundle_and_its_files_is_read_too(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    held = rewritten(archive(record()), **{"manifest.json": None})
    code, told = checked(tmp_path, capfdbinary, held)
    assert (code, told["manifest"], told["usagers"]) == (0, False, 1)


def test_a_zip_without_any_record_is_unreadable(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, told = checked(tmp_path, capfdbinary, zipped(**{"notes.txt": b"bonjour"}))
    assert (code, told["verdict"]) == (2, "unreadable")
