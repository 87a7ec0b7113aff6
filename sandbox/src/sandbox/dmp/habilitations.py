"""Endpoint `habilitations`: TD0.3 (place or remove one's authorisation), TD1.6 (who is authorised or blocked)."""

from __future__ import annotations

from lxml import etree

from sandbox.dmp import rights, rules
from sandbox.dmp.desk import Demand, Desk, Outcome
from sandbox.dmp.people import ACTIVE, FORBIDDEN
from sandbox.dmp.refusal import INVALID_REQUEST, Refused, denied

NS = "urn:si-dmp-habilitations"
_ENDPOINT = f"{NS}:HabilitationsEndPoint"
SET_RESPONSE = f"{_ENDPOINT}:setAuthorizationResponse"
LIST_RESPONSE = f"{_ENDPOINT}:listAuthorizationByPatientResponse"
_MODES = {
    "ACTIVE": ["ACTIVE"],
    "INTERDITE": ["INTERDITE"],
    "TOUTE": ["ACTIVE", "INTERDITE"],
    "": ["ACTIVE", "INTERDITE"],
}


def set_authorisation(desk: Desk, demand: Demand) -> Outcome:
    """TD0.3. Placed only on an explicit act of the professional who says the person consents (EX_0.3-1010)."""
    action = _text(demand.body, "action")
    treating = _text(demand.body, "role") == "MEDECIN_TRAITANT"
    if action not in ("AJOUT", "SUPPRESSION"):
        raise Refused(INVALID_REQUEST, f"action vaut « {action} ».", rules.HL7)
    desk.require(f"TD0.3-{action}", demand.actor)
    if treating and rights.group_of(demand.actor) != "medecin":
        raise denied("Seul un médecin est médecin traitant.", rules.TRAITING)
    dmp = desk.people.dmp(demand.actor.patient)
    if dmp is None or dmp.state != ACTIVE:
        return _set_answer("DMPClosed" if dmp else "DMPNotFound", "Aucun DMP actif pour cette personne.")
    if desk.people.authorisation(demand.actor) == FORBIDDEN:
        raise denied("La personne a bloqué ce professionnel.", rules.AUTHORISED)
    now = desk.context.clock()
    if action == "AJOUT":
        done = desk.people.authorise(demand.actor, treating, now)
        return _set_answer(
            "DMPOk", "Autorisation ajoutée" if done else "Autorisation déjà présente aucune action effectuée"
        )
    done = desk.people.withdraw(demand.actor, treating, now)
    return _set_answer("DMPOk", "Autorisation supprimée" if done else "Autorisation absente aucune action effectuée")


def _set_answer(status: str, context: str) -> Outcome:
    root = etree.Element(f"{{{NS}}}setAuthorizationResponse", nsmap={"h": NS})
    output = etree.SubElement(root, f"{{{NS}}}output")
    _child(output, "status", status)
    _child(output, "context", context)
    return Outcome(root, SET_RESPONSE, meaning={"Statut": status, "Effet": context})


def list_authorisations(desk: Desk, demand: Demand) -> Outcome:
    """TD1.6."""
    desk.require("TD1.6", demand.actor)
    mode = _text(demand.body, "mode")
    if mode not in _MODES:
        raise Refused(INVALID_REQUEST, f"mode vaut « {mode} ».", rules.HL7)
    root = etree.Element(f"{{{NS}}}listAuthorizationByPatientResponse", nsmap={"h": NS})
    output = etree.SubElement(root, f"{{{NS}}}output")
    rows = desk.people.authorisations(demand.actor.patient, _MODES[mode])
    for row in rows:
        listed = etree.SubElement(output, f"{{{NS}}}listOfAuthorizationByPatient")
        person = desk.context.cast.by_idnps(row["idnps"])
        _child(listed, "nationalId", row["idnps"])
        _child(listed, "nationalIdType", "1.2.250.1.71.4.2.1")
        _child(listed, "firstName", person.given if person else "")
        _child(listed, "lastName", person.family if person else row["name"])
        _child(listed, "startOfAuthorization", row["since"])
        _child(listed, "lastActionDate", row["last"])
        _child(listed, "mode", row["mode"])
        if row["treating"]:
            _child(listed, "specificRight", "MEDECIN_TRAITANT")
    _child(output, "status", "DMPOk")
    _child(output, "context", "")
    return Outcome(root, LIST_RESPONSE, meaning={"Professionnels": str(len(rows))})


def _text(body: etree._Element, name: str) -> str:
    return (body.findtext(f"{{{NS}}}{name}") or "").strip()


def _child(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{NS}}}{name}").text = text
