"""The operator's answers to each SMTP command."""

from __future__ import annotations

import asyncio
import binascii
from base64 import b64decode
from typing import Any

from aiosmtpd.smtp import MISSING, AuthResult, Session

from sandbox.faults import Fault
from sandbox.mssante.checks import Sending, examine
from sandbox.mssante.citizens import Citizens
from sandbox.mssante.envelope import Envelope, Recipient
from sandbox.mssante.ground import AccessRefused, Ground
from sandbox.mssante.letter import Letter
from sandbox.mssante.postoffice import PostOffice, Reused
from sandbox.mssante.rules import CERTIFICATE, FROM_SENDER, MESSAGE_ID, Breach
from sandbox.mssante.smtp.chronicle import Chronicle
from sandbox.mssante.smtp.gates import Gates, Refusal
from sandbox.mssante.smtp.protocol import FrontDoor
from sandbox.mssante.smtp.session import Draft, holder_of

ACCEPTED = "250 2.0.0 Message accepted"


class Handler:
    """aiosmtpd calls the `handle_*` and `auth_*` methods by their names."""

    def __init__(self, ground: Ground, office: PostOffice, citizens: Citizens, gates: Gates) -> None:
        self._ground = ground
        self._office = office
        self._citizens = citizens
        self._gates = gates
        self._chronicle = Chronicle(ground.journal)

    def is_operator(self, client: str) -> bool:
        """Another operator needs no person."""
        return self._gates.is_operator(client)

    def handshake_refused(self, reason: str) -> None:
        """No certificate, or not one of ours."""
        self._chronicle.refused("smtp.starttls", who="", whom="", reply=reason, requirement=CERTIFICATE)

    async def handle_EHLO(  # noqa: N802
        self, server: FrontDoor, session: Session, envelope: Draft, hostname: str, responses: list[str]
    ) -> list[str]:
        """Announce the extensions aiosmtpd does not know of."""
        session.host_name = hostname
        return [*responses[:-1], "250-DSN", "250-ENHANCEDSTATUSCODES", responses[-1]]

    async def auth_XOAUTH2(self, server: FrontDoor, args: list[str]) -> AuthResult:  # noqa: N802
        """ECO.1.2.1: the token of Pro Santé Connect, for a mailbox of its holder."""
        blob = await _initial(server, args)
        if blob is None:
            return AuthResult(success=False, handled=True)
        fields = dict(part.split("=", 1) for part in blob.split("\1") if "=" in part)
        address, token = fields.get("user", "").lower(), fields.get("auth", "").partition(" ")[2]
        fault = await self._ground.strike("smtp.auth", address)
        if fault is not None:
            return await self._auth_struck(server, fault, address)
        try:
            holder = await self._ground.open(token, address)
        except AccessRefused as refusal:
            reply = f"535 5.7.8 Access refused: {refusal}"
            self._chronicle.refused("smtp.auth", who="", whom=address, reply=reply, requirement=refusal.requirement)
            told = await server.challenge_auth(refusal.objection)
            return AuthResult(success=False, handled=told is MISSING, message=reply)
        self._chronicle.opened(who=holder.idnps, whom=address)
        return AuthResult(success=True, auth_data=holder.idnps)

    async def _auth_struck(self, server: FrontDoor, fault: Fault, address: str) -> AuthResult:
        reply = self._reply(server, fault, "454 4.7.0 Temporary authentication failure")
        self._chronicle.refused("smtp.auth", who="", whom=address, reply=reply, requirement=None)
        return AuthResult(success=False, handled=not reply, message=reply)

    async def handle_MAIL(  # noqa: N802
        self, server: FrontDoor, session: Session, envelope: Draft, address: str, options: list[str]
    ) -> str:
        """Answer MAIL FROM."""
        sender = "" if address == "<>" else address.lower()
        fault = await self._ground.strike("smtp.mail", sender)
        if fault is not None:
            return self._struck(server, "smtp.mail", sender, "", fault, "451 4.3.0 Try again later")
        try:
            self._gates.sender(sender, idnps=holder_of(session), client=server.client)
        except Refusal as refusal:
            self._chronicle.refused(
                "smtp.mail", who=holder_of(session), whom=sender, reply=refusal.reply, requirement=refusal.requirement
            )
            return refusal.reply
        envelope.mail_from = address
        envelope.sender, envelope.options = sender, server.mail_options
        return "250 2.1.0 Sender ok"

    async def handle_RCPT(  # noqa: N802
        self, server: FrontDoor, session: Session, envelope: Draft, address: str, options: list[str]
    ) -> str:
        """Answer RCPT TO, each recipient by itself."""
        recipient, known = address.lower(), [other.address for other in envelope.recipients]
        fault = await self._ground.strike("smtp.rcpt", recipient, envelope.sender)
        if fault is not None:
            return self._struck(
                server, "smtp.rcpt", envelope.sender, recipient, fault, "450 4.2.0 Greylisted, try again later"
            )
        try:
            self._gates.recipient(envelope.sender, recipient, known)
        except Refusal as refusal:
            self._chronicle.refused(
                "smtp.rcpt", who=envelope.sender, whom=recipient, reply=refusal.reply, requirement=refusal.requirement
            )
            return refusal.reply
        envelope.rcpt_tos.append(address)
        options_given = server.recipient_options
        envelope.recipients.append(Recipient(recipient, options_given.notify, options_given.original))
        return "250 2.1.5 Recipient ok"

    async def handle_DATA(self, server: FrontDoor, session: Session, envelope: Draft) -> str:  # noqa: N802
        """Read, check, keep, and only then answer."""
        final = envelope.finished(session, server.client)
        letter, breaches = await asyncio.to_thread(self._read, final, envelope.original_content or b"")
        fault = await self._ground.strike("smtp.data", final.sender, *(who.address for who in final.recipients))
        if fault is not None:
            return self._struck(server, "smtp.data", final.sender, "", fault, "451 4.3.0 Try again later")
        self._chronicle.breaches(final, letter, breaches)
        refused = [breach for breach in breaches if breach.requirement.weight == "refuse"]
        if refused:
            reply = _lines("554", [f"5.6.0 {item.requirement.code} {item.detail}" for item in refused])
            self._chronicle.turned_away(final, letter, reply, refused[0].requirement)
            return reply
        return await self._keep(server, final, letter)

    def _read(self, envelope: Envelope, content: bytes) -> tuple[Letter, list[Breach]]:
        """Heavy work, outside the event loop."""
        letter = Letter(content)
        letter.digest  # noqa: B018 - computed here rather than in the loop
        addresses = [recipient.address for recipient in envelope.recipients]
        if not envelope.idnps:  # another operator answers for what its users write
            return letter, [] if letter.message_id else [Breach(MESSAGE_ID, "Message-ID missing or malformed")]
        sending = Sending(
            letter=letter,
            author=self._ground.mailboxes.get(letter.author),
            to_citizens=any(map(self._citizens.concerns, addresses)),
            to_professionals=not all(map(self._citizens.concerns, addresses)),
        )
        breaches = examine(sending)
        if not self._ground.mailboxes.may_use(envelope.idnps, letter.author):
            breaches.append(Breach(FROM_SENDER, "From address not owned by the authenticated user"))
        return letter, breaches

    async def _keep(self, server: FrontDoor, envelope: Envelope, letter: Letter) -> str:
        try:
            outcomes = self._office.accept(envelope, letter)
        except Reused:
            reply = f"554 5.6.0 {MESSAGE_ID.code} Message-ID already used for another message"
            self._chronicle.turned_away(envelope, letter, reply, MESSAGE_ID)
            return reply
        self._chronicle.message(envelope, letter, outcomes, ACCEPTED)
        fault = await self._ground.strike("smtp.answer", envelope.sender)
        return (
            ACCEPTED if fault is None else self._struck(server, "smtp.answer", envelope.sender, "", fault, "451 4.3.0")
        )

    async def handle_exception(self, error: Exception) -> str:
        """An error of ours must not travel: it may quote the message."""
        reply = f"451 4.3.0 Internal error ({type(error).__name__})"
        self._chronicle.refused("smtp.error", who="", whom="", reply=reply, requirement=None)
        return reply

    def _struck(self, server: FrontDoor, operation: str, who: str, whom: str, fault: Fault, default: str) -> str:
        reply = self._reply(server, fault, default)
        self._chronicle.refused(operation, who=who, whom=whom, reply=reply or "(coupure)", requirement=None)
        return reply

    def _reply(self, server: FrontDoor, fault: Fault, default: str) -> str:
        """What a fault makes the server say; it hangs up after 421, and without a word when silent."""
        if fault.kind == "silent":
            server.cut()
            return ""
        if fault.kind == "outage" or fault.code == "421":
            server.hang_up()
            return "421 4.3.2 Service not available, closing connection"
        return f"{fault.code} {fault.label}".strip() if fault.code else default


async def _initial(server: FrontDoor, args: list[str]) -> str | None:
    """The XOAUTH2 blob, from the command or after a challenge; None once the client was told it is unreadable."""
    if len(args) > 1:
        try:
            return b64decode(args[1], validate=True).decode("utf-8", "replace")
        except binascii.Error:
            await server.push("501 5.5.2 Cannot decode base64")
            return None
    answer: Any = await server.challenge_auth("")
    return None if answer is MISSING else answer.decode("utf-8", "replace")


def _lines(code: str, texts: list[str]) -> str:
    """A reply of several lines (RFC 5321 § 4.2.1)."""
    *first, last = [text.encode("ascii", "replace").decode("ascii") for text in texts]
    return "\r\n".join([*(f"{code}-{text}" for text in first), f"{code} {last}"])
