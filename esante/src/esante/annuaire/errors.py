"""What can happen when the directory is asked.

AnnuaireError
├── Refused       the directory answered no (or something unusable): its code, a French sentence, permanent or not
└── Unreachable   no answer: network, time-out, overload; to be asked again later
"""

from __future__ import annotations

from esante.cisis import EsanteError


class AnnuaireError(EsanteError):
    """Root of this package's errors."""


class Refused(AnnuaireError):
    """The directory refuses. ``code`` is its IssueType (``not-supported``, ``invalid``…) or ``http-<status>``.

    ``permanent`` True: asking the same thing again is useless.
    """

    def __init__(self, code: str, sentence: str, *, permanent: bool = True) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.permanent = permanent


class Unreachable(AnnuaireError):
    """The directory did not answer in time; ``why`` is for the journal."""

    def __init__(self, why: str) -> None:
        super().__init__("L'Annuaire Santé ne répond pas pour l'instant.")
        self.why = why
