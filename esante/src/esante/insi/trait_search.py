"""WS_INS2 ``rechercherInsAvecTraitsIdentite``: search by traits (schema INSi_RECSANS_INS, dmp-ins §1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from esante.cisis import for_insi
from esante.insi.errors import IncompleteSearch, UnreadableAnswer
from esante.insi.names import ACTION as PREFIX
from esante.insi.names import BY_TRAITS
from esante.insi.result import Result, decode_result, encode_result
from esante.soap import Payload

OPERATION: Final = "rechercherInsAvecTraitsIdentite"
ACTION: Final = PREFIX + OPERATION
RESPONSE_ACTION: Final = ACTION + "Response"
_NAMESPACE: Final = f"{{{BY_TRAITS}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Criteria, in the alphabet of INSi once sent. ``birth_date`` is ``YYYY-MM-DD`` (lunar dates allowed).

    ``given_names`` holds one text per ``Prenom`` element; a text may itself be a list of names.
    """

    birth_name: str
    given_names: tuple[str, ...]
    sex: str
    birth_date: str
    birth_place: str = ""


Response = Result


def encode_request(request: Request) -> Payload:
    """Body of the request. Raises :class:`IncompleteSearch`, or ``Unwritable`` naming the field and character."""
    missing = [name for name in ("birth_name", "given_names", "sex", "birth_date") if not getattr(request, name)]
    if missing or request.sex not in ("F", "M"):
        raise IncompleteSearch("La recherche demande le nom de naissance, un prénom, le sexe et la date de naissance.")
    root = etree.Element(_NAMESPACE + "RECSANSVITALE", nsmap={"ins": BY_TRAITS})
    values = [
        ("NomNaissance", for_insi(request.birth_name, "birth_name")),
        *(("Prenom", for_insi(name, "given_name")) for name in request.given_names),
        ("Sexe", request.sex),
        ("DateNaissance", request.birth_date),
        ("LieuNaissance", request.birth_place),
    ]
    for name, value in values:
        if value:
            etree.SubElement(root, _NAMESPACE + name).text = value
    return Payload(element=root)


def decode_request(payload: Payload) -> Request:
    """Read criteria. Raises :class:`UnreadableAnswer` when the body is another one."""
    root = payload.element
    if root.tag != _NAMESPACE + "RECSANSVITALE":
        raise UnreadableAnswer("Un RECSANSVITALE était attendu.")

    def text(name: str) -> str:
        return (root.findtext(_NAMESPACE + name) or "").strip()

    return Request(
        birth_name=text("NomNaissance"),
        given_names=tuple((each.text or "").strip() for each in root.iterchildren(_NAMESPACE + "Prenom")),
        sex=text("Sexe"),
        birth_date=text("DateNaissance"),
        birth_place=text("LieuNaissance"),
    )


def encode_answer(response: Response) -> Payload:
    """Body of the answer."""
    return encode_result(response)


def decode_answer(payload: Payload) -> Response:
    """Read an answer."""
    return decode_result(payload)
