"""What can go wrong with a MSSanté message.

MssError
├── CannotCompose       ours: the message asked for is one the specification forbids        (ValueError too)
├── UnreadableMessage   the bytes are not an e-mail
├── BadWhitelist        the list received is not the liste blanche: the one held is kept
├── BadCrl              the revocation list received is not one: the one held is kept
├── Refused             the operator said no: its code, a French sentence, permanent or not
├── Unreachable         no operator: network, TLS, certificate, time-out; to be tried again later
│   └── FateUnknown     cut after the message was handed over: it may have left, or not
└── TokenExpired        the Pro Santé Connect token is no longer good: the person must reconnect
"""

from __future__ import annotations

from esante.cisis import EsanteError


class MssError(EsanteError):
    """Root of this package's errors."""


class CannotCompose(MssError, ValueError):
    """The message asked for cannot exist; ``sentence`` tells the writer what to change."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UnreadableMessage(MssError, ValueError):
    """The bytes are not a message that can be shown; ``why`` in French."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class BadWhitelist(MssError, ValueError):
    """Not a liste blanche, or an empty one."""


class BadCrl(MssError, ValueError):
    """Not a certificate revocation list, or an expired one."""


class Refused(MssError):
    """The operator refuses. ``code`` is its SMTP code and enhanced status ("550 5.1.1") or IMAP code ("NO").

    ``permanent`` False: the same message may be accepted later (4xx, quota).
    """

    def __init__(self, code: str, sentence: str, *, permanent: bool) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.permanent = permanent


class Unreachable(MssError):
    """No operator answers; ``why`` is for the journal, the text for the screen."""

    def __init__(self, why: str) -> None:
        super().__init__("La messagerie est indisponible pour l'instant.")
        self.why = why


class FateUnknown(Unreachable):
    """The connection fell after DATA: look in Sent and receipts, then retry with the same Message-ID (specs/mss §5.7)."""


class TokenExpired(MssError):
    """ECO.1.2.6: close the session, purge what was decrypted, ask to reconnect."""

    def __init__(self) -> None:
        super().__init__("Votre session Pro Santé Connect a expiré : reconnectez-vous pour utiliser la messagerie.")
