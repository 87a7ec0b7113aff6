"""Addresses of the guide «Transfert de données DUI» 2.3.0 and of the systems it uses (specs/fhir §1a)."""

from __future__ import annotations

TDDUI = "https://interop.esante.gouv.fr/ig/fhir/tddui"
FR_CORE = "https://hl7.fr/ig/fhir/core"
IDENTIFIER_TYPE = f"{FR_CORE}/CodeSystem/fr-core-cs-v2-0203"
V2_0203 = "http://terminology.hl7.org/CodeSystem/v2-0203"
ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
ROLE_CLASS = "http://terminology.hl7.org/CodeSystem/v3-RoleClass"
NOS_ROLE_CODE = "https://mos.esante.gouv.fr/NOS/TRE_R216-HL7RoleCode/FHIR/TRE-R216-HL7RoleCode"
NOS_ROLE_CLASS = "https://mos.esante.gouv.fr/NOS/TRE_R260-HL7RoleClass/FHIR/TRE-R260-HL7RoleClass"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
LOINC = "http://loinc.org"
ICF = "http://hl7.org/fhir/sid/icf"
CISIS_TERMS = "https://smt.esante.gouv.fr/fhir/CodeSystem/terminologie-cisis"
IDNPS = "urn:oid:1.2.250.1.71.4.2.1"
IDNST = "urn:oid:1.2.250.1.71.4.2.2"
R5 = "http://hl7.org/fhir/5.0/StructureDefinition/"
PROTECTION = "https://mos.esante.gouv.fr/NOS/TRE_R217-ProtectionJuridique/FHIR/TRE-R217-ProtectionJuridique"
OBSERVATION_TYPE = f"{TDDUI}/CodeSystem/tddui-observation-type"
BASIC_TYPE = f"{TDDUI}/CodeSystem/tddui-basic-type"
DECISION_IDENTIFIER = f"{TDDUI}/CodeSystem/tddui-basic-decision-identifier"
USAGER_IDENTIFIER = f"{TDDUI}/CodeSystem/tddui-identifier"
ENCOUNTER_IDENTIFIER = f"{TDDUI}/CodeSystem/tddui-encounter-identifier"
PRESENCE_TYPE = "https://smt.esante.gouv.fr/fhir/CodeSystem/tre-r423-type-presence-absence"
ABSENT_REASON = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
UCUM = "http://unitsofmeasure.org"
COMMUNE = "https://mos.esante.gouv.fr/NOS/TRE_R13-Commune/FHIR/TRE-R13-Commune"

BIRTH_PLACE = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"
COMMUNE_EXTENSION = f"{FR_CORE}/StructureDefinition/fr-core-address-insee-code"
BIRTH_NAMES = f"{FR_CORE}/StructureDefinition/fr-core-patient-birth-list-given-name"
AGGIR_QUESTIONNAIRE = f"{TDDUI}/Questionnaire/tddui-questionnaire-aggir-pa-ssiad"
SITUATION_SSIAD = f"{TDDUI}/Questionnaire/tddui-questionnaire-situation-ssiad"
SERAFIN = f"{TDDUI}/Questionnaire/tddui-questionnaire-serafin"


def profile(name: str) -> str:
    """Canonical of a profile or an extension of the guide."""
    return f"{TDDUI}/StructureDefinition/{name}"


def local_system(kind: str) -> str:
    """System of the local identifiers of one kind: ``localusager``, ``sejour``, ``projetpersonnalise``…"""
    return f"https://identifiant-medicosocial-{kind}.esante.gouv.fr"
