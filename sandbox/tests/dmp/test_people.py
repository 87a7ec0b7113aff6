"""TD0.2, TD0.3, TD0.4, TD1.6: does the DMP exist, who is authorised on it."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest
from sandbox.faults import Fault

from .wire import FEED, JEAN, KARIM, MARCEL, NS, READ, READ_MARTIN, ROLES, YVONNE, Dmp, Token, fault, xml

READ_KARIM = replace(
    READ,
    name_id=KARIM,
    subject="HADDAD Karim",
    structure="1350009973",
    roles=(("99", "1.2.250.1.213.1.6.1.200"), ("350", ROLES)),
    sector="SA18^1.2.250.1.71.4.2.4",
)


def ask_existence(dmp: Dmp, token: Token, asked: str = "", reason: str = "TEST_EXST") -> httpx.Response:
    matricule, _, rest = (asked or token.patient).partition("^^^&")
    body = f"""<PRPA_IN201307UV02 xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ITSVersion="XML_1.0">
<id root="1.2.250.1.999.1" extension="e1"/><creationTime value="20261123100000"/><interactionId root="2.16.840.1.113883.1.6"
 extension="PRPA_IN201307UV02"/><processingCode code="D"/><processingModeCode code="T"/><acceptAckCode code="AL"/><receiver
 typeCode="RCV"><device classCode="DEV" determinerCode="INSTANCE"><id root="1.2.250.1.213.4.1.1.1"/></device></receiver><sender
 typeCode="SND"><device classCode="DEV" determinerCode="INSTANCE"><id root="1.2.250.1.999"/></device></sender>
<controlActProcess classCode="CACT" moodCode="EVN"><reasonCode code="{reason}" codeSystem="1.2.250.1.213.1.1.4.11"/>
<queryByParameter><queryId root="1.2.250.1.999.2" extension="q1"/><statusCode code="new"/><parameterList><patientIdentifier>
<value root="{rest.partition("&")[0]}" extension="{matricule}"/><semanticsText>Patient.id</semanticsText></patientIdentifier>
</parameterList></queryByParameter></controlActProcess></PRPA_IN201307UV02>"""
    action = "urn:hl7-org:v3:PRPA_IN201307UV02"
    return dmp.post("patients", action, body, dmp.signed(token), structure=token.structure)


def _seen(answer: httpx.Response) -> dict[str, str]:
    root = xml(answer)

    def attribute(path: str, name: str) -> str:
        found = root.find(path, NS)
        return "" if found is None else found.get(name, "")

    lines = {
        one.find("v3:keyWordText", NS).get("code"): one.find("v3:value", NS)
        for one in root.iterfind(".//v3:attentionLine", NS)
    }
    observed = {
        one.find("v3:code", NS).get("code"): one.find("v3:value", NS).get("value")
        for one in root.iterfind(".//v3:administrativeObservation", NS)
    }
    return {
        "authorisation": lines["AUTORISATION"].get("code") if lines else "",
        "treating": lines["STATUT_MT"].get("value") if lines else "",
        "state": attribute(".//v3:patient/v3:statusCode", "code"),
        "ens": observed.get("RATTACHEMENT_ENS", ""),
        "response": attribute(".//v3:queryResponseCode", "code"),
    }


def _habilitations(dmp: Dmp, token: Token, name: str, inner: str) -> httpx.Response:
    body = f'<{name} xmlns="urn:si-dmp-habilitations">{inner}</{name}>'
    action = f"urn:si-dmp-habilitations:HabilitationsEndPoint:{name}"
    return dmp.post("habilitations", action, body, dmp.signed(token), structure=token.structure)


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        (
            READ.patient,
            {"authorisation": "VALIDE", "treating": "false", "state": "active", "ens": "true", "response": "OK"},
        ),
        (MARCEL, {"authorisation": "VALIDE", "treating": "false", "state": "active", "ens": "false", "response": "OK"}),
        (
            YVONNE,
            {"authorisation": "VALIDE", "treating": "false", "state": "terminated", "ens": "false", "response": "OK"},
        ),
        (JEAN, {"authorisation": "", "treating": "", "state": "", "ens": "", "response": "NF"}),
    ],
)
def test_each_person_of_the_cast_has_her_own_answer(dmp: Dmp, patient: str, expected: dict[str, str]) -> None:
    assert _seen(ask_existence(dmp, replace(READ, patient=patient))) == expected


def test_the_treating_physician_is_told_so_and_a_structure_may_ask(dmp: Dmp) -> None:
    assert _seen(ask_existence(dmp, READ_MARTIN))["treating"] == "true"
    assert _seen(ask_existence(dmp, FEED))["state"] == "active"


def test_a_home_help_is_not_presumed_authorised_and_becomes_so_on_an_explicit_act(dmp: Dmp) -> None:
    assert _seen(ask_existence(dmp, READ_KARIM))["authorisation"] == "INEXISTANTE"
    assert "Autorisation ajoutée" in _habilitations(dmp, READ_KARIM, "setAuthorization", "<action>AJOUT</action>").text
    assert _seen(ask_existence(dmp, READ_KARIM))["authorisation"] == "VALIDE"
    again = _habilitations(dmp, READ_KARIM, "setAuthorization", "<action>AJOUT</action>").text
    assert "Autorisation déjà présente" in again
    _habilitations(dmp, READ_KARIM, "setAuthorization", "<action>SUPPRESSION</action>")
    assert _seen(ask_existence(dmp, READ_KARIM))["authorisation"] == "INEXISTANTE"


def test_a_blocked_professional_does_not_authorise_himself(dmp: Dmp) -> None:
    httpx.post(dmp.sandbox.settings.url("front", "/api/dmp/238033523800188"), json={"block": READ.name_id})
    assert _seen(ask_existence(dmp, READ))["authorisation"] == "INTERDITE"
    answer = _habilitations(dmp, READ, "setAuthorization", "<action>AJOUT</action>")
    assert fault(xml(answer)) == "DMPAccessDeniedByRightsService"


def test_only_a_physician_is_a_treating_physician(dmp: Dmp) -> None:
    body = "<action>AJOUT</action><role>MEDECIN_TRAITANT</role>"
    assert fault(xml(_habilitations(dmp, READ, "setAuthorization", body))) == "DMPAccessDeniedByRightsService"
    assert dmp.rule() == "dmp.traiting"


def test_a_structure_does_not_authorise(dmp: Dmp) -> None:
    answer = _habilitations(dmp, FEED, "setAuthorization", "<action>AJOUT</action>")
    assert fault(xml(answer)) == "DMPAccessDeniedByRightsService"
    assert dmp.rule() == "dmp.right"


def test_a_closed_dmp_takes_no_authorisation(dmp: Dmp) -> None:
    token = replace(READ, patient=YVONNE)
    assert "DMPClosed" in _habilitations(dmp, token, "setAuthorization", "<action>AJOUT</action>").text


def test_the_list_of_professionals_tells_the_treating_physician(dmp: Dmp) -> None:
    _habilitations(dmp, READ, "setAuthorization", "<action>AJOUT</action>")
    text = _habilitations(dmp, READ, "listAuthorizationByPatient", "<mode>ACTIVE</mode>").text
    assert "<h:lastName>Martin</h:lastName>" in text
    assert "<h:specificRight>MEDECIN_TRAITANT</h:specificRight>" in text
    assert "<h:lastName>Moreau</h:lastName>" in text


def test_the_list_of_persons_of_a_professional(dmp: Dmp) -> None:
    body = '<patientList xmlns="urn:si-dmp-patients"><startDate>20200101000000</startDate><dateType>LASTAUTORIZATION</dateType></patientList>'
    token = replace(READ_MARTIN, patient="")
    action = "urn:si-dmp-patients:PatientSpecificEndPoint:patientList"
    text = dmp.post("patients", action, body, dmp.signed(token), structure=token.structure).text
    assert "DUPONT" in text
    assert "LE GOFF" in text


def test_the_person_asked_about_is_the_person_of_the_token(dmp: Dmp) -> None:
    assert fault(xml(ask_existence(dmp, READ, asked=MARCEL))) == "DMPAccessDeniedByRightsService"
    assert dmp.rule() == "dmp.patient"


def test_an_unknown_reason_or_a_wrong_action_is_refused(dmp: Dmp) -> None:
    assert fault(xml(ask_existence(dmp, READ, reason="AUTRE"))) == "DMPInvalidRequest"
    wrong = dmp.post("habilitations", "urn:autre", "<a/>", dmp.signed(READ))
    assert fault(xml(wrong)) == "DMPInvalidRequest"
    assert dmp.rule() == "dmp.action"


def test_a_scripted_distortion_tells_an_expired_authorisation(dmp: Dmp) -> None:
    dmp.sandbox.context.faults.add(Fault(service="dmp", operation="TD0.2", kind="distort", code="EXPIREE", remaining=1))
    assert _seen(ask_existence(dmp, READ))["authorisation"] == "EXPIREE"
