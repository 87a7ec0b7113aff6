"""Words of the projet personnalisé. ``code`` is the status of the national model (TDDUI, JDV_J281)."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices


class ProjetState(TextChoices):
    PREPARATION = "preparation", "en préparation"
    EN_COURS = "en_cours", "en cours"
    EN_PAUSE = "en_pause", "en pause"
    TERMINE = "termine", "terminé"

    @property
    def code(self) -> str:
        return {"preparation": "ENPREPARATION", "en_cours": "ENCOURS", "en_pause": "ENPAUSE", "termine": "TERMINE"}[
            self
        ]


IN_FORCE = (ProjetState.EN_COURS, ProjetState.EN_PAUSE)


class ProjetKind(TextChoices):
    """Why this version was written."""

    PREMIER = "premier", "premier projet"
    REVISION = "revision", "révision"
    AVENANT = "avenant", "avenant"


class ItemState(TextChoices):
    """Of an objective and of an action."""

    PREPARATION = "preparation", "à venir"
    ACTIF = "actif", "en cours"
    TERMINE = "termine", "terminé"
    ANNULE = "annule", "abandonné"

    @property
    def code(self) -> str:
        return {"preparation": "ENPREPARATION", "actif": "ACTIF", "termine": "TERMINE", "annule": "ANNULE"}[self]

    @property
    def feminine(self) -> str:
        """« terminée »: said of an action."""
        return {"termine": "terminée", "annule": "abandonnée"}.get(self, str(self.label))


class SectionKind(TextChoices):
    """What the team writes together, each in their part."""

    VIE = "projet-de-vie", "Son projet de vie, ses aspirations"
    HISTOIRE = "histoire", "Son histoire, sa situation"
    COMMUNICATION = "communication", "Sa façon de s'exprimer, comment lui parler"
    QUOTIDIEN = "quotidien", "Vie quotidienne et autonomie"
    SANTE = "sante", "Santé et bien-être"
    SOCIAL = "vie-sociale", "Vie sociale, loisirs, citoyenneté"
    APPRENDRE = "apprendre", "École, formation, travail"
    PROCHES = "proches", "Ses proches, ses liens"
    SYNTHESE = "synthese", "Synthèse de l'équipe"


class Origin(TextChoices):
    """Who an expectation comes from."""

    PERSONNE = "personne", "la personne"
    FAMILLE = "famille", "sa famille, un proche"
    REPRESENTANT = "representant", "son représentant légal"


class Priority(IntegerChoices):
    HAUTE = 1, "d'abord"
    MOYENNE = 2, "ensuite"
    BASSE = 3, "quand ce sera possible"


class Result(TextChoices):
    """What a bilan says of an objective."""

    ATTEINT = "atteint", "atteint"
    PARTIEL = "partiel", "partiellement atteint"
    NON_ATTEINT = "non_atteint", "non atteint"
    RECONDUIT = "reconduit", "reconduit"


class BilanKind(TextChoices):
    ETAPE = "etape", "bilan d'étape"
    ANNUEL = "annuel", "bilan annuel"
    FIN = "fin", "bilan de fin"


class RemarkKind(TextChoices):
    OBSERVATION = "observation", "observation"
    ECHANGE = "echange", "échange"


class Signatory(TextChoices):
    """Whose agreement is written."""

    PERSONNE = "personne", "la personne"
    REPRESENTANT = "representant", "son représentant légal"
    REFERENT = "referent", "la référente, le référent"
    STRUCTURE = "structure", "la structure"


class Decision(TextChoices):
    ACCORD = "accord", "d'accord"
    RESERVES = "reserves", "d'accord avec des réserves"
    REFUS = "refus", "pas d'accord"
    IMPOSSIBLE = "impossible", "n'a pas pu s'exprimer"


class Means(TextChoices):
    """How an opinion or an agreement was collected: whatever means suits the person."""

    ORAL = "oral", "de vive voix"
    ECRIT = "ecrit", "par écrit"
    SIGNATURE = "signature", "signature manuscrite, numérisée"
    ADAPTE = "adapte", "par des moyens adaptés (images, pictogrammes, gestes)"
    DISTANCE = "distance", "à distance (téléphone, visio)"
