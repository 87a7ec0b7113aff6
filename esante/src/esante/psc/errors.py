"""What can be wrong with a Pro Santé Connect session.

PscError
├── UnreadableUserInfo   the userinfo is not the JSON expected
├── BadToken             the id_token must not be believed: ``reason`` names the check that failed
├── NoActivity           the professional has no activity in this structure
└── SeveralActivities    several: ask which, ``choices`` lists them
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from esante.cisis import EsanteError

if TYPE_CHECKING:
    from esante.psc.choice import Practice


class PscError(EsanteError):
    """Root of the tree. ``why`` is a French sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class UnreadableUserInfo(PscError):
    """Not a userinfo of Pro Santé Connect."""


class BadToken(PscError):
    """``reason``: signature, issuer, audience, nonce, expired, acr, subject, malformed."""

    def __init__(self, reason: str, why: str) -> None:
        super().__init__(why)
        self.reason = reason


class NoActivity(PscError):
    """No activity of this professional matches the structure: no DMP reading (dmp-ins §5)."""


class SeveralActivities(PscError):
    """Several professions in the same structure: the person chooses, once."""

    def __init__(self, why: str, choices: tuple[Practice, ...]) -> None:
        super().__init__(why)
        self.choices = choices
