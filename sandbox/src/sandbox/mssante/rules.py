"""What the operator requires, where it is written, and whether a breach is refused or only told.

A real operator checks the connection, the sender and the recipients; what is inside a message is checked by the ANS's
conformity tool before a product is listed. The sandbox plays both, so that a wrong message is seen here first. A breach is
refused when the receiver could not read, route or trust the message; it is a warning when only its presentation suffers.
Paragraphs: RS2 is « Référentiel socle MSSanté #2 » v1.0.1 (its requirements are named ECO.*), MES is « Messagerie citoyenne,
règles » V1.3, HL7 is the CI-SIS volet « Transmission au LPS d'un document CDA par courriel MSS » v1.1.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sandbox.rules import Rule

Weight = Literal["refuse", "warn"]


@dataclass(frozen=True, slots=True)
class Requirement(Rule):
    """A rule and its weight."""

    weight: Weight = "refuse"


@dataclass(frozen=True, slots=True)
class Breach:
    """One requirement not met. `detail` says in English what was found: it travels in the SMTP answer."""

    requirement: Requirement
    detail: str


CERTIFICATE = Requirement(
    "ECO.1.1.10",
    "RS2, ECO.1.1.10",
    "Le logiciel présente un certificat de l'IGC-Santé, gamme élémentaire, organisation, valide et non révoqué.",
)
TOKEN = Requirement(
    "ECO.1.2.1",
    "RS2, ECO.1.2.1",
    "La personne s'authentifie par SASL XOAUTH2 avec un jeton d'accès Pro Santé Connect en cours de validité.",
)
OWNER = Requirement(
    "ECO.1.2.1-BAL",
    "RS2, ECO.1.2.1",
    "Une BAL personnelle ne s'ouvre qu'à son titulaire, une BAL organisationnelle qu'à ses membres.",
)
SENDER = Requirement(
    "ESPACE-EXPEDITEUR",
    "RFC 5321 § 3.3 ; RS2, ECO.1.2.1",
    "L'expéditeur est une BAL dont la personne connectée est titulaire ou membre.",
)
WHITE_LIST = Requirement(
    "ESPACE-LISTE-BLANCHE",
    "Espace de confiance MSSanté, liste blanche",
    "Le domaine du destinataire figure dans la liste blanche de l'espace de confiance.",
)
UNKNOWN = Requirement("ESPACE-INCONNU", "RFC 5321 § 3.3", "Le destinataire est une BAL ouverte chez son opérateur.")
SIZE = Requirement(
    "VA1.13", "Ségur, MSS/va1.13", "Un message ne dépasse pas la taille annoncée par l'opérateur, 25 Mo."
)

MESSAGE_ID = Requirement("ECO.2.2.1", "RS2, ECO.2.2.1", "Chaque message porte un Message-ID conforme et unique.")
REPLY = Requirement("ECO.2.2.2", "RS2, ECO.2.2.2", "Une réponse porte In-Reply-To et References.", "warn")
CHARSET = Requirement("ECO.2.2.3", "RS2, ECO.2.2.3", "Les parties de texte sont en UTF-8.", "warn")
BODY = Requirement("ECO.2.2.4", "RS2, ECO.2.2.4", "Le corps est en text/plain ou en multipart/alternative.", "warn")
FROM_LABEL = Requirement(
    "ECO.2.2.7",
    "RS2, ECO.2.2.7",
    "Le libellé de l'expéditeur montre le prénom et le nom (BAL personnelle) ou l'entité (BAL organisationnelle).",
    "warn",
)
FROM_SENDER = Requirement(
    "ECO.2.2.7-BAL", "RS2, ECO.2.2.7", "L'adresse du champ From est une BAL que la personne peut utiliser."
)
NIL = Requirement("ECO.2.4.3", "RS2, ECO.2.4.3", "Chaque message porte X-MSS-NIL, le numéro du logiciel.")
INS = Requirement(
    "ECO.2.4.2",
    "RS2, ECO.2.4.2",
    "X-MSS-INS vaut O quand l'archive porte une INS qualifiée et ses traits, N sinon, dès qu'elle contient un CDA.",
)
INS_PRUDENT = Requirement(
    "ECO.2.4.2-PRUDENT",
    "RS2, ECO.2.4.2",
    "X-MSS-INS vaut N alors que l'archive porte une INS et tous ses traits.",
    "warn",
)
CODECDA = Requirement(
    "ECO.2.4.1",
    "RS2, ECO.2.4.1",
    "X-MSS-CODECDA donne le code de chaque CDA de l'archive, séparés par des virgules.",
)
USELESS = Requirement(
    "ECO.2.4.1-SUPERFLU", "RS2, ECO.2.4.1 et ECO.2.4.2", "Sans CDA, ni X-MSS-INS ni X-MSS-CODECDA.", "warn"
)
ARCHIVE = Requirement(
    "ECO.2.1.1",
    "RS2, ECO.2.1.1 ; Ségur MSS/va1.01",
    "Les documents partent dans une seule archive IHE_XDM.zip lisible.",
)
ONE_PERSON = Requirement("ECO.2.1.1-USAGER", "RS2, ECO.2.1.1", "Un message ne concerne qu'un usager.")
PDF = Requirement(
    "ECO.2.1.1-PDF", "RS2, ECO.2.1.1 ; Ségur MSS/va1.01", "Chaque CDA de l'archive est joint aussi en PDF/A-1."
)
PATIENT_ID = Requirement(
    "ECO.2.1.2",
    "RS2, ECO.2.1.2",
    "Le patientId de METADATA.XML est celui du CDA : le destinataire s'en sert pour ranger.",
)
SUBJECT = Requirement("ECO.2.1.3", "RS2, ECO.2.1.3", "L'objet d'un message avec documents commence par XDM/1.0/DDM+.")
SUBJECT_TEXT = Requirement(
    "ECO.2.1.3-TEXTE",
    "RS2, ECO.2.1.3",
    "Après XDM/1.0/DDM+ viennent un libellé, le NOM de naissance, le prénom et, au choix, la date de naissance.",
    "warn",
)
PDF_CONTENT = Requirement(
    "ECO.2.1.5", "RS2, ECO.2.1.5", "Le PDF joint d'un CDA non structuré est celui qu'il contient, octet pour octet."
)
PDF_NAME = Requirement(
    "ECO.2.1.6", "RS2, ECO.2.1.6", "Le PDF se nomme AAAAMMJJ_type_NOM_prénom, sans rien d'autre.", "warn"
)
FIN = Requirement("ECO.2.2.8", "RS2, ECO.2.2.8", "X-MSS-MES ne prend qu'une valeur, FIN, vers un usager.", "warn")
MASKED_CITIZEN = Requirement(
    "HL7-MASQUAGE-USAGER", "HL7, règles de masquage", "Un document invisible à l'usager ne lui est pas envoyé."
)
MASKED_PROFESSIONAL = Requirement(
    "HL7-MASQUAGE-PS", "HL7, règles de masquage", "Un document masqué aux professionnels ne part que vers l'usager."
)

MES_ONE_CITIZEN = Requirement("MES-UN-USAGER", "MES § un message, un usager", "Un message ne s'adresse qu'à un usager.")
MES_BETWEEN_CITIZENS = Requirement(
    "MES-ENTRE-USAGERS", "MES § qui peut écrire", "Les usagers ne s'écrivent pas entre eux."
)
MES_NOT_OPENED = Requirement(
    "MES-CONTACT", "MES § qui peut écrire", "Un usager n'écrit qu'à une BAL qui lui a écrit la première."
)
MES_CLOSED = Requirement(
    "MES-FIN", "MES § clôture ; RS2, ECO.2.2.8", "Une conversation close ne reçoit plus de réponse de l'usager."
)
MES_INVALID = Requirement(
    "MES-ADRESSE", "MES § adresse", "L'adresse d'un usager est son matricule INS de 15 caractères."
)
MES_UNKNOWN = Requirement("MES-INCONNU", "MES § avis de non-remise", "L'usager existe.")
MES_OPPOSED = Requirement("MES-FERMEE", "MES § avis de non-remise", "L'usager a un compte ouvert.")

REQUIREMENTS: tuple[Requirement, ...] = tuple(value for value in globals().values() if isinstance(value, Requirement))
