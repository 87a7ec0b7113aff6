"""What the DMP requires on top of XDS: tokens, rights, and the values of metadata. Registry rules are in `registry`."""

from __future__ import annotations

from sandbox.dmp.registry.rules import RULES as XDS_RULES
from sandbox.rules import Rule

_VIHF = "CI-SIS, volet VIHF ; DMP, TD0.1"
_RIGHTS = "DMP, matrice des droits fonctionnels (PDT-INF-526, PDT-INF-606)"
_META = "DMP, TD2.1 ; CI-SIS, volet Partage de documents"

TLS = Rule("dmp.tls", "PDT-INF-579", "TLS 1.2 avec le certificat ORG_AUTH_CLI de la structure.")
SOAP = Rule("dmp.soap", "CI-SIS, volet Transport synchrone", "SOAP 1.2 et WS-Addressing ; MTOM pour TD2.1 et TD3.2.")
ACTION = Rule("dmp.action", "DMP, WSDL ; WS-Addressing 1.0 §3", "wsa:Action est celle de la transaction servie ici.")
TOKEN = Rule("dmp.token", _VIHF, "Chaque demande porte un VIHF complet (assertion SAML 2.0) dans wsse:Security.")
SIGNATURE = Rule("dmp.signature", _VIHF, "Le VIHF est signé (enveloppée, C14N exclusive) et n'a pas été modifié.")
CERTIFICATE = Rule(
    "dmp.certificate",
    f"{_VIHF}, EX_GEN-1450",
    "Le VIHF est signé par un certificat ORG_SIGN de l'IGC-Santé (usage non-répudiation), valable et non révoqué.",
)
ISSUER = Rule("dmp.issuer", _VIHF, "Issuer est le nom (DN) du certificat qui signe.")
STRUCTURE = Rule("dmp.structure", _VIHF, "Identifiant_Structure est celui des certificats TLS et de signature.")
DATES = Rule("dmp.dates", _VIHF, "Le VIHF est récent, et dans sa période de validité.")
SOFTWARE = Rule("dmp.software", f"{_VIHF}, EX_GEN-1490", "Le logiciel porte son numéro d'homologation DMP.")
PATIENT = Rule("dmp.patient", _VIHF, "La personne du VIHF est celle de la demande.")
NATIONAL_ID = Rule(
    "dmp.national-id", "DMP, EX_AIR", "En AIR, NameID est l'identifiant national du professionnel (8 + RPPS)."
)
MEANS = Rule("dmp.means", "DMP, EX_AIR-050", "En AIR, AuthnContextDecl dit le moyen d'authentification local.")
DIRECT = Rule("dmp.direct", _VIHF, "Le mode DIRECTE est signé par une carte de professionnel.")
REASON = Rule("dmp.reason", _VIHF, "Un bris de glace dit sa raison (Mode_Acces_Raison).")
RIGHT = Rule("dmp.right", _RIGHTS, "Le mode d'accès et le métier ouvrent cette transaction.")
INDIRECT_READS = Rule("dmp.indirect-reads", _RIGHTS, "Un certificat de structure (INDIRECTE) alimente, et ne lit pas.")
AIR_FEEDS = Rule("dmp.air-feeds", f"{_RIGHTS}, EX_AIR", "L'accès indirect renforcé (AIR) lit, et n'alimente pas.")
AUTHORISED = Rule("dmp.authorised", "DMP, TD0.3 ; CSP L.1111-15", "Le professionnel est autorisé à accéder à ce DMP.")
OPPOSED = Rule("dmp.opposed", "DMP, TD1.3a", "La personne ne s'est pas opposée au bris de glace.")
MATRIX = Rule(
    "dmp.matrix", "Arrêté du 26/10/2023, matrice d'habilitation", "Le métier ouvre ce type de document à la lecture."
)
OWN = Rule("dmp.own", _RIGHTS, "Ce geste porte sur les documents de l'auteur, ou de sa structure.")
EXISTS = Rule("dmp.exists", "DMP, TD0.2", "Le DMP de la personne existe.")
ACTIVE = Rule("dmp.active", "DMP, TD0.2", "Le DMP de la personne est actif (ni fermé, ni supprimé).")
HL7 = Rule("dmp.hl7", "DMP, TD0.2 ; HL7 V3 PRPA_IN201307UV02", "La demande suit le message HL7 V3 de la transaction.")
TRAITING = Rule("dmp.traiting", "DMP, TD0.3", "Seul un médecin se déclare médecin traitant.")
LOCAL_ID = Rule("dmp.local-id", _META, "Le client n'attribue ni entryUUID ni lid : le serveur les donne.")
REQUIRED = Rule("dmp.required", _META, "Chaque document porte les métadonnées demandées par le DMP.")
CODED = Rule("dmp.coded", "CI-SIS, jeux de valeurs J01 à J08", "Chaque code est dans le jeu de valeurs du DMP.")
CLASS = Rule("dmp.class", "DMP, association ASS_X04", "classCode est la classe du type de document.")
FORBIDDEN_TYPE = Rule("dmp.forbidden-type", "DMP, association ASS_X16", "Le DMP n'accueille pas ce type de document.")
AUTHOR = Rule("dmp.author", _META, "L'auteur et sa structure sont nommés par leurs identifiants nationaux.")
DEPOSITOR = Rule("dmp.depositor", _META, "Le lot est imputé à la structure du VIHF.")
UTC = Rule("dmp.utc", _META, "Les dates du lot sont en temps universel, à la seconde.")
CDA = Rule("dmp.cda", "DMP, EX_2.1-1071 ; CI-SIS, Structuration minimale", "Le document est un CDA R2.")
SAME = Rule("dmp.same", f"{_META}, EX_2.1", "Les métadonnées disent la même chose que l'en-tête du CDA.")
HEALTH = Rule(
    "dmp.confidentiality", _META, "Une confidentialité N, R ou V, puis les marques de visibilité éventuelles."
)
VISIBILITY = Rule(
    "dmp.visibility",
    "DMP, TD3.3a et TD3.3b",
    "Après le dépôt, seules les marques de visibilité d'un document changent.",
)
TRANSITION = Rule("dmp.transition", "DMP, TD3.3c et TD3.3d", "On archive, on désarchive ou on supprime.")
FAULT = Rule("dmp.fault", "Console du bac à sable", "Un défaut programmé a été appliqué.")

RULES = (*(value for value in vars().values() if isinstance(value, Rule)), *XDS_RULES)
