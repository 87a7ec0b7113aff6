"""The answers' XML: RESULTAT, the supposed verification, the Fault. Schema: INSi_RESULTAT_INS.xsd."""

from __future__ import annotations

from typing import Any

from esante.soap import FaultDetail, SoapFault
from lxml import etree

from sandbox.cast import Citizen
from sandbox.insi.rules import Refusal

RESULT = "http://www.cnamts.fr/INSiResultat"
VERDICT = "http://www.cnamts.fr/INSiLot2/REPUnitaire"
LABELS = {"00": "OK", "01": "Aucune identite trouvee", "02": "Plusieurs identites trouvees"}
_ELSEWHERE = "99999"


def report(code: str) -> etree._Element:
    """RESULTAT with its CodeCR, without any person."""
    root = etree.Element(f"{{{RESULT}}}RESULTAT", nsmap=_default(RESULT))
    block = _child(root, "CR")
    _child(block, "CodeCR", code)
    _child(block, "LibelleCR", LABELS[code])
    return root


def person(citizen: Citizen, distortion: str = "") -> etree._Element:
    """RESULTAT 00 with the person found. `distortion` is one of the README's (`lieu`, `cle`, `histo`) or empty."""
    root = report("00")
    block = _child(root, "INDIVIDU")
    matricule = citizen.matricule if distortion != "cle" else f"{citizen.matricule[:13]}00"
    _matricule(_child(block, "INSACTIF"), matricule, citizen.oid)
    for past in citizen.history:
        holder = _child(block, "INSHISTO")
        if distortion == "histo":
            _child(holder, "DateDeb", "2009-07-14")
        _matricule(holder, past, citizen.oid)
    _traits(_child(block, "TIQ"), citizen, _ELSEWHERE if distortion == "lieu" else citizen.birth_place)
    return root


def _matricule(holder: etree._Element, matricule: str, oid: str) -> None:
    block = _child(holder, "IdIndividu")
    _child(block, "NumIdentifiant", matricule[:13])
    _child(block, "Cle", matricule[13:])
    _child(holder, "OID", oid)


def _traits(holder: etree._Element, citizen: Citizen, place: str) -> None:
    for name, value in (
        ("NomNaissance", citizen.birth_name),
        ("Prenom", citizen.first_given_name),
        ("ListePrenom", citizen.given_names),
        ("Sexe", citizen.sex),
        ("DateNaissance", citizen.birth_date),
        ("LieuNaissance", place),
    ):
        _child(holder, name, value)


def verification(holds: bool) -> etree._Element:
    """The verdict of WS_INS3, in the shape supposed."""
    root = etree.Element(f"{{{VERDICT}}}REPUnitaire", nsmap=_default(VERDICT))
    etree.SubElement(root, f"{{{VERDICT}}}Verdict").text = "OK" if holds else "KO"
    return root


def fault(refusal: Refusal, message_id: str) -> SoapFault:
    """The Fault of a refusal. Real messages write the severity « fatal », which the schema spells « fatale »."""
    detail = FaultDetail(code=refusal.code, severity="fatal", message_id=message_id, text=refusal.sentence)
    return SoapFault("Receiver" if refusal.ours else "Sender", refusal.subcode, refusal.sentence, detail)


def _default(namespace: str) -> dict[Any, str]:
    """The map that makes a namespace the default one; lxml's stubs forget that a prefix may be None."""
    return {None: namespace}


def _child(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{RESULT}}}{name}")
    child.text = text
    return child
