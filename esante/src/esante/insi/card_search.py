"""WS_INS1 ``rechercherInsAvecCarteVitale``: search from a carte Vitale (schema INSi_RECVITALE_INS, dmp-ins §1.2).

Alentour has no card reader: the request is read and written for the sandbox and for foreign clients.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from esante.insi.errors import UnreadableAnswer
from esante.insi.names import ACTION as PREFIX
from esante.insi.names import BY_CARD
from esante.insi.result import decode_result as decode_answer
from esante.insi.result import encode_result as encode_answer
from esante.soap import Payload

OPERATION: Final = "rechercherInsAvecCarteVitale"
ACTION: Final = PREFIX + OPERATION
RESPONSE_ACTION: Final = ACTION + "Response"
_NAMESPACE: Final = f"{{{BY_CARD}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the card says: NIR of the individual and of the insured (13 + key), name, birth date, birth rank."""

    individual: str = ""
    insured: str = ""
    birth_name: str = ""
    birth_date: str = ""
    birth_rank: str = ""


def encode_request(request: Request) -> Payload:
    """Body of the request."""
    root = etree.Element(_NAMESPACE + "RECVITALE", nsmap={"ins": BY_CARD})
    for name, number in (("MatriculeIndividu", request.individual), ("MatriculeOD", request.insured)):
        if number:
            holder = etree.SubElement(root, _NAMESPACE + name)
            etree.SubElement(holder, _NAMESPACE + "NumIdentifiant").text = number[:13]
            etree.SubElement(holder, _NAMESPACE + "Cle").text = number[13:]
    for name, value in (
        ("NomNaissance", request.birth_name),
        ("DateNaissance", request.birth_date),
        ("RangNaissance", request.birth_rank),
    ):
        if value:
            etree.SubElement(root, _NAMESPACE + name).text = value
    return Payload(element=root)


def decode_request(payload: Payload) -> Request:
    """Read a request. Raises :class:`UnreadableAnswer` when the body is another one."""
    root = payload.element
    if root.tag != _NAMESPACE + "RECVITALE":
        raise UnreadableAnswer("Un RECVITALE était attendu.")

    def text(*names: str) -> str:
        return (root.findtext("/".join(_NAMESPACE + name for name in names)) or "").strip()

    return Request(
        individual=text("MatriculeIndividu", "NumIdentifiant") + text("MatriculeIndividu", "Cle"),
        insured=text("MatriculeOD", "NumIdentifiant") + text("MatriculeOD", "Cle"),
        birth_name=text("NomNaissance"),
        birth_date=text("DateNaissance"),
        birth_rank=text("RangNaissance"),
    )


__all__ = [
    "ACTION",
    "OPERATION",
    "RESPONSE_ACTION",
    "Request",
    "decode_answer",
    "decode_request",
    "encode_answer",
    "encode_request",
]
