"""A refusal by SOAP Fault, as the DMP does for security, rights and malformed messages."""

from __future__ import annotations

from sandbox.rules import Rule

INVALID_CERTIFICATE = "DMPInvalidCertificate"
ACCESS_DENIED = "DMPAccessDeniedByRightsService"
# The DMP's own list is not public: these two names are the sandbox's.
INVALID_TOKEN = "DMPInvalidVIHF"  # noqa: S105 - an error code
INVALID_REQUEST = "DMPInvalidRequest"


class Refused(Exception):
    """SOAP Fault `Sender` with a `DMP…` subcode, a French sentence and the rule it comes from."""

    def __init__(self, subcode: str, sentence: str, rule: Rule) -> None:
        super().__init__(f"{subcode}: {sentence}")
        self.subcode = subcode
        self.sentence = sentence
        self.rule = rule


def invalid_token(sentence: str, rule: Rule) -> Refused:
    """The VIHF is incomplete or incoherent."""
    return Refused(INVALID_TOKEN, sentence, rule)


def denied(sentence: str, rule: Rule) -> Refused:
    """The right is refused."""
    return Refused(ACCESS_DENIED, sentence, rule)
