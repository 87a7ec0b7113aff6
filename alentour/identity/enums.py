"""Words of the identity (RNIV; specs/dmp-ins §1.9 and §1.10)."""

from __future__ import annotations

from django.db.models import TextChoices


class StatutIns(TextChoices):
    """The four statuses of an identity. Only ``QUALIFIEE`` lets the matricule leave the house (RNIV EXI ID 29)."""

    PROVISOIRE = "provisoire", "Identité provisoire"
    RECUPEREE = "recuperee", "Identité récupérée"
    VALIDEE = "validee", "Identité validée"
    QUALIFIEE = "qualifiee", "Identité qualifiée"


class Evenement(TextChoices):
    """What may happen to an identity; with the status it gives the next one (``rules.TRANSITIONS``)."""

    INSI = "insi", "identité rendue par INSi acceptée"
    PIECE = "piece", "pièce d'identité vérifiée"
    MODIFICATION = "modification", "trait strict modifié"
    MODIFICATION_AVEC_PIECE = "modification_piece", "trait strict modifié, pièce vérifiée à nouveau"
    VERIFICATION_KO = "verification_ko", "vérification périodique défavorable"
    DOUTE = "doute", "identité déclarée douteuse"
    FICTION = "fiction", "identité déclarée fictive"


class Attribut(TextChoices):
    """Attributes, orthogonal to the status; only douteux and homonyme may be held together (EXI ID 24, 26)."""

    HOMONYME = "homonyme", "homonyme"
    DOUTEUX = "douteux", "douteuse"
    FICTIF = "fictif", "fictive"


class Sexe(TextChoices):
    FEMININ = "F", "Féminin"
    MASCULIN = "M", "Masculin"


class MatriculeState(TextChoices):
    """What a line of the history of a person's matricules is."""

    ACTIF = "actif", "actif"
    ANCIEN = "ancien", "ancien, rendu par INSi"
    INVALIDE = "invalide", "invalidé ici"
    DECLARE = "declare", "lu sur un document, à confirmer par INSi"


class MatchReason(TextChoices):
    """Why a received identity was, or was not, attached by itself (specs/mss §2.8)."""

    CERTAIN = "certain", "L'INS et les quatre traits concordent."
    NO_INS = "no_ins", "Le document ne porte pas d'INS."
    OTHER_AUTHORITY = "other_authority", "L'INS vient d'une autorité que cette installation n'accepte pas."
    UNKNOWN = "unknown", "Aucune personne suivie ici ne porte cette INS."
    FORMER = "former", "Cette INS est un ancien matricule d'une personne suivie ici."
    TRAITS_DIFFER = "traits_differ", "L'INS est connue ici, mais un trait d'identité diffère."
    NOT_QUALIFIED = (
        "not_qualified",
        "L'identité tenue ici n'est pas qualifiée : une comparaison visuelle est nécessaire.",
    )
    SEVERAL = "several", "Plusieurs personnes suivies ici portent cette INS."
