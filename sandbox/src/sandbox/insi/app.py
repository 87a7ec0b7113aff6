"""The HTTP face of INSi: one POST, one SOAP answer, every exchange in the journal."""

from __future__ import annotations

from uuid import uuid4

from esante.soap import (
    Addressing,
    Message,
    NotSoap,
    Payload,
    answer,
    answer_fault,
    decode_message,
    encode_message,
)
from lxml import etree
from werkzeug.wrappers import Request, Response

from sandbox.cast import Citizen
from sandbox.environment import LPS_IDAM
from sandbox.faults import Fault
from sandbox.insi import answers, rules, search
from sandbox.insi.request import ACTION, Demand, check, operation_of
from sandbox.insi.rules import Refusal, malformed
from sandbox.rules import Rule
from sandbox.services import Context
from sandbox.web import Peer, Routes, obey, peer_of
from sandbox.web.wire import request_bytes, response_bytes

NAME = "insi"
PATH = "/lps"


class InsiApp:
    """WSGI application of INSi."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._people = tuple(context.cast.citizens.values())
        self.routes = Routes()
        self.routes.add(PATH, self._post, methods=["POST"])

    def _post(self, request: Request) -> Response:
        peer = peer_of(request.environ)
        if peer is None:
            raise RuntimeError("la porte d'INSi exige un certificat client")
        message, refusal = _read(request)
        if message is None:
            return self._refuse(request, peer, Addressing(action=""), "", refusal)
        operation = operation_of(message)
        try:
            demand = check(message, request.mimetype_params.get("action", ""), peer, LPS_IDAM)
            element, meaning, rule = self._operate(demand)
        except Refusal as refused:
            return self._refuse(request, peer, message.addressing, operation, refused)
        packed = encode_message(
            answer(message, f"{ACTION}{operation}Response", Payload(element=element), new_id=str(uuid4()))
        )
        response = Response(packed.to_bytes(), content_type=packed.content_type)
        self._note(request, response, peer, operation, meaning, rule)
        return response

    def _operate(self, demand: Demand) -> tuple[etree._Element, dict[str, str], Rule | None]:
        meaning = _criteria(demand)
        if demand.operation == "verifierInsAvecTraitsIdentite":
            found = search.verified(self._people, demand)
            fault = obey(self._context.faults, NAME, demand.operation, demand.text("IdIndividu"))
            if fault:
                raise _scripted(fault)
            return answers.verification(found is not None), meaning | {"Verdict": "OK" if found else "KO"}, None
        finder = search.by_traits if demand.operation == "rechercherInsAvecTraitsIdentite" else search.by_card
        people = finder(self._people, demand)
        fault = obey(self._context.faults, NAME, demand.operation, *(one.matricule for one in people))
        return self._result(people, fault, meaning)

    def _result(
        self, people: list[Citizen], fault: Fault | None, meaning: dict[str, str]
    ) -> tuple[etree._Element, dict[str, str], Rule | None]:
        code = {0: "01", 1: "00"}.get(len(people), "02")
        if fault and fault.code in ("01", "02"):
            code = fault.code
        elif fault and fault.kind != "distort":
            raise _scripted(fault)
        meaning |= {"Réponse": f"{code} {answers.LABELS[code]}"}
        if code == "00":
            meaning |= {"Personne": f"{people[0].name}, {people[0].matricule}"}
            return answers.person(people[0], fault.code if fault else ""), meaning, None
        return answers.report(code), meaning, rules.NOBODY if code == "01" else rules.SEVERAL

    def _refuse(
        self, request: Request, peer: Peer, addressing: Addressing, operation: str, refusal: Refusal | None
    ) -> Response:
        refusal = refusal or malformed(rules.SOAP, "Message illisible.")
        fault = answers.fault(refusal, addressing.message_id)
        packed = encode_message(answer_fault(addressing, fault, new_id=str(uuid4())))
        response = Response(packed.to_bytes(), status=500, content_type=packed.content_type)
        meaning = {"Fault": f"{refusal.subcode} / {refusal.code}", "Texte": refusal.sentence}
        self._note(request, response, peer, operation, meaning, refusal.rule)
        return response

    def _note(
        self,
        request: Request,
        response: Response,
        peer: Peer,
        operation: str,
        meaning: dict[str, str],
        rule: Rule | None,
    ) -> None:
        self._context.journal.record(
            NAME,
            who=peer.organisation,
            whom="INSi",
            operation=operation,
            verdict="accepted" if response.status_code == 200 else "refused",
            meaning=meaning | {"Certificat": peer.distinguished_name},
            request=request_bytes(request),
            response=response_bytes(response),
            rule=rule,
        )


def _read(request: Request) -> tuple[Message | None, Refusal | None]:
    if request.mimetype != "application/soap+xml":
        return None, malformed(rules.SOAP, f"Content-Type « {request.mimetype} » au lieu d'application/soap+xml.")
    try:
        return decode_message(request.content_type or "", request.get_data()), None
    except NotSoap as error:
        return None, malformed(rules.SOAP, error.why)


def _criteria(demand: Demand) -> dict[str, str]:
    labels = {
        "NomNaissance": "Nom de naissance",
        "Prenom": "Prénoms",
        "ListePrenom": "Prénoms",
        "Sexe": "Sexe",
        "DateNaissance": "Né le",
        "LieuNaissance": "Lieu (COG)",
        "NumIdentifiant": "Matricule de la carte",
        "IdIndividu": "Matricule à vérifier",
    }
    found = {label: " ".join(demand.texts(name)) for name, label in labels.items()}
    return {label: text for label, text in found.items() if text}


def _scripted(fault: Fault) -> Refusal:
    code = fault.code or "siram_40"
    subcode = code if code.startswith("siram") else "siram_100"
    ours = subcode == "siram_40" or fault.kind == "outage"
    detail = code if not code.startswith("siram") else "insi_102"
    return Refusal(subcode, detail, fault.label or "Défaut programmé dans le bac à sable.", rules.FAULT, ours=ours)
