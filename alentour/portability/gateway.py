"""Archives and bundles: written, opened and judged by ``esante.tddui``; here they become our words."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from esante.tddui import (
    ArchiveReader,
    ArchiveWriter,
    RefusedTransfer,
    Transfer,
    UnreadableTransfer,
    check_transfer,
    decode_transfer,
    encode_transfer,
)
from esante.tddui.checks import Held

from alentour.portability import vault
from alentour.portability.gathering import Gathered
from alentour.portability.mapping import transfer_of
from alentour.portability.models import Kept, Vault

BUNDLE = "bundle.json"
LARGEST_BUNDLE = 64 * 1024 * 1024


class Unreadable(Exception):
    """The file is not a transfer; ``sentence`` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotSent(Exception):
    """This record could not be written; ``sentence`` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Archive:
    """An archive being written, one person after the other."""

    def __init__(self, out: BinaryIO, *, structure: str, made: datetime) -> None:
        self._writer = ArchiveWriter(out, establishment=structure, made=made.isoformat(timespec="seconds"))

    def add(self, found: Gathered) -> int:
        """Write a record; how many files went with it. Raises :class:`NotSent`."""
        transfer = written(found)
        try:
            self._writer.add(transfer)
        except RefusedTransfer as refusal:
            raise NotSent(refusal.sentence) from refusal
        return len(transfer.documents)

    def close(self) -> None:
        self._writer.close()


def written(found: Gathered) -> Transfer:
    """The transfer of a record, what others said of the person included. Raises :class:`NotSent`."""
    try:
        return sound(transfer_of(found, previous=[given_back(one) for one in found.kept if one.bundle_id]))
    except RefusedTransfer as refusal:
        raise NotSent(refusal.sentence) from refusal


def sound(transfer: Transfer) -> Transfer:
    """The same, refused by the guide in nothing: what one object of the guide refuses stays in the extras alone."""
    try:
        encode_transfer(transfer)
    except RefusedTransfer:
        bare = dataclasses.replace(
            transfer, projets=(), attentes=(), besoins=(), objectifs=(), actions=(), bilans=(), evaluations=()
        )
        encode_transfer(bare)
        return bare
    return transfer


def given_back(kept: Kept) -> Transfer:
    """What another software said of this person, as we kept it."""
    assert kept.bundle is not None
    return decode_transfer(b"".join(vault.chunks(kept.bundle)))


def bytes_of(transfer: Transfer) -> bytes:
    """One Bundle, its files inside."""
    return json.dumps(encode_transfer(transfer), ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the check says of a record: ``severity`` error or warning."""

    code: str
    sentence: str
    severity: str


class Received:
    """A file received, whatever its form: a Bundle alone, an archive of one or of many."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        head = stream.read(4)
        stream.seek(0)
        self._archive: ArchiveReader | None = None
        if head[:1] not in (b"P", b"{", b"\xef", b" ", b"\n", b"\r", b"\t"):
            raise Unreadable("Ce fichier n'est ni une archive ZIP, ni un transfert de dossier.")
        if head[:2] == b"PK":
            try:
                self._archive = ArchiveReader(stream)
            except UnreadableTransfer as error:
                raise Unreadable(error.why) from error

    @property
    def source(self) -> str:
        manifest = self._archive.manifest if self._archive else None
        return manifest.establishment[:160] if manifest else ""

    def remarks(self) -> list[Remark]:
        """What the manifest promises and the archive does not hold."""
        try:
            faults = list(self._archive.faults()) if self._archive else []
        except UnreadableTransfer as error:
            raise Unreadable(error.why) from error
        return [Remark(one.code, one.sentence, one.severity) for one in faults]

    def paths(self) -> list[str]:
        if self._archive is None:
            return [BUNDLE]
        try:
            return [path for path, _ in self._archive.bundles()]
        except UnreadableTransfer as error:
            raise Unreadable(error.why) from error

    def data(self, path: str) -> bytes:
        try:
            if self._archive is not None:
                return self._archive.held.read(path)
            data = self._stream.read(LARGEST_BUNDLE + 1)
            self._stream.seek(0)
        except (UnreadableTransfer, KeyError) as error:
            raise Unreadable(getattr(error, "why", "Un fichier de l'archive manque.")) from error
        if len(data) > LARGEST_BUNDLE:
            raise Unreadable("Ce fichier est trop lourd pour être lu d'un bloc : envoyez l'archive ZIP.")
        return data

    def transfer(self, path: str) -> Transfer:
        """The record of one person, its files with it. Raises :class:`Unreadable`."""
        try:
            files = self._archive.files_of(path) if self._archive else None
            return decode_transfer(self.data(path), files=files)
        except UnreadableTransfer as error:
            raise Unreadable(error.why) from error

    def judge(self, path: str, *, today: date) -> list[Remark]:
        """The rules of the guide it breaks: errors first. Raises :class:`Unreadable`."""
        files: Any = self._archive.files_of(path) if self._archive else None
        try:
            report = check_transfer(self.data(path), today=today, files=_Measured(files) if files else None)
        except UnreadableTransfer as error:
            raise Unreadable(error.why) from error
        found = [Remark(one.code, one.sentence, one.severity) for one in report.faults]
        return sorted(found, key=lambda one: one.severity)


class _Measured(Mapping[str, Held]):
    """The files beside a Bundle, measured when they are asked for and never kept."""

    def __init__(self, files: Any) -> None:
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
        return 1


@contextmanager
def opened(held: Vault) -> Iterator[Received]:
    """The file of an import. Raises :class:`Unreadable`."""
    with vault.Reading(held) as raw, io.BufferedReader(raw, 256 * 1024) as stream:
        yield Received(stream)


def left_over(transfer: Transfer, covered: Iterable[str]) -> bytes | None:
    """What of a transfer has no row of ours: a bundle to keep, without the files; ``None`` when nothing is left."""
    gone = set(covered)
    changes: dict[str, Any] = {"extras": {}, "faults": ()}
    left = bool(transfer.others or transfer.kept)
    for name in Transfer.__dataclass_fields__:
        held = getattr(transfer, name)
        if not isinstance(held, tuple) or name in {"others", "faults"}:
            continue
        changes[name] = tuple(one for one in held if (getattr(one, "id", None) or repr(one)) not in gone)
        left = left or (bool(changes[name]) and name not in {"etablissements", "professionnels"})
    if not left:
        return None
    return bytes_of(dataclasses.replace(transfer, **changes))
