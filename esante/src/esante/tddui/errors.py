"""What can go wrong with the transfer of a record.

TdduiError
├── RefusedTransfer     ours: the record asked for breaks the guide                        (ValueError too)
├── UnreadableTransfer  theirs: not a transaction of the guide; nothing is imported       (ValueError too)
├── Refused             the other software said no: nothing was created
└── Unreachable         no answer: to be sent again later
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from esante.cisis import EsanteError

Severity = Literal["error", "warning"]


class TdduiError(EsanteError):
    """Root of this package's errors."""


class RefusedTransfer(TdduiError, ValueError):
    """``sentence`` tells what is missing or contradictory in the record to send."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UnreadableTransfer(TdduiError, ValueError):
    """``why`` in French."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Refused(TdduiError):
    """The consumer refuses the transaction, wholly. ``code`` is its IssueType or ``http-<status>``."""

    def __init__(self, code: str, sentence: str, *, permanent: bool = True) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.permanent = permanent


class Unreachable(TdduiError):
    """The consumer does not answer; ``why`` is for the journal."""

    def __init__(self, why: str) -> None:
        super().__init__("L'autre logiciel ne répond pas pour l'instant.")
        self.why = why


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a transfer received, to show in the preview before anything is imported.

    code      method, reference, identifier, missing, gir-differs, letter, profile; dotted when `check` says it
    location  fullUrl or position of the entry, or a FHIR path such as `Bundle.entry[3].resource.period.end`
    sentence  French, without identity
    source    document and paragraph the rule comes from ("" in a preview)
    severity  a warning is a rule that the guide's own examples, or sound software, are seen to break
    """

    code: str
    location: str
    sentence: str
    source: str = ""
    severity: Severity = "error"
