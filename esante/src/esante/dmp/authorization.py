"""TD0.3: declare oneself (or one's structure) authorised on a DMP, or no longer (dmp-ins §2.3).

Only after an explicit act of the user saying that the person consents (EX_0.3-1010), never systematically.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from esante.dmp.errors import UnreadableAnswer
from esante.soap import Payload

NAMESPACE: Final = "urn:si-dmp-habilitations"
ACTION: Final = "urn:si-dmp-habilitations:HabilitationsEndPoint:setAuthorization"
WSDL_ACTION: Final = "urn:hl7-org:v3:setAuthorization"
"""The soapAction of the WSDL, to be accepted too."""
RESPONSE_ACTION: Final = ACTION + "Response"
OK: Final = "DMPOk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Add (or remove) the authorisation; ``as_treating_physician`` adds the role of médecin traitant."""

    add: bool
    as_treating_physician: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Status code (``DMPOk`` when done or already so) and the DMP's own text."""

    status: str
    context: str = ""


def _n(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def encode_request(request: Request) -> Payload:
    """Body of the request."""
    root = etree.Element(_n("setAuthorization"), nsmap={"hab": NAMESPACE})
    etree.SubElement(root, _n("action")).text = "AJOUT" if request.add else "SUPPRESSION"
    if request.as_treating_physician:
        etree.SubElement(root, _n("role")).text = "MEDECIN_TRAITANT"
    return Payload(element=root)


def decode_request(payload: Payload) -> Request:
    """Read a request. Raises :class:`UnreadableAnswer`."""
    action = (payload.element.findtext(_n("action")) or "").strip()
    if payload.element.tag != _n("setAuthorization") or action not in ("AJOUT", "SUPPRESSION"):
        raise UnreadableAnswer("Un setAuthorization était attendu.")
    role = (payload.element.findtext(_n("role")) or "").strip()
    return Request(add=action == "AJOUT", as_treating_physician=role == "MEDECIN_TRAITANT")


def encode_answer(response: Response) -> Payload:
    """Body of the answer."""
    root = etree.Element(_n("setAuthorizationResponse"), nsmap={"hab": NAMESPACE})
    output = etree.SubElement(root, _n("output"))
    etree.SubElement(output, _n("status")).text = response.status
    etree.SubElement(output, _n("context")).text = response.context
    return Payload(element=root)


def decode_answer(payload: Payload) -> Response:
    """Read an answer. Raises :class:`UnreadableAnswer`."""
    output = payload.element.find(_n("output"))
    if payload.element.tag != _n("setAuthorizationResponse") or output is None:
        raise UnreadableAnswer("Un setAuthorizationResponse était attendu.")
    return Response(
        status=(output.findtext(_n("status")) or "").strip(), context=(output.findtext(_n("context")) or "").strip()
    )
