"""What is checked inside a message, as the ANS's conformity tool does before a product is listed."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.mssante.checks import documents, headers
from sandbox.mssante.letter import Letter
from sandbox.mssante.mailboxes import Mailbox
from sandbox.mssante.rules import Breach

__all__ = ["Sending", "examine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A message about to be accepted: who sends (`author` is the mailbox of From, if it is one of ours) and to whom."""

    letter: Letter
    author: Mailbox | None
    to_citizens: bool
    to_professionals: bool


def examine(sending: Sending) -> list[Breach]:
    """Every breach, the headers' first. Receipts carry no document of their own: only their headers are read."""
    found = list(headers.examine(sending.letter, sending.author, to_citizens=sending.to_citizens))
    if not sending.letter.is_notice:
        found += documents.examine(
            sending.letter, to_citizens=sending.to_citizens, to_professionals=sending.to_professionals
        )
    return found
