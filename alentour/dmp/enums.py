"""Words of the DMP."""

from __future__ import annotations

from django.db.models import TextChoices


class DmpState(TextChoices):
    """What TD0.2 says of a DMP."""

    UNKNOWN = "inconnu", "jamais interrogé"
    ACTIVE = "actif", "ouvert"
    CLOSED = "ferme", "fermé"
    ABSENT = "absent", "inexistant"


class Authorization(TextChoices):
    """Whether this professional may consult. Only « valide » is published; the other codes are our reading (specs §6)."""

    UNKNOWN = "", "inconnue"
    VALID = "valide", "valide"
    EXPIRED = "expiree", "expirée"
    NONE = "inexistante", "pas encore donnée"
    FORBIDDEN = "interdite", "refusée par la personne"


class EntryState(TextChoices):
    """Status of a document in the registry of the DMP."""

    APPROVED = "courant", "courant"
    DEPRECATED = "remplace", "remplacé"
    ARCHIVED = "archive", "archivé"
    DELETED = "supprime", "supprimé"


class Visibility(TextChoices):
    """Codes of JDV_J08 that hide a document from somebody."""

    PROS = "MASQUE_PS", "masqué aux professionnels"
    PERSON = "INVISIBLE_PATIENT", "pas encore visible par la personne"
    GUARDIANS = "INVISIBLE_REPRESENTANTS_LEGAUX", "non visible par les représentants légaux"
