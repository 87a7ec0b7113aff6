"""Whole records in a ZIP: one Bundle a person (flux 1.1), the files beside, and a manifest that counts and seals them.

    manifest.json                         format, version, counts, sha256 of every file
    usagers/00001/bundle.json             the transaction, its attachments naming their file by a relative address
    usagers/00001/fichiers/001.pdf        the files, as they are

Written and read one person at a time: an establishment of 5,000 persons never stands in memory.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import BinaryIO, Self

from esante.fhirkit import Json
from esante.fhirkit.reading import objects, text
from esante.tddui.errors import Fault, RefusedTransfer, UnreadableTransfer
from esante.tddui.model import Transfer
from esante.tddui.transfer import decode_transfer, encode_transfer
from esante.tddui.unzip import DEFAULT_ZIP_LIMITS, Unzipped, ZipLimits
from esante.tddui.wire import read_wire

FORMAT, VERSION = "alentour-tddui", 1
MANIFEST = "manifest.json"
_SOURCE = "esante.tddui, archive"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_EXTENSIONS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/plain": "txt",
    "text/xml": "xml",
    "application/xml": "xml",
    "application/json": "json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """``usagers`` and ``resources`` are counts; ``files`` maps each path to its SHA-256; ``made`` is when, as told."""

    usagers: int = 0
    resources: int = 0
    made: str = ""
    establishment: str = ""
    files: dict[str, str] = field(default_factory=dict, repr=False)


class ArchiveWriter:
    """Writes one archive; use it in a ``with``. ``out`` needs no seeking, so it may be a response being sent."""

    def __init__(self, out: BinaryIO, *, establishment: str = "", made: str = "") -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self._establishment, self._made = establishment, made
        self._files: dict[str, str] = {}
        self._usagers = self._resources = 0
        self.written = Manifest()

    def add(self, transfer: Transfer) -> str:
        """Write a record; the path of its Bundle. Raises RefusedTransfer, and writes nothing of that record."""
        bundle = encode_transfer(transfer)
        self._usagers += 1
        folder = f"usagers/{self._usagers:05d}"
        for number, attachment in enumerate(_embedded(bundle), 1):
            data = base64.b64decode(attachment.pop("data"))
            extension = _EXTENSIONS.get(text(attachment.get("contentType")).partition(";")[0], "bin")
            attachment["url"] = f"fichiers/{number:03d}.{extension}"
            attachment["size"] = len(data)
            digest = hashlib.sha1(data, usedforsecurity=False).digest()
            attachment["hash"] = base64.b64encode(digest).decode("ascii")
            self._write(f"{folder}/{attachment['url']}", data)
        path = f"{folder}/bundle.json"
        self._resources += len(bundle["entry"])
        self._write(path, _json(bundle))
        return path

    def close(self) -> Manifest:
        """Write the manifest and end the archive."""
        manifest = Manifest(
            usagers=self._usagers,
            resources=self._resources,
            made=self._made,
            establishment=self._establishment,
            files=self._files,
        )
        self._put(MANIFEST, _json(_told(manifest)))
        self._zip.close()
        self.written = manifest
        return manifest

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # An interrupted archive has no manifest: a reader sees at once that it is not whole.
        if kind is None:
            self.close()
        else:
            self._zip.close()

    def _write(self, path: str, data: bytes) -> None:
        self._files[path] = hashlib.sha256(data).hexdigest()
        self._put(path, data)

    def _put(self, path: str, data: bytes) -> None:
        info = zipfile.ZipInfo(path, _EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        self._zip.writestr(info, data)


class ArchiveReader:
    """Reads an archive of ours, or a plain ZIP of Bundles and files. Raises UnreadableTransfer."""

    def __init__(self, stream: BinaryIO, limits: ZipLimits = DEFAULT_ZIP_LIMITS) -> None:
        self.held = Unzipped(stream, limits)
        self.manifest = self._manifest()

    def bundles(self) -> Iterator[tuple[str, bytes]]:
        """(path, content) of each Bundle, one at a time."""
        for path in self.held.paths:
            if _may_be_bundle(path):
                data = self.held.read(path)
                if b'"Bundle"' in data:
                    yield path, data

    def transfers(self) -> Iterator[tuple[str, Transfer]]:
        """(path, record) of each person, its files with it."""
        for path, data in self.bundles():
            yield path, decode_transfer(data, files=self.files_of(path))

    def files_of(self, bundle: str) -> FilesBeside:
        """The files a Bundle may name, relative to it or to the root of the archive."""
        return FilesBeside(self.held, bundle)

    def faults(self) -> Iterator[Fault]:
        """What the manifest says and the archive does not hold; reads every file once, without keeping it."""
        if self.manifest is None:
            return
        listed = self.manifest.files
        for path in self.held.paths:
            if path == MANIFEST:
                continue
            if path not in listed:
                sentence = "Un fichier de l'archive n'est pas au manifeste."
                yield Fault("archive.unlisted", path, sentence, _SOURCE, "warning")
                continue
            digest = hashlib.sha256()
            for chunk in self.held.chunks(path):
                digest.update(chunk)
            if digest.hexdigest() != listed[path]:
                sentence = "Un fichier de l'archive n'est pas celui du manifeste : il a été modifié."
                yield Fault("archive.hash", path, sentence, _SOURCE)
        for path in sorted(set(listed) - set(self.held.paths)):
            yield Fault("archive.missing", path[:200], "Un fichier du manifeste manque à l'archive.", _SOURCE)

    def _manifest(self) -> Manifest | None:
        if MANIFEST not in self.held.paths:
            return None
        told = read_wire(self.held.read(MANIFEST)).content
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            return None
        if told.get("version") != VERSION:
            raise UnreadableTransfer("Cette archive est d'une version plus récente que ce logiciel.")
        files, counts = told.get("files"), told.get("counts")
        if not isinstance(files, dict) or not isinstance(counts, dict):
            raise UnreadableTransfer("Le manifeste de l'archive est abîmé.")
        return Manifest(
            usagers=_count(counts.get("usagers")),
            resources=_count(counts.get("resources")),
            made=text(told.get("made")),
            establishment=text(told.get("establishment")),
            files={path: text(digest) for path, digest in files.items()},
        )


class FilesBeside:
    """The files of an archive as one Bundle names them."""

    def __init__(self, held: Unzipped, bundle: str) -> None:
        self._held, self._folder = held, bundle.rpartition("/")[0]
        self._paths = frozenset(held.paths)

    def path(self, url: str) -> str:
        """Where a relative address leads in the archive, "" for nowhere."""
        beside = f"{self._folder}/{url}".removeprefix("/")
        return next((path for path in (beside, url) if path in self._paths), "")

    def get(self, url: str) -> bytes | None:
        """The content of a file, None when it is not there."""
        path = self.path(url)
        return self._held.read(path) if path else None

    def chunks(self, url: str) -> Iterator[bytes]:
        """The content of a file, a piece at a time."""
        return self._held.chunks(self.path(url))


def encode_establishment(
    transfers: Iterable[Transfer], out: BinaryIO, *, establishment: str = "", made: str = ""
) -> Manifest:
    """Write the records of an establishment, drawn one by one from ``transfers``. Raises RefusedTransfer."""
    writer = ArchiveWriter(out, establishment=establishment, made=made)
    with writer as archive:
        for transfer in transfers:
            archive.add(transfer)
    return writer.written


def decode_establishment(stream: BinaryIO, limits: ZipLimits = DEFAULT_ZIP_LIMITS) -> Iterator[tuple[str, Transfer]]:
    """The records of an archive, (path, record), one at a time."""
    return ArchiveReader(stream, limits).transfers()


def _embedded(bundle: Json) -> Iterator[Json]:
    for entry in bundle["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] == "DocumentReference":
            for content in objects(resource.get("content")):
                for attachment in objects(content.get("attachment")):
                    if "data" in attachment:
                        yield attachment


def _may_be_bundle(path: str) -> bool:
    return path.lower().endswith(".json") and path != MANIFEST and not re.search(r"(^|/)fichiers/", path)


def _json(content: Json) -> bytes:
    try:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError as error:
        raise RefusedTransfer("Un texte du dossier contient des caractères interdits.") from error


def _told(manifest: Manifest) -> Json:
    return {
        "format": FORMAT,
        "version": VERSION,
        "guide": "TDDUI 2.3.0",
        "made": manifest.made,
        "establishment": manifest.establishment,
        "counts": {"usagers": manifest.usagers, "resources": manifest.resources, "files": len(manifest.files)},
        "files": manifest.files,
    }


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1
