"""Words of the documents."""

from __future__ import annotations

from django.db.models import TextChoices


class DocumentKind(TextChoices):
    """What a document is, as people name it; the rows of ``kinds.csv``."""

    PHOTO_PLAIE = "photo_plaie", "Photo de plaie"
    ORDONNANCE = "ordonnance", "Ordonnance (médicaments, dispositifs)"
    ORDONNANCE_SOINS = "ordonnance_soins", "Ordonnance de soins"
    ORDONNANCE_INF = "ordonnance_inf", "Ordonnance de soins infirmiers"
    ORDONNANCE_KINE = "ordonnance_kine", "Ordonnance de kinésithérapie"
    ORDONNANCE_BIO = "ordonnance_bio", "Ordonnance de biologie"
    ORDONNANCE_AUTRE = "ordonnance_autre", "Autre ordonnance"
    DISPENSATION = "dispensation", "Dispensation"
    BILAN_MEDICAMENTEUX = "bilan_medicamenteux", "Bilan médicamenteux"
    LETTRE = "lettre", "Courrier à un confrère"
    CR_CONSULTATION = "cr_consultation", "Compte rendu de consultation ou de visite"
    CR_HOSPITALISATION = "cr_hospitalisation", "Compte rendu d'hospitalisation"
    CR_URGENCES = "cr_urgences", "Compte rendu de passage aux urgences"
    CR_BIOLOGIE = "cr_biologie", "Compte rendu de biologie"
    CR_IMAGERIE = "cr_imagerie", "Compte rendu d'imagerie"
    CR_TELEMEDECINE = "cr_telemedecine", "Compte rendu de télémédecine"
    DEMANDE_TELEMEDECINE = "demande_telemedecine", "Demande de télémédecine"
    LIAISON_ENTREE = "liaison_entree", "Lettre de liaison d'entrée en structure médico-sociale"
    LIAISON_SORTIE = "liaison_sortie", "Lettre de liaison de sortie de structure médico-sociale"
    LIAISON_HOPITAL = "liaison_hopital", "Lettre de liaison de sortie d'hôpital"
    NOTE_TRANSFERT = "note_transfert", "Note de transfert"
    DLU = "dlu", "Document de liaison d'urgence"
    SYNTHESE_MEDICALE = "synthese_medicale", "Synthèse médicale"
    CERTIFICAT = "certificat", "Certificat médical"
    DIRECTIVES = "directives", "Directives anticipées"
    SUIVI_SOINS = "suivi_soins", "Compte rendu de suivi de soins"
    BILAN_INFIRMIER = "bilan_infirmier", "Bilan de soins infirmiers"
    SIGNES_VITAUX = "signes_vitaux", "Mesures de signes vitaux"
    PROTOCOLE = "protocole", "Protocole ou consigne de soins"
    BILAN_PSYCHOLOGIQUE = "bilan_psychologique", "Bilan psychologique"
    MEDICO_SOCIAL = "medico_social", "Document du secteur médico-social"
    GRILLE = "grille", "Grille d'évaluation médico-sociale"
    PERTE_AUTONOMIE = "perte_autonomie", "Évaluation de la perte d'autonomie"
    PROJET = "projet", "Projet personnalisé d'accompagnement"
    VOLONTES = "volontes", "Volontés et droits de la personne"
    RENDEZ_VOUS = "rendez_vous", "Rendez-vous"
    ADMINISTRATIF = "administratif", "Document administratif"
    ATTESTATION = "attestation", "Attestation de droits"
    BILAN_METIER = "bilan_metier", "Bilan par un professionnel"
    ARRET_TRAVAIL = "arret_travail", "Arrêt de travail"
    DECLARATION = "declaration", "Certificat, déclaration ou préconisations"
    FLUDT = "fludt", "Fiche de transfert aux urgences"
    HABITUDES = "habitudes", "Habitudes de vie"
    RAPPORT_SOCIAL = "rapport_social", "Bilan ou rapport social"
    NOTIFICATION = "notification", "Notification"
    AUTRE_SANTE = "autre_sante", "Autre document de santé"
    AUTRE_PRESCRIPTION = "autre_prescription", "Autre document de prescription"
    AUTRE_PATIENT = "autre_patient", "Document déposé par la personne"


class State(TextChoices):
    """The life of a document; nothing goes back, nothing is erased."""

    BROUILLON = "brouillon", "brouillon"
    VALIDE = "valide", "validé"
    REMPLACE = "remplace", "remplacé"
    ANNULE = "annule", "annulé"


class Provenance(TextChoices):
    """How a document came into the house."""

    ICI = "ici", "établi ici"
    SCAN = "scan", "numérisé ici"
    MSS = "mss", "reçu par messagerie sécurisée"
    CITOYEN = "citoyen", "reçu de la messagerie de Mon espace santé"
    DMP = "dmp", "lu au DMP"


class FilingState(TextChoices):
    """Where a received document is between the door and the record."""

    TO_FILE = "a_classer", "à classer"
    AUTO = "auto", "rattaché automatiquement"
    BY_HAND = "classe", "classé à la main"
    SET_ASIDE = "ecarte", "écarté"


class FilingReason(TextChoices):
    """Why nobody but a person may file it. Numbers: errors of the MSS integration volet (specs/mss §2.8, §2.9)."""

    NONE = "", "identité vérifiée"
    NO_INS = "903", "ce document ne porte pas d'INS"
    UNKNOWN_INS = "902", "cette INS n'est celle d'aucune personne du dossier"
    TRAITS_DIFFER = "904", "l'INS est connue, mais un trait d'identité diffère"
    WRONG_DOMAIN = "905", "l'INS n'appartient pas à un domaine accepté ici"
    NOT_QUALIFIED = "local", "l'identité enregistrée ici n'est pas qualifiée"
    NO_IDENTITY = "libre", "ce fichier ne porte aucune identité"
    UNREADABLE = "906", "ce fichier n'a pas pu être lu"
    UNDONE = "annule", "le classement a été annulé"
