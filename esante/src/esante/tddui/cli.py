"""`esante tddui check FILE`: is this a transfer that may be imported? A Bundle, a ZIP of Bundles and files, or `-`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from esante._cli import Subparsers, emit, unreadable
from esante.tddui.archive import ArchiveReader, FilesBeside
from esante.tddui.checks import Held, Report, check_transfer
from esante.tddui.checks.report import Findings
from esante.tddui.errors import Fault, UnreadableTransfer
from esante.tddui.unzip import is_zip
from esante.tddui.wire import DEFAULT_LIMITS

_SPOOL = 64 * 1024 * 1024
_LARGEST = 16 * 1024 * 1024 * 1024
_CHUNK = 1024 * 1024


def add_commands(subparsers: Subparsers) -> None:
    group = subparsers.add_parser("tddui", help="transfert de dossier usager").add_subparsers(
        required=True, metavar="verb"
    )
    check = group.add_parser("check", help="judge a transfer: a Bundle (JSON), or a ZIP of Bundles and files")
    check.add_argument("file", help="path, or '-' for standard input")
    check.set_defaults(command=check_command)


def check_command(args: argparse.Namespace, today: date | None = None) -> int:
    """Exit 0 when nothing is worse than a warning, 1 to refuse, 2 when it cannot be read."""
    try:
        with _opened(args.file) as stream:
            report, about = _judged(stream, today or date.today())
    except UnreadableTransfer as error:
        return unreadable(error.why, verdict="unreadable")
    told = {
        "verdict": report.verdict,
        **about,
        "usagers": report.usagers,
        "resources": report.resources,
        "profiles": report.profiles,
        "errors": report.errors,
        "warnings": report.warnings,
    }
    return emit(told, report.faults)


def _judged(stream: BinaryIO, today: date) -> tuple[Report, dict[str, Any]]:
    head = stream.read(4)
    stream.seek(0)
    if is_zip(head):
        return _archive(ArchiveReader(stream), today)
    return check_transfer(stream.read(DEFAULT_LIMITS.size + 1), today=today), {"format": "bundle"}


def _archive(reader: ArchiveReader, today: date) -> tuple[Report, dict[str, Any]]:
    findings, usagers = Findings(), 0
    resources: Counter[str] = Counter()
    profiles: Counter[str] = Counter()
    bundles = 0
    for path, data in reader.bundles():
        report = _person(reader, path, data, today)
        bundles += 1
        usagers += report.usagers
        resources.update(report.resources)
        profiles.update(report.profiles)
        for fault in report.faults:
            findings.add(_within(path, fault))
    if not bundles:
        raise UnreadableTransfer("Cette archive ne contient aucun transfert de dossier (Bundle FHIR).")
    for fault in reader.faults():
        findings.add(fault)
    manifest = reader.manifest
    if manifest is not None and (manifest.usagers, manifest.resources) != (bundles, resources.total()):
        sentence = "Le manifeste n'annonce pas le nombre de dossiers ou d'éléments que contient l'archive."
        findings.error("archive.counts", "manifest.json", sentence, "esante.tddui, archive")
    report = Report(
        faults=findings.all(), usagers=usagers, resources=dict(sorted(resources.items())), profiles=dict(profiles)
    )
    about = {"format": "archive", "bundles": bundles, "files": len(reader.held.paths), "manifest": manifest is not None}
    return report, about


def _person(reader: ArchiveReader, path: str, data: bytes, today: date) -> Report:
    try:
        return check_transfer(data, today=today, files=_Measured(reader.files_of(path)))
    except UnreadableTransfer as error:
        return Report(faults=(Fault("bundle.unreadable", "Bundle", error.why, "FHIR R4 2.6.2"),))


class _Measured(Mapping[str, Held]):
    """The files beside a Bundle, measured when they are asked for and never kept."""

    def __init__(self, files: FilesBeside) -> None:
        self._files = files

    def __getitem__(self, url: str) -> Held:
        if not self._files.path(url):
            raise KeyError(url)
        return Held.of(self._files.chunks(url))

    def __contains__(self, url: object) -> bool:
        return isinstance(url, str) and bool(self._files.path(url))

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _within(path: str, fault: Fault) -> Fault:
    return Fault(fault.code, f"{path}: {fault.location}", fault.sentence, fault.source, fault.severity)


def _opened(name: str) -> BinaryIO:
    if name == "-":
        return _spooled(sys.stdin.buffer)
    try:
        if Path(name).stat().st_size > _LARGEST:
            raise UnreadableTransfer("Ce fichier est trop volumineux pour être lu.")
        return Path(name).open("rb")
    except FileNotFoundError:
        raise UnreadableTransfer("Ce fichier n'existe pas.") from None
    except (OSError, ValueError) as error:
        if isinstance(error, UnreadableTransfer):
            raise
        raise UnreadableTransfer("Ce fichier ne peut pas être lu.") from error


def _spooled(source: BinaryIO) -> BinaryIO:
    held = tempfile.SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115 (closed by the caller's `with`)
    size = 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if size > _LARGEST:
            held.close()
            raise UnreadableTransfer("Ce qui est donné est trop volumineux pour être lu.")
        held.write(chunk)
    held.seek(0)
    return held  # type: ignore[return-value]  # a spooled file is a binary stream in all but its declared type
