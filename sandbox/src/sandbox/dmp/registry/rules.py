"""Rules of an XDS.b registry (IHE ITI TF, metadata update supplement), cited by its refusals."""

from __future__ import annotations

from sandbox.rules import Rule

_TF2 = "IHE ITI TF-2"
_TF3 = "IHE ITI TF-3"
_MU = "IHE ITI, supplément Metadata Update"

READABLE = Rule("xds.readable", f"{_TF3} §4.2", "Le lot est un SubmitObjectsRequest lisible.")
ONE_SET = Rule("xds.one-set", f"{_TF3} §4.2.1.1", "Un lot contient exactement un lot de soumission.")
MEMBER = Rule("xds.member", f"{_TF3} §4.2.1.4", "Chaque document est rattaché au lot par HasMember, avec son statut.")
ATTRIBUTES = Rule("xds.attributes", f"{_TF3} §4.2.3", "Chaque objet porte ses métadonnées obligatoires.")
PATIENT = Rule("xds.patient", f"{_TF3} §4.2.4.1", "Une seule personne dans tout le lot.")
KNOWN_PATIENT = Rule("xds.known-patient", f"{_TF3} §4.2.4.1", "La personne est connue du registre.")
UNIQUE = Rule("xds.unique", f"{_TF3} §4.2.4.1", "Un identifiant unique ne sert qu'une fois dans un lot.")
UNIQUE_FORM = Rule("xds.unique-form", f"{_TF3} §4.2.3.2.26", "Un identifiant unique est un OID, d'au plus 128 signes.")
DUPLICATE = Rule("xds.duplicate", f"{_TF3} §4.2.4.1", "Un identifiant de lot déjà enregistré ne sert plus.")
HASH = Rule("xds.hash", f"{_TF3} §4.2.3.2.10", "Même identifiant, même contenu : l'empreinte est celle déjà connue.")
SIZE = Rule("xds.size", f"{_TF3} §4.2.3.2.22", "La taille annoncée est celle du document.")
TITLE = Rule("xds.title", f"{_TF3} §4.2.3.2.24", "Un titre a au plus 128 signes, en UTF-8.")
VALUE = Rule("xds.value", f"{_TF3} §4.2.3.1.6", "Une valeur de Slot a au plus 256 signes.")
TIME = Rule("xds.time", f"{_TF3} §4.2.3.1.7", "Une date s'écrit AAAA[MM[JJ[hh[mm[ss]]]]].")
ORDER = Rule("xds.order", f"{_TF3} §4.2.3.2.19", "Le début du service ne suit pas sa fin.")
CODE = Rule("xds.code", f"{_TF3} §4.2.3.1.2", "Un code porte son système (codingScheme).")
DOCUMENT = Rule("xds.document", f"{_TF2} §3.41.4.1.3", "Chaque document décrit est joint.")
METADATA = Rule("xds.metadata", f"{_TF2} §3.41.4.1.3", "Chaque document joint est décrit.")
REFERENCE = Rule("xds.reference", f"{_TF3} §4.2.2", "Une association relie des objets qui existent.")
DEPRECATED = Rule("xds.deprecated", f"{_TF3} §4.2.2.2", "On ne remplace et ne complète qu'un document en vigueur.")
OTHER_PATIENT = Rule("xds.other-patient", f"{_TF3} §4.2.2.2", "On ne remplace que le document de la même personne.")
UPDATE = Rule(
    "xds.update", f"{_MU} §3.57.4.1.3", "La mise à jour désigne la version en vigueur, et en crée une nouvelle."
)
VERSION = Rule("xds.version", f"{_MU} §3.57.4.1.3.3", "PreviousVersion est la version en vigueur du registre.")
STATUS = Rule("xds.status", f"{_MU} §3.57.4.1.3.3.2", "OriginalStatus est le statut en vigueur du registre.")
IMMUTABLE = Rule("xds.immutable", f"{_MU} §4.2.3.2", "Identifiants, personne et contenu d'un document ne changent pas.")
QUERY = Rule("xds.query", f"{_TF2} §3.18.4.1.2.3.7", "La recherche est l'une des quatorze recherches enregistrées.")
PARAMETER = Rule(
    "xds.parameter", f"{_TF2} §3.18.4.1.2.3.7", "La recherche porte ses critères obligatoires, et eux seuls."
)
PARAMETER_FORM = Rule(
    "xds.parameter-form",
    f"{_TF2} §3.18.4.1.2.3.4",
    "Un texte est entre apostrophes, une liste entre parenthèses, un code s'écrit code^^système.",
)
SINGLE_PATIENT = Rule(
    "xds.single-patient", f"{_TF2} §3.18.4.1.2.3.7", "Une réponse complète ne concerne qu'une personne."
)
REPOSITORY = Rule("xds.repository", f"{_TF2} §3.43.4.1.3", "La demande désigne cet entrepôt.")
RETRIEVE = Rule("xds.retrieve", f"{_TF2} §3.43.4.2.3", "Le document demandé est dans l'entrepôt.")

RULES = tuple(value for value in vars().values() if isinstance(value, Rule))
