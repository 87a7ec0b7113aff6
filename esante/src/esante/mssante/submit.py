"""Submission to an operator (RFC 6409): STARTTLS, our certificate, XOAUTH2, delivery reports asked (specs/mss §1.1, §2.1)."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from esante.mssante.addresses import domain_of
from esante.mssante.errors import FateUnknown, Refused, Unreachable
from esante.mssante.replies import Reply, read_reply
from esante.mssante.session import Credentials, Endpoint, Xoauth2
from esante.mssante.tls import client_context, utc_now


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the operator answered for one recipient."""

    recipient: str
    reply: Reply

    @property
    def accepted(self) -> bool:
        """The operator took charge of the message for this recipient."""
        return self.reply.accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A finished submission. Nobody accepted: nothing was sent, and ``deliveries`` says why, one by one."""

    deliveries: tuple[Delivery, ...]
    reply: Reply | None = None
    reports_asked: bool = False

    @property
    def accepted(self) -> tuple[str, ...]:
        """Recipients the operator took charge of."""
        return tuple(one.recipient for one in self.deliveries if one.accepted and self.reply and self.reply.accepted)


class SubmissionSession:
    """An open session; several messages may be sent through it."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp

    @property
    def size_limit(self) -> int:
        """Bytes the operator accepts for a whole message, 0 when it does not say (va1.13)."""
        text = self._smtp.esmtp_features.get("size", "")
        return int(text) if text.isdecimal() else 0

    @property
    def offers_reports(self) -> bool:
        """The operator serves DSN (RFC 3461)."""
        return self._smtp.has_extn("dsn")

    def send(self, *, sender: str, recipients: Sequence[str], data: bytes, envelope_id: str = "") -> Submitted:
        """Send one message, as composed. ``envelope_id`` comes back in the delivery reports.

        Raises Refused (too big, sender not ours, message refused), Unreachable (cut before the end: nothing left), or
        FateUnknown (cut while waiting for the last answer: it may have left).
        """
        self._check_size(len(data))
        with _cut_before_data():
            self._command(f"MAIL FROM:<{_envelope(sender)}>{self._mail_options(data, envelope_id)}").raise_refusal()
            deliveries = tuple(Delivery(one, self._recipient(one)) for one in recipients)
            if not any(one.accepted for one in deliveries):
                self._command("RSET")
                return Submitted(deliveries=deliveries, reports_asked=self.offers_reports)
            self._command("DATA", expected=354).raise_refusal()
            # Without the final dot the operator has nothing: a cut while writing loses nothing and sends nothing.
            self._smtp.send(_stuffed(data))
        return Submitted(deliveries=deliveries, reply=self._last_answer(), reports_asked=self.offers_reports)

    def _last_answer(self) -> Reply:
        try:
            reply = read_reply(*self._smtp.getreply())
        except (OSError, smtplib.SMTPException) as error:
            raise FateUnknown(f"coupure après la remise ({type(error).__name__})") from error
        if not reply.accepted:
            raise reply.refusal()
        return reply

    def _check_size(self, size: int) -> None:
        limit = self.size_limit
        if limit and size > limit:
            sentence = (
                f"Ce message pèse {size / 1e6:.1f} Mo et la messagerie n'accepte que {limit / 1e6:.1f} Mo : "
                "retirez une pièce jointe."
            ).replace(".", ",", 2)
            raise Refused("552 5.3.4", sentence, permanent=True)

    def _mail_options(self, data: bytes, envelope_id: str) -> str:
        options = [f"SIZE={len(data)}"] if self._smtp.has_extn("size") else []
        options += ["BODY=8BITMIME"] if not data.isascii() and self._smtp.has_extn("8bitmime") else []
        if self.offers_reports:
            options += ["RET=HDRS", *([f"ENVID={_xtext(envelope_id)}"] if envelope_id else [])]
        return "".join(f" {option}" for option in options)

    def _recipient(self, recipient: str) -> Reply:
        address = _envelope(recipient)
        asked = f" NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;{_xtext(address)}" if self.offers_reports else ""
        answer = self._command(f"RCPT TO:<{address}>{asked}").reply
        if answer.code == 421:
            raise Unreachable("session close par l'opérateur")
        return answer

    def _command(self, line: str, expected: int = 250) -> _Answer:
        return _Answer(read_reply(*self._smtp.docmd(line)), expected)


@dataclass(frozen=True, slots=True)
class _Answer:
    reply: Reply
    expected: int

    def raise_refusal(self) -> None:
        if self.reply.code == 421:
            raise Unreachable("session close par l'opérateur")
        if self.reply.code != self.expected and not (self.expected == 250 and self.reply.accepted):
            raise self.reply.refusal()


class Submitter:
    """The submission service of one operator. ``clock`` only tells whether a refused token had expired."""

    def __init__(
        self, endpoint: Endpoint, *, local_name: str = "localhost", clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._endpoint = endpoint
        self._local_name = local_name
        self._clock = clock

    @contextmanager
    def open(self, credentials: Credentials) -> Iterator[SubmissionSession]:
        """An authenticated session. Raises Unreachable, TokenExpired or Refused."""
        smtp = self._connected()
        try:
            self._log_in(smtp, credentials)
            yield SubmissionSession(smtp)
        finally:
            _leave(smtp)

    def send(
        self, credentials: Credentials, *, sender: str, recipients: Sequence[str], data: bytes, envelope_id: str = ""
    ) -> Submitted:
        """One message in a session of its own."""
        with self.open(credentials) as session:
            return session.send(sender=sender, recipients=recipients, data=data, envelope_id=envelope_id)

    def _connected(self) -> smtplib.SMTP:
        at = self._endpoint
        context = client_context(at.tls)
        try:
            if at.implicit_tls:
                return smtplib.SMTP_SSL(at.host, at.port, self._local_name, timeout=at.timeout, context=context)
            smtp = smtplib.SMTP(at.host, at.port, self._local_name, timeout=at.timeout)
        except (OSError, smtplib.SMTPException) as error:
            raise _unreachable(error) from error
        try:
            smtp.starttls(context=context)
        except (OSError, smtplib.SMTPException) as error:
            smtp.close()
            raise _unreachable(error) from error
        return smtp

    def _log_in(self, smtp: smtplib.SMTP, credentials: Credentials) -> None:
        dialogue = Xoauth2(credentials)
        try:
            smtp.ehlo_or_helo_if_needed()
            smtp.auth("XOAUTH2", dialogue.answer, initial_response_ok=True)
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code < 500:
                raise Unreachable(f"authentification reportée ({error.smtp_code})") from error
            raise dialogue.failure(str(error.smtp_code), self._clock()) from error
        except smtplib.SMTPServerDisconnected as error:
            # TLS 1.3 tells a refused client certificate only at the first read.
            raise Unreachable("connexion coupée : certificat du logiciel refusé, ou opérateur arrêté") from error
        except (OSError, smtplib.SMTPException) as error:
            raise _unreachable(error) from error


@contextmanager
def _cut_before_data() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPException as error:
        raise Unreachable(f"session coupée ({type(error).__name__})") from error
    except OSError as error:
        raise Unreachable(f"connexion coupée ({type(error).__name__})") from error


def _leave(smtp: smtplib.SMTP) -> None:
    try:
        smtp.quit()
    except (OSError, smtplib.SMTPException):
        smtp.close()


def _unreachable(error: Exception) -> Unreachable:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unreachable(f"certificat de l'opérateur refusé : {error.verify_message}")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Unreachable("l'opérateur n'offre pas le chiffrement ou l'authentification attendus")
    return Unreachable(f"connexion impossible ({type(error).__name__})")


def _envelope(address: str) -> str:
    """An envelope address: ASCII, nothing that could end the command line."""
    local = address.rpartition("@")[0]
    if not re.fullmatch(r"[!-;=?-~]+", local) or not re.fullmatch(r"[A-Za-z0-9.-]+", domain_of(address)):
        raise Refused("553 5.1.3", "Cette adresse n'est pas valide.", permanent=True)
    return f"{local}@{domain_of(address)}"


def _xtext(text: str) -> str:
    """RFC 3461 §4: printable ASCII, ``+`` and ``=`` and the rest as +HH."""
    return "".join(one if "!" <= one <= "~" and one not in "+=" else f"+{ord(one):02X}" for one in text)


def _stuffed(data: bytes) -> bytes:
    """CRLF line ends, dots doubled, the final dot."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", data)
    body = re.sub(rb"(?m)^\.", b"..", lines)
    return (body if body.endswith(b"\r\n") else body + b"\r\n") + b".\r\n"
