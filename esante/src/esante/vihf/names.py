"""XML names and attribute names of the VIHF (CI-SIS, « Vecteur d'Identification et d'Habilitation Formelles »)."""

from __future__ import annotations

from typing import Final

SAML: Final = "urn:oasis:names:tc:SAML:2.0:assertion"
HL7: Final = "urn:hl7-org:v3"
DS: Final = "http://www.w3.org/2000/09/xmldsig#"
XS: Final = "http://www.w3.org/2001/XMLSchema"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
X509_NAME: Final = "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName"

VERSION: Final = "VIHF_Version"
AUTHENTICATION: Final = "Authentification_mode"
STRUCTURE: Final = "Identifiant_Structure"
SECTOR: Final = "Secteur_Activite"
SUBJECT: Final = "urn:oasis:names:tc:xspa:1.0:subject:subject-id"
ROLE: Final = "urn:oasis:names:tc:xacml:2.0:subject:role"
PATIENT: Final = "urn:oasis:names:tc:xacml:2.0:resource:resource-id"
RESOURCE: Final = "Ressource_URN"
PURPOSE: Final = "urn:oasis:names:tc:xspa:1.0:subject:purposeofuse"
REASON: Final = "Mode_Acces_Raison"
CONFIDENTIALITY: Final = "urn:oasis:names:tc:xspa:1.0:resource:patient:hl7:confidentiality-code"
LPS_ID: Final = "LPS_ID"
LPS_NAME: Final = "LPS_Nom"
LPS_VERSION: Final = "LPS_Version"
LPS_HOMOLOGATION: Final = "LPS_ID_HOMOLOGATION_DMP"


def saml(name: str) -> str:
    """Clark name of a SAML 2.0 element."""
    return f"{{{SAML}}}{name}"


def ds(name: str) -> str:
    """Clark name of an XML Signature element."""
    return f"{{{DS}}}{name}"
