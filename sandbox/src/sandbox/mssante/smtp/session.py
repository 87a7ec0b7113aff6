"""What the front door remembers of a connection and of the message being sent."""

from __future__ import annotations

from aiosmtpd.smtp import Envelope as AioEnvelope
from aiosmtpd.smtp import Session

from sandbox.mssante.envelope import Envelope, Recipient
from sandbox.mssante.smtp.options import MailOptions


class Draft(AioEnvelope):
    """A message in the making, between MAIL and the answer to DATA: aiosmtpd's envelope and what it does not keep."""

    def __init__(self) -> None:
        super().__init__()
        self.sender = ""
        self.options = MailOptions()
        self.recipients: list[Recipient] = []

    def finished(self, session: Session, client: str) -> Envelope:
        """The envelope as the post office takes it. `client` is the subject of the certificate."""
        return Envelope(
            sender=self.sender,
            recipients=tuple(self.recipients),
            whole=self.options.whole,
            identifier=self.options.identifier,
            helo=session.host_name or "",
            client=client,
            idnps=holder_of(session),
        )


def holder_of(session: Session) -> str:
    """National identifier of the person who authenticated; empty between operators."""
    return session.auth_data if isinstance(session.auth_data, str) else ""
