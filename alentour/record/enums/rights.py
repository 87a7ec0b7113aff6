"""Administrative data, coverage, decisions, benefits, income."""

from __future__ import annotations

from django.db.models import TextChoices


class EndKind(TextChoices):
    """Why a line is no longer what the record says."""

    CORRIGEE = "corrigee", "corrigée"
    TERMINEE = "terminee", "terminée"
    ERREUR = "erreur", "écrite par erreur"


class FamilySituation(TextChoices):
    CELIBATAIRE = "celibataire", "célibataire"
    MARIE = "marie", "mariée, marié"
    PACSE = "pacse", "pacsée, pacsé"
    UNION_LIBRE = "union_libre", "en union libre"
    SEPARE = "separe", "séparée, séparé"
    DIVORCE = "divorce", "divorcée, divorcé"
    VEUF = "veuf", "veuve, veuf"


class Household(TextChoices):
    SEUL = "seul", "seule, seul"
    COUPLE = "couple", "en couple"
    PARENTS = "parents", "chez ses parents"
    UN_PARENT = "un_parent", "chez l'un de ses parents"
    FAMILLE = "famille", "chez un autre membre de sa famille"
    ACCUEIL = "accueil", "chez un accueillant ou une famille d'accueil"
    ETABLISSEMENT = "etablissement", "en établissement"
    AUTRE = "autre", "autrement"


class AddressKind(TextChoices):
    DOMICILE = "domicile", "domicile"
    SECOURS = "secours", "domicile de secours"
    PARENTS = "parents", "domicile des parents"
    COURRIER = "courrier", "adresse pour le courrier"
    AUTRE = "autre", "autre adresse"


class CoverageKind(TextChoices):
    AMO = "amo", "Assurance maladie"
    AMC = "amc", "Complémentaire"


class Regime(TextChoices):
    GENERAL = "general", "régime général"
    AGRICOLE = "agricole", "régime agricole (MSA)"
    FONCTION_PUBLIQUE = "fonction", "fonction publique, mutuelle gestionnaire"
    SPECIAL = "special", "régime spécial"
    AME = "ame", "aide médicale de l'État"
    AUTRE = "autre", "autre"


class EntitlementKind(TextChoices):
    """Orientations, allowances, cards and helps."""

    ORIENTATION_ENFANT = "orientation_enfant", "Orientation vers un établissement ou service pour enfants"
    ORIENTATION_ADULTE = "orientation_adulte", "Orientation vers un établissement ou service pour adultes"
    ORIENTATION_PRO = "orientation_pro", "Orientation professionnelle (ESAT, milieu ordinaire)"
    SCOLARITE = "scolarite", "Parcours de scolarisation, aide humaine"
    RQTH = "rqth", "RQTH"
    AAH = "aah", "AAH"
    AEEH = "aeeh", "AEEH"
    PCH = "pch", "PCH"
    ACTP = "actp", "ACTP"
    APA = "apa", "APA"
    ASH = "ash", "Aide sociale à l'hébergement"
    AIDE_MENAGERE = "aide_menagere", "Aide ménagère"
    LOGEMENT = "logement", "APL, ALS"
    CMI_INVALIDITE = "cmi_invalidite", "Carte mobilité inclusion : invalidité"
    CMI_PRIORITE = "cmi_priorite", "Carte mobilité inclusion : priorité"
    CMI_STATIONNEMENT = "cmi_stationnement", "Carte mobilité inclusion : stationnement"
    AUTRE = "autre", "Autre droit ou prestation"


class EntitlementNature(TextChoices):
    """TDDUI natureDroitPrestation."""

    NOUVEAU = "1", "nouveau droit"
    RENOUVELLEMENT = "2", "renouvellement"
    REVISION = "3", "révision"


class EntitlementStatus(TextChoices):
    DEMANDE = "demande", "demandé"
    ACCORDE = "accorde", "accordé"
    REFUSE = "refuse", "refusé"
    RECOURS = "recours", "recours en cours"
    CLOS = "clos", "clos"


class Authority(TextChoices):
    MDPH = "mdph", "MDPH (CDAPH)"
    DEPARTEMENT = "departement", "département"
    CAF_MSA = "caf_msa", "CAF ou MSA"
    CAISSE = "caisse", "caisse de retraite"
    AUTRE = "autre", "autre organisme"


class QuotaUnit(TextChoices):
    HEURE = "heure", "heures"
    JOUR = "jour", "jours"
    DEMI_JOUR = "demi_jour", "demi-journées"
    EURO = "euro", "euros"


class PerPeriod(TextChoices):
    """UCUM codes of the quantification."""

    JOUR = "d", "jour"
    SEMAINE = "wk", "semaine"
    MOIS = "mo", "mois"
    AN = "a", "an"


class ResourceKind(TextChoices):
    SALAIRE = "salaire", "Salaire"
    RETRAITE = "retraite", "Retraite"
    INVALIDITE = "invalidite", "Pension d'invalidité"
    AAH = "aah", "AAH"
    ASPA = "aspa", "ASPA"
    RSA = "rsa", "RSA"
    AUTRE = "autre", "Autre ressource"
