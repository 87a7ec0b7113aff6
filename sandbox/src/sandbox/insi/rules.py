"""What INSi requires, and the Fault that says so when it is not respected."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.rules import Rule

_GUIDE = "INSi, guide d'intégration (SEL-MP-043)"
_WSDL = "INSi, WSDL DESIR_ICIR_EXP 1.5.0"

CERTIFICATE = Rule(
    "insi.certificate",
    f"{_GUIDE}, mode « structure »",
    "Le certificat client a pour CN exactement INSI-AUTO ou INSI-MANU.",
)
EMETTEUR = Rule(
    "insi.emetteur",
    f"{_GUIDE}, mode « structure »",
    "L'Emetteur du message est la structure (OU) du certificat client.",
)
SOFTWARE = Rule(
    "insi.idam", f"{_GUIDE}, contexte LPS", "Le logiciel porte le numéro d'autorisation (IDAM) délivré par le CNDA."
)
SOAP = Rule("insi.soap", f"{_WSDL} ; SOAP 1.2 §5", "La demande est une enveloppe SOAP 1.2 en document/literal.")
BAM = Rule("insi.bam", f"{_WSDL}, ROOT_ctxbam_CTXBAM_V01_02", "Le contexte BAM 01_02 est présent et complet.")
LPS = Rule("insi.lps", f"{_WSDL}, ROOT_ctxlps_CTXLPS_V01_00", "Le contexte LPS 01_00 est présent et complet.")
MESSAGE_ID = Rule("insi.message-id", f"{_WSDL} ; WS-Addressing 1.0 §3", "wsa:MessageID est présent.")
ACTION = Rule(
    "insi.action",
    f"{_WSDL} ; WS-Addressing 1.0 §3",
    "wsa:Action nomme l'opération du corps : urn:ServiceIdentiteCertifiee:1.0.0:<opération>.",
)
BODY = Rule("insi.body", f"{_WSDL}, schémas INSi_RECSANS et INSi_RECVITALE", "Le corps suit le schéma de l'opération.")
MANDATORY = Rule(
    "insi.mandatory", f"{_GUIDE} §2", "Nom, prénom, sexe et date de naissance sont obligatoires ; le lieu ne l'est pas."
)
LEXICAL = Rule(
    "insi.lexical",
    f"{_GUIDE} §2 et §3.4.1",
    "Les noms s'écrivent en capitales sans accent, avec espace, apostrophe et tiret seulement.",
)
UNAVAILABLE = Rule(
    "insi.unavailable", f"{_GUIDE}, codes retour", "Le service est momentanément indisponible (siram_40)."
)
NOBODY = Rule("insi.01", f"{_GUIDE}, codes retour", "Code 01 : aucune identité ne répond à ces traits.")
SEVERAL = Rule(
    "insi.02",
    f"{_GUIDE}, codes retour",
    "Code 02 : plusieurs identités répondent ; aucune n'est rendue, il faut préciser.",
)
FAULT = Rule("insi.fault", "Console du bac à sable", "Un défaut programmé a été appliqué.")

RULES = tuple(value for value in vars().values() if isinstance(value, Rule))


@dataclass(eq=False)
class Refusal(Exception):
    """INSi answers by a Fault: subcode and `siram:Erreur` code, sentence, rule. `ours` means the service is at fault."""

    subcode: str
    code: str
    sentence: str
    rule: Rule
    ours: bool = False


def malformed(rule: Rule, sentence: str) -> Refusal:
    """The request cannot be treated: siram_100, insi_102."""
    return Refusal("siram_100", "insi_102", sentence, rule)
