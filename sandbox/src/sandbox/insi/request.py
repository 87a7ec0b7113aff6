"""A request taken apart, and every check made before searching anybody."""

from __future__ import annotations

import re
from dataclasses import dataclass

from esante.soap import Message
from lxml import etree

from sandbox.insi import rules
from sandbox.insi.rules import Refusal, malformed
from sandbox.web import Peer

BAM = "{urn:siram:bam:ctxbam}"
LPS = "{urn:siram:lps:ctxlps}"
ACTION = "urn:ServiceIdentiteCertifiee:1.0.0:"
CERTIFICATES = ("INSI-AUTO", "INSI-MANU")

# Root of the body → operation. The last one is a supposed shape, wrapped or not: only local names are relied upon.
_OPERATIONS = {
    "RECSANSVITALE": ("http://www.cnamts.fr/INSiRecSans", "rechercherInsAvecTraitsIdentite"),
    "RECVITALE": ("http://www.cnamts.fr/INSiRecVit", "rechercherInsAvecCarteVitale"),
    "IndividuVerifie": ("", "verifierInsAvecTraitsIdentite"),
    "verifierInsAvecTraitsIdentite": ("", "verifierInsAvecTraitsIdentite"),
}
_SEQUENCES = {
    "RECSANSVITALE": ("NomNaissance", "Prenom", "Sexe", "DateNaissance", "LieuNaissance"),
    "RECVITALE": ("MatriculeIndividu", "MatriculeOD", "NomNaissance", "DateNaissance", "RangNaissance"),
}


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked: the operation and the body's element."""

    operation: str
    body: etree._Element

    def text(self, name: str) -> str:
        """Text of the first child of that local name, or empty."""
        return " ".join((self.body.findtext(f".//{{*}}{name}") or "").split())

    def texts(self, name: str) -> list[str]:
        """Texts of every child of that local name."""
        return [" ".join((element.text or "").split()) for element in self.body.findall(f".//{{*}}{name}")]


def operation_of(message: Message) -> str:
    """The operation of a body, for the journal; the local name of the body when it is none of ours."""
    name = etree.QName(message.payload.element).localname
    return _OPERATIONS.get(name, ("", name))[1]


def check(message: Message, http_action: str, peer: Peer, idam: str) -> Demand:
    """Run every check in the order of the service: certificate, contexts, software, body, addressing.

    `http_action` is the `action` parameter of the Content-Type, which stands in for an absent wsa:Action (the WSDL's
    bindings do not list that header).
    """
    _certificate(message, peer)
    _contexts(message, idam)
    demand = _body(message)
    if not message.addressing.message_id:
        raise malformed(rules.MESSAGE_ID, "wsa:MessageID est absent.")
    said = {message.addressing.action, http_action} - {""}
    if said != {ACTION + demand.operation}:
        raise malformed(rules.ACTION, f"L'action annoncée est « {' / '.join(sorted(said))} ».")
    return demand


def _certificate(message: Message, peer: Peer) -> None:
    if peer.common_name not in CERTIFICATES:
        raise Refusal("siram_100", "desir_560", f"Accès insuffisant : CN « {peer.common_name} ».", rules.CERTIFICATE)
    emetteur = _text(message, BAM, "Emetteur")
    if emetteur != peer.unit:
        sentence = f"Accès insuffisant : Emetteur « {emetteur} », certificat de « {peer.unit} »."
        raise Refusal("siram_100", "desir_560", sentence, rules.EMETTEUR)


def _contexts(message: Message, idam: str) -> None:
    for space, name, version, rule in (
        (BAM, "ContexteBAM", "01_02", rules.BAM),
        (LPS, "ContexteLPS", "01_00", rules.LPS),
    ):
        block = next((header for header in message.headers if header.tag == space + name), None)
        if block is None or block.get("Version") != version:
            raise malformed(rule, f"{name} absent, ou d'une autre version que {version}.")
        missing = [field for field in ("Id", "Temps", "Emetteur") if not block.findtext(space + field)]
        if space == BAM and block.find(f"{BAM}COUVERTURE") is None:
            missing.append("COUVERTURE")
        if missing:
            raise malformed(rule, f"{name} sans {missing[0]}.")
    missing = [field for field in ("Version", "Instance", "Nom") if not _text(message, LPS, f"LPS/{LPS}{field}")]
    if missing:
        raise malformed(rules.LPS, f"ContexteLPS sans {missing[0]}.")
    if _text(message, LPS, f"LPS/{LPS}IDAM") != idam:
        raise Refusal("siram_100", "desir_550", "Numéro d'autorisation du logiciel inconnu.", rules.SOFTWARE)


def _text(message: Message, space: str, path: str) -> str:
    for header in message.headers:
        if header.tag.startswith(space):
            return (header.findtext(space + path) or "").strip()
    return ""


def _body(message: Message) -> Demand:
    body = message.payload.element
    name = etree.QName(body)
    namespace, operation = _OPERATIONS.get(name.localname, (None, ""))
    if namespace is None or namespace not in ("", name.namespace):
        raise malformed(rules.BODY, f"Corps inconnu : {name.text}.")
    sequence = _SEQUENCES.get(name.localname)
    if sequence:
        _ordered(body, sequence)
    return Demand(operation, body)


def _ordered(body: etree._Element, sequence: tuple[str, ...]) -> None:
    names = [etree.QName(child) for child in body.iterchildren("{*}*")]
    own = etree.QName(body).namespace
    order = [sequence.index(name.localname) for name in names if name.localname in sequence and name.namespace == own]
    repeated = [name.localname for name in names if name.localname != "Prenom"]
    if len(order) != len(names) or order != sorted(order) or len(repeated) != len(set(repeated)):
        raise malformed(rules.BODY, f"{etree.QName(body).localname} : {', '.join(sequence)}, dans cet ordre.")


_NAME = re.compile(r"[A-Z' -]+")
_DOUBLED = re.compile(r"  | '|' |''")


def check_name(label: str, text: str, *, given: bool) -> None:
    """Alphabet and separators of a birth name or of given names."""
    wrong = not _NAME.fullmatch(text) or bool(_DOUBLED.search(text)) or text[0] in " -"
    if given:
        wrong = wrong or "--" in text or text[-1] in "-'"
    if wrong:
        raise malformed(rules.LEXICAL, f"{label} contient un caractère ou un séparateur non autorisé.")
