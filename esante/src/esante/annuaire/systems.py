"""Addresses of the systems and extensions of the Annuaire Santé profiles (IG annuaire 1.2.0, FR Core 2.2.0)."""

from __future__ import annotations

_NOS = "https://mos.esante.gouv.fr/NOS"
_FR_CORE = "https://hl7.fr/ig/fhir/core"
_ANNUAIRE = "https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition"

# --- identifiers
RPPS = "https://rpps.esante.gouv.fr"
IDNPS = "urn:oid:1.2.250.1.71.4.2.1"
FINESS = "https://finess.esante.gouv.fr"
SIRENE = "https://sirene.fr"
IDNST = "urn:oid:1.2.250.1.71.4.2.2"
IDENTIFIER_TYPE = f"{_FR_CORE}/CodeSystem/fr-core-cs-v2-0203"

# --- codes of a professional
PROFESSION = f"{_NOS}/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante"
SKILL = f"{_NOS}/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale"
SKILL_TYPE = f"{_NOS}/TRE_R04-TypeSavoirFaire/FHIR/TRE-R04-TypeSavoirFaire"
CATEGORY = f"{_NOS}/TRE_R09-CategorieProfessionnelle/FHIR/TRE-R09-CategorieProfessionnelle"

# --- codes of an activity
ACTIVITY_KIND = f"{_NOS}/TRE_R22-GenreActivite/FHIR/TRE-R22-GenreActivite"
ACTIVITY_MODE = f"{_NOS}/TRE_R23-ModeExercice/FHIR/TRE-R23-ModeExercice"
FUNCTION = f"{_NOS}/TRE_R21-Fonction/FHIR/TRE-R21-Fonction"
CARE_ROLE = f"{_NOS}/TRE_R85-RolePriseCharge/FHIR/TRE-R85-RolePriseCharge"

# --- codes of a structure
SECTOR = f"{_NOS}/TRE_R02-SecteurActivite/FHIR/TRE-R02-SecteurActivite"
ESTABLISHMENT = f"{_NOS}/TRE_R66-CategorieEtablissement/FHIR/TRE-R66-CategorieEtablissement"
ORGANIZATION_TYPE = f"{_FR_CORE}/CodeSystem/fr-core-cs-v2-3307"
ORGANIZATION_TYPES_EXTENSION = f"{_ANNUAIRE}/as-ext-organization-types"
COMMUNE = f"{_NOS}/TRE_R13-Commune/FHIR/TRE-R13-Commune"
COMMUNE_EXTENSION = f"{_FR_CORE}/StructureDefinition/fr-core-address-insee-code"

# --- mailboxes
EMAIL_TYPE_EXTENSION = f"{_FR_CORE}/StructureDefinition/fr-core-contact-point-email-type"
EMAIL_TYPE = f"{_NOS}/TRE_R256-TypeMessagerie/FHIR/TRE-R256-TypeMessagerie"
MAILBOX_EXTENSION = f"{_ANNUAIRE}/as-ext-mailbox-mss-metadata"
MAILBOX_TYPE = f"{_NOS}/TRE_R257-TypeBAL/FHIR/TRE-R257-TypeBAL"

# --- profiles
SOURCE = "https://annuaire.esante.gouv.fr"
PROFILES = {
    "Practitioner": (f"{_ANNUAIRE}/as-dp-practitioner", f"{_FR_CORE}/StructureDefinition/fr-core-practitioner"),
    "PractitionerRole": (
        f"{_ANNUAIRE}/as-dp-practitionerrole",
        f"{_FR_CORE}/StructureDefinition/fr-core-practitioner-role",
    ),
    "Organization": (f"{_ANNUAIRE}/as-dp-organization", f"{_FR_CORE}/StructureDefinition/fr-core-organization"),
}
