"""Writing MIME byte for byte the same each time: one policy, boundaries drawn from the Message-ID (specs/mss §2.2)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime

from esante.mssante.addresses import Address, has_controls
from esante.mssante.errors import CannotCompose

# The default policy folds the subject and hides the XDM prefix in an encoded word: naive filters then miss it.
POLICY = SMTP.clone(max_line_length=900, cte_type="7bit")
_MESSAGE_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")

Header = tuple[str, str]


def boundary(seed: str, level: str) -> str:
    """A boundary that depends on nothing but ``seed``; ``=_`` never occurs in base64 nor quoted-printable content."""
    return f"=_{hashlib.sha256(f'{level} {seed}'.encode()).hexdigest()[:32]}"


def set_headers(message: EmailMessage, headers: Iterable[Header]) -> None:
    """Add headers in order, the empty ones left out. Raises CannotCompose on a value that holds a line break."""
    for name, value in headers:
        if has_controls(value):
            raise CannotCompose("Un caractère invisible s'est glissé dans l'en-tête du message.")
        if value:
            message[name] = value


def date_header(moment: datetime) -> str:
    """Date of RFC 5322. Raises CannotCompose on a moment without zone."""
    if moment.tzinfo is None:
        raise CannotCompose("La date d'envoi doit porter son fuseau horaire.")
    return format_datetime(moment)


def message_id(text: str) -> str:
    """``text`` when it is a Message-ID of RFC 5322, angle brackets included. Raises CannotCompose."""
    if not _MESSAGE_ID.fullmatch(text) or not text.isascii():
        raise CannotCompose("L'identifiant du message doit avoir la forme <…@…>.")
    return text


def address_header(addresses: Iterable[Address]) -> str:
    """Value of From, To… with quoted names; accents are encoded by the policy."""
    return ", ".join(_one(address) for address in addresses)


def text_part(text: str, subtype: str = "plain") -> MIMEPart:
    """A UTF-8 text (ECO.2.2.3), quoted-printable, lines ended by CRLF on the wire."""
    part = MIMEPart(POLICY)
    part.set_content(text, subtype=subtype, charset="utf-8", cte="quoted-printable")
    return part


def file_part(data: bytes, media_type: str, filename: str) -> MIMEPart:
    """A file in base64, its name in RFC 2231 when it is not ASCII. Raises CannotCompose on a bad media type or name."""
    main, _, sub = media_type.partition("/")
    if not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", media_type):
        raise CannotCompose("Le type de ce fichier joint n'est pas reconnu.")
    if not filename or re.search(r"[\r\n\0/\\]", filename):
        raise CannotCompose("Le nom de ce fichier joint ne peut pas être transmis.")
    part = MIMEPart(POLICY)
    part.set_content(data, maintype=main, subtype=sub, disposition="attachment", filename=filename)
    return part


def multipart(subtype: str, seed: str, parts: Iterable[MIMEPart]) -> MIMEPart:
    """A multipart whose boundary depends on ``seed`` alone."""
    whole = MIMEPart(POLICY)
    whole["Content-Type"] = f'multipart/{subtype}; boundary="{boundary(seed, subtype)}"'
    for part in parts:
        whole.attach(part)
    return whole


def header_block(headers: Iterable[Header]) -> bytes:
    """Header lines as bytes, CRLF, without the empty line that ends them."""
    message = EmailMessage(POLICY)
    set_headers(message, headers)
    return message.as_bytes().rpartition(b"\r\n")[0]


def one_line(text: str) -> str:
    """A field of a report cannot be split in two by what somebody else wrote."""
    return " ".join(text.split())


def _one(address: Address) -> str:
    if not address.name:
        return address.mailbox
    name = address.name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}" <{address.mailbox}>'
