"""The HTTP face of the DMP: one POST per transaction, SOAP in and out, every exchange in the journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

from esante.soap import (
    Addressing,
    Message,
    NotSoap,
    Payload,
    SoapFault,
    answer_fault,
    decode_message,
    encode_message,
)
from esante.xds.names import XDSB, ResponseStatus
from lxml import etree
from werkzeug.wrappers import Request, Response

from sandbox.dmp import rules
from sandbox.dmp.desk import NAME, Demand, Desk, Outcome, scripted
from sandbox.dmp.refusal import INVALID_REQUEST, Refused
from sandbox.dmp.registry import query
from sandbox.dmp.registry.problems import Rejected
from sandbox.dmp.responses import error_list, registry_response
from sandbox.dmp.token import Actor, actor_of
from sandbox.dmp.transactions import Transaction, transaction_of
from sandbox.environment import secret
from sandbox.faults import Fault
from sandbox.rules import Rule
from sandbox.web import Peer, Routes, obey, peer_of
from sandbox.web.wire import request_bytes, response_bytes

BASE = "/si-dmp-server/v2/services"


@dataclass(slots=True)
class Exchange:
    """What is known of a request as it is read: enough to answer and to write the journal at any point."""

    request: Request
    peer: Peer
    addressing: Addressing = field(default_factory=lambda: Addressing(action=""))
    transaction: Transaction | None = None
    actor: Actor | None = None


class DmpApp:
    """WSGI application of the DMP."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._homologation = secret(desk.context.settings, "dmp-homologation")
        self.routes = Routes()
        self.routes.add(
            f"{BASE}/<any(patients, habilitations, registry, repository):endpoint>", self._post, methods=["POST"]
        )

    def _post(self, request: Request, endpoint: str) -> Response:
        peer = peer_of(request.environ)
        if peer is None:
            raise RuntimeError("la porte du DMP exige un certificat client")
        exchange = Exchange(request, peer)
        try:
            message = self._read(exchange, endpoint)
            outcome = self._run(exchange, message)
        except Refused as refused:
            return self._fault(exchange, refused)
        except Rejected as rejected:
            return self._rejected(exchange, rejected)
        except Outage:
            response = Response("Service indisponible.", status=503, mimetype="text/plain")
            self._note(exchange, response, {"Panne": "programmée"}, rules.FAULT)
            return response
        return self._answer(exchange, outcome)

    def _read(self, exchange: Exchange, endpoint: str) -> Message:
        request = exchange.request
        try:
            message = decode_message(request.content_type or "", request.get_data())
        except NotSoap as error:
            raise Refused(INVALID_REQUEST, error.why, rules.SOAP) from error
        exchange.addressing = message.addressing
        found = transaction_of(message.payload.element, endpoint)
        if found is None:
            name = etree.QName(message.payload.element).localname
            raise Refused(INVALID_REQUEST, f"{name} n'est pas servi par {endpoint}.", rules.ACTION)
        exchange.transaction = found
        if message.addressing.action not in found.actions:
            raise Refused(INVALID_REQUEST, f"wsa:Action vaut « {message.addressing.action} ».", rules.ACTION)
        if not message.addressing.message_id:
            raise Refused(INVALID_REQUEST, "wsa:MessageID est absent.", rules.SOAP)
        if found.mtom and not message.mtom:
            raise Refused(INVALID_REQUEST, f"{found.code} voyage en MTOM.", rules.SOAP)
        return message

    def _run(self, exchange: Exchange, message: Message) -> Outcome:
        found = exchange.transaction
        if found is None:
            raise RuntimeError("transaction non déterminée")
        context = self._desk.context
        actor = actor_of(message.security, exchange.peer, context.authority, self._homologation, context.clock())
        exchange.actor = actor
        if found.patient and not actor.patient:
            raise Refused("DMPInvalidVIHF", "resource-id absent.", rules.PATIENT)
        fault = obey(context.faults, NAME, found.code, actor.matricule, actor.name_id)
        distortion = _distortion(fault)
        demand = Demand(actor, message.payload.element, message.payload.parts, distortion)
        return found.run(self._desk, demand)

    def _answer(self, exchange: Exchange, outcome: Outcome) -> Response:
        message = Message(
            payload=Payload(element=outcome.body, parts=outcome.parts),
            addressing=exchange.addressing.answer(outcome.action, _uuid()),
            mtom=outcome.mtom,
        )
        packed = encode_message(message)
        response = Response(packed.to_bytes(), content_type=packed.content_type)
        self._note(exchange, response, outcome.meaning, outcome.rule)
        return response

    def _rejected(self, exchange: Exchange, rejected: Rejected) -> Response:
        """A registry refusal: HTTP 200, errors in the transaction's own answer. Elsewhere, a Fault."""
        found, first = exchange.transaction, rejected.problems[0]
        if found is None or not found.registry:
            return self._fault(exchange, Refused(f"DMP{first.code}", first.context, first.rule))
        errors = "; ".join(f"{problem.code} ({problem.context})" for problem in rejected.problems)
        outcome = Outcome(_failure(found, rejected), found.response, mtom=found.mtom, meaning={"Erreurs": errors})
        outcome.rule = first.rule
        return self._answer(exchange, outcome)

    def _fault(self, exchange: Exchange, refused: Refused) -> Response:
        fault = SoapFault("Sender", refused.subcode, refused.sentence)
        mtom = bool(exchange.transaction and exchange.transaction.mtom)
        packed = encode_message(answer_fault(exchange.addressing, fault, new_id=str(uuid4()), mtom=mtom))
        response = Response(packed.to_bytes(), status=500, content_type=packed.content_type)
        self._note(exchange, response, {"Fault": refused.subcode, "Texte": refused.sentence}, refused.rule)
        return response

    def _note(self, exchange: Exchange, response: Response, meaning: dict[str, str], rule: Rule | None) -> None:
        actor = exchange.actor
        about = {"Personne": _person(self._desk, actor), "Mode": actor.mode, "Accès": actor.purpose} if actor else {}
        self._desk.context.journal.record(
            NAME,
            who=actor.label if actor else exchange.peer.organisation,
            whom="DMP",
            operation=exchange.transaction.code if exchange.transaction else "?",
            verdict="refused" if rule else "accepted",
            meaning=about | meaning,
            request=request_bytes(exchange.request),
            response=response_bytes(response),
            rule=rule,
        )


class Outage(Exception):
    """A scripted outage: HTTP 503, no SOAP."""


def _distortion(fault: Fault | None) -> str:
    if fault is None:
        return ""
    if fault.kind == "outage":
        raise Outage
    if fault.kind == "distort":
        return fault.code
    raise scripted(fault)


def _failure(found: Transaction, rejected: Rejected) -> etree._Element:
    if found.code == "TD3.1":
        root = query.empty(ResponseStatus.FAILURE)
        root.insert(0, error_list(rejected.problems))
        return root
    if found.code == "TD3.2":
        root = etree.Element(f"{{{XDSB}}}RetrieveDocumentSetResponse", nsmap={"xdsb": XDSB})
        root.append(registry_response(rejected.problems))
        return root
    return registry_response(rejected.problems)


def _person(desk: Desk, actor: Actor) -> str:
    citizen = desk.context.cast.by_matricule(actor.matricule)
    return f"{citizen.name}, {citizen.matricule}" if citizen else actor.matricule


def _uuid() -> str:
    return f"urn:uuid:{uuid4()}"
