"""Headers and texts of a message (ECO.2.2.* and ECO.2.4.3)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sandbox.mssante.letter import Letter
from sandbox.mssante.mailboxes import Mailbox
from sandbox.mssante.rules import BODY, CHARSET, FIN, FROM_LABEL, MESSAGE_ID, NIL, REPLY, Breach

_ANSWER = re.compile(r"(?i)(re|rép|rep)\s?:")
_UTF8 = {"utf-8", "us-ascii", ""}


def examine(letter: Letter, author: Mailbox | None, *, to_citizens: bool) -> Iterator[Breach]:
    """Breaches of the rules every message obeys."""
    if not letter.message_id:
        yield Breach(MESSAGE_ID, "Message-ID missing or malformed")
    if not letter.header("X-MSS-NIL"):
        yield Breach(NIL, "X-MSS-NIL missing")
    if _ANSWER.match(letter.header("Subject")) and not (letter.has("In-Reply-To") and letter.has("References")):
        yield Breach(REPLY, "answer without In-Reply-To and References")
    if letter.has("X-MSS-MES") and (letter.header("X-MSS-MES") != "FIN" or not to_citizens):
        yield Breach(FIN, "X-MSS-MES is FIN, towards a citizen, or absent")
    yield from _label(letter, author)
    yield from _texts(letter)


def _label(letter: Letter, author: Mailbox | None) -> Iterator[Breach]:
    labels = [label for label, _ in letter.addresses("From")]
    if author is None or not labels:
        return
    shown = _folded(labels[0])
    missing = [word for word in author.words if _folded(word) not in shown]
    if missing:
        yield Breach(FROM_LABEL, f"From label without {' '.join(missing)}")


def _texts(letter: Letter) -> Iterator[Breach]:
    texts = [part for part in letter.parts if part.media_type.startswith("text/") and not part.filename]
    if not texts:
        return
    if any(part.charset not in _UTF8 for part in texts):
        yield Breach(CHARSET, "text part not in UTF-8")
    if all(part.media_type != "text/plain" for part in texts):
        yield Breach(BODY, "no text/plain body")


def _folded(text: str) -> str:
    """Letters only, without accents, in upper case: a label may write hyphens, underscores or capitals as it likes."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if sign.isalnum()).upper()
