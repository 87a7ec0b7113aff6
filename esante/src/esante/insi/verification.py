"""WS_INS3, verification of an INS already held. **Forme supposée**: no WSDL is public (dmp-ins §1.1, §6).

The element names are those of the C# kit; namespace and action are our guess. Only this module changes when the WSDL
is obtained.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from esante.cisis import Ins, InvalidIns, Traits, for_insi
from esante.insi.errors import UnreadableAnswer
from esante.insi.names import ACTION as PREFIX
from esante.insi.names import VERIFIED, VERIFY
from esante.soap import Payload

OPERATION: Final = "verifierInsAvecTraitsIdentite"
ACTION: Final = PREFIX + OPERATION
RESPONSE_ACTION: Final = ACTION + "Response"
_ASK: Final = f"{{{VERIFY}}}"
_SAY: Final = f"{{{VERIFIED}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An INS and the traits it is held with."""

    ins: Ins
    traits: Traits


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The verdict: the matricule and the traits still go together, or not."""

    confirmed: bool


def encode_request(request: Request) -> Payload:
    """Body of the request. Raises ``Unwritable``."""
    root = etree.Element(_ASK + OPERATION, nsmap={"ins": VERIFY})
    person = etree.SubElement(root, _ASK + "IndividuVerifie")
    given = etree.SubElement(person, _ASK + "INSFourni")
    etree.SubElement(given, _ASK + "IdIndividu").text = request.ins.matricule
    etree.SubElement(given, _ASK + "OID").text = request.ins.oid
    traits = etree.SubElement(person, _ASK + "TraitsIdentiteIndividu")
    for name, value in (
        ("NomNaissance", for_insi(request.traits.birth_name, "birth_name")),
        ("ListePrenom", for_insi(request.traits.given_names, "given_name")),
        ("Sexe", request.traits.sex),
        ("DateNaissance", request.traits.birth_date),
        ("LieuNaissance", request.traits.birth_place),
    ):
        etree.SubElement(traits, _ASK + name).text = value
    return Payload(element=root)


def decode_request(payload: Payload) -> Request:
    """Read what is to be verified. Raises :class:`UnreadableAnswer`."""
    person = payload.element.find(_ASK + "IndividuVerifie")
    if payload.element.tag != _ASK + OPERATION or person is None:
        raise UnreadableAnswer(f"Un {OPERATION} était attendu.")

    def text(block: str, name: str) -> str:
        return (person.findtext(f"{_ASK}{block}/{_ASK}{name}") or "").strip()

    try:
        ins = Ins(matricule=text("INSFourni", "IdIndividu"), oid=text("INSFourni", "OID"))
        traits = Traits(
            birth_name=text("TraitsIdentiteIndividu", "NomNaissance"),
            given_names=text("TraitsIdentiteIndividu", "ListePrenom"),
            sex=text("TraitsIdentiteIndividu", "Sexe"),
            birth_date=text("TraitsIdentiteIndividu", "DateNaissance"),
            birth_place=text("TraitsIdentiteIndividu", "LieuNaissance"),
        )
    except (InvalidIns, ValueError) as error:
        raise UnreadableAnswer("L'identité à vérifier est mal formée.") from error
    return Request(ins=ins, traits=traits)


def encode_answer(response: Response) -> Payload:
    """Body of the answer."""
    root = etree.Element(_SAY + "REPUnitaire", nsmap={"rep": VERIFIED})
    etree.SubElement(root, _SAY + "Verdict").text = "OK" if response.confirmed else "KO"
    return Payload(element=root)


def decode_answer(payload: Payload) -> Response:
    """Read the verdict, wherever the answer puts it. Raises :class:`UnreadableAnswer`."""
    words = {(text or "").strip().upper() for text in payload.element.itertext()}
    if etree.QName(payload.element).namespace != VERIFIED or words.isdisjoint({"OK", "KO"}):
        raise UnreadableAnswer("La réponse de vérification INSi ne contient pas de verdict.")
    return Response(confirmed="OK" in words and "KO" not in words)
