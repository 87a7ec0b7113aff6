"""What can be wrong with a VIHF.

VihfError
├── IncompleteVihf     ours: we were about to send a token the specification forbids
├── NotAVihf           the bytes are not a SAML 2.0 assertion
└── BadSignature       the token must not be believed
    ├── Unsigned
    ├── UntrustedCertificate   unknown authority, expired, or not a signature certificate
    ├── AlteredToken           digest or signature value do not match, or the structure is a wrapping attack
    └── WrongIssuer            Issuer is not the subject of the signing certificate
"""

from __future__ import annotations

from esante.cisis import EsanteError


class VihfError(EsanteError):
    """Root of the tree. ``why`` is a French sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class IncompleteVihf(VihfError):
    """A token we refuse to build. ``sentences`` says what is wrong (see :func:`esante.vihf.faults`)."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("Jeton VIHF refusé à la construction. " + " ".join(sentences))
        self.sentences = sentences


class NotAVihf(VihfError):
    """Not XML, or not a SAML 2.0 assertion."""


class BadSignature(VihfError):
    """The token must not be believed. The DMP answers ``DMPInvalidCertificate`` or a ``Sender`` fault."""


class Unsigned(BadSignature):
    """No signature, or several."""


class UntrustedCertificate(BadSignature):
    """The signing certificate is not acceptable: authority, dates, or usage."""


class AlteredToken(BadSignature):
    """What was signed is not what is read."""


class WrongIssuer(BadSignature):
    """``Issuer`` differs from the subject of the signing certificate (dmp-ins §2.4)."""
