"""Files a citizen attaches: which are accepted, and how big."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from esante.mssante import wire_size
from werkzeug.datastructures import FileStorage

from sandbox.monespacesante.outbox import Piece
from sandbox.monespacesante.rules import FILE_SIZE, FILE_TYPE, MESSAGE_SIZE
from sandbox.rules import Rule

FILE_LIMIT = 5 * 1024 * 1024
MESSAGE_LIMIT = 25 * 1024 * 1024
# First bytes that a file of each accepted kind starts with; a plain text is known by its decoding.
_SIGNATURES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"{\\rtf": "application/rtf",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
ACCEPTED = "image/jpeg,image/png,image/tiff,application/pdf,application/rtf,text/plain"


class BadPiece(Exception):
    """An attachment is refused. `rule` says which rule; `str()` is a French sentence naming the file."""

    def __init__(self, rule: Rule, sentence: str) -> None:
        super().__init__(sentence)
        self.rule = rule


def accepted(uploads: Iterable[FileStorage]) -> list[Piece]:
    """The pieces of a form; its empty fields are left out, and its temporary files closed."""
    received = list(uploads)
    try:
        return [_piece(upload) for upload in received if upload.filename]
    finally:
        for upload in received:
            upload.close()


def check_together(pieces: Sequence[Piece]) -> None:
    """Refuse what would not fit in one message once encoded."""
    if wire_size(len(piece.data) for piece in pieces) > MESSAGE_LIMIT:
        raise BadPiece(MESSAGE_SIZE, "Ensemble, ces pièces jointes sont trop lourdes : 18 Mo au plus par message.")


def _piece(upload: FileStorage) -> Piece:
    name = (upload.filename or "").replace("\\", "/").rpartition("/")[2]
    data = upload.stream.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise BadPiece(FILE_SIZE, f"« {name} » pèse plus de 5 Mo : choisissez un fichier plus léger.")
    media_type = kind_of(data)
    if not media_type:
        raise BadPiece(FILE_TYPE, f"« {name} » n'est pas d'un type accepté : JPEG, PDF, PNG, RTF, TIFF ou TXT.")
    return Piece(name, media_type, data)


def kind_of(data: bytes) -> str:
    """Media type of a file by its content, whatever it is called; empty when it is none of the accepted ones."""
    for signature, media_type in _SIGNATURES.items():
        if data.startswith(signature):
            return media_type
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "text/plain" if text and all(sign.isprintable() or sign in "\r\n\t" for sign in text) else ""
