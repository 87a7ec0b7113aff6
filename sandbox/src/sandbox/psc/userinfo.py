"""What Pro Santé Connect says of a professional: the userinfo document and its parts.

Shape: userinfo of the ANS (all values are strings, empty rather than absent; codes with their OID after a caret).
"""

from __future__ import annotations

from typing import Any

from sandbox.cast import Cast, Professional, Structure

PROFESSION_OID = "1.2.250.1.213.1.1.5.5"
ROLE_OID = "1.2.250.1.213.1.6.1.107"
SECTOR_OID = "1.2.250.1.71.4.2.4"
OTHER_PROFESSION = "99"
_REALM_USER = "3b8f6f4e-6a57-4c7e-9d1c-0a5e0c2f7a11"


def subject(idnps: str) -> str:
    """The `sub` of a professional, in Keycloak's federated form."""
    return f"f:{_REALM_USER}:{idnps}"


def userinfo(person: Professional, cast: Cast) -> dict[str, Any]:
    """The whole userinfo document of a professional."""
    structure = cast.structure_of(person)
    return {
        "Secteur_Activite": f"{structure.sector}^{SECTOR_OID}",
        "sub": subject(person.idnps),
        "email_verified": False,
        "SubjectOrganization": structure.name,
        "Mode_Acces_Raison": "",
        "preferred_username": person.idnps,
        "given_name": person.given.upper(),
        "Acces_Regulation_Medicale": "FAUX",
        "UITVersion": "1.0",
        "Palier_Authentification": "APPPRIP3^1.2.250.1.213.1.5.1.1.1",
        "SubjectRefPro": {"codeCivilite": person.civility, "exercices": [_practice(person, structure)]},
        "SubjectOrganizationID": _technical_id(structure),
        "SubjectRole": [_role(person)],
        "PSI_Locale": "1.2.250.1.213.1.3.1.1",
        "otherIds": [{"identifiant": person.idnps, "origine": "RPPS", "qualite": 1}],
        "SubjectNameID": person.idnps,
        "family_name": person.family.upper(),
    }


def _role(person: Professional) -> str:
    if person.profession:
        return f"{person.profession}^{PROFESSION_OID}"
    return f"{person.role}^{ROLE_OID}"


def _practice(person: Professional, structure: Structure) -> dict[str, Any]:
    return {
        "codeProfession": person.profession or OTHER_PROFESSION,
        "codeCategorieProfessionnelle": "C",
        "codeCiviliteDexercice": "DR" if person.profession == "10" else person.civility,
        "nomDexercice": person.family.upper(),
        "prenomDexercice": person.given.upper(),
        "codeTypeSavoirFaire": "S" if person.skill else "",
        "codeSavoirFaire": person.skill,
        "activities": [_activity(person, structure)],
    }


def _activity(person: Professional, structure: Structure) -> dict[str, str]:
    liberal = structure.practice_setting == "AMBULATOIRE"
    return {
        "codeModeExercice": "L" if liberal else "S",
        "codeSecteurDactivite": structure.sector,
        "codeSectionPharmacien": "A" if person.profession == "21" else "",
        "codeRole": person.role,
        "numeroSiretSite": structure.siret,
        "numeroSirenSite": structure.siret[:9],
        "numeroFinessSite": structure.finess,
        "numeroFinessetablissementJuridique": "",
        "identifiantTechniqueDeLaStructure": _technical_id(structure),
        "raisonSocialeSite": structure.name,
        "enseigneCommercialeSite": "",
        "complementDestinataire": "",
        "complementPointGeographique": "",
        **_address(structure),
        "ancienIdentifiantDeLaStructure": structure.id,
        "autoriteDenregistrement": "ARS/ARS/ARS",
    }


def _address(structure: Structure) -> dict[str, str]:
    number, _, street = structure.line.partition(" ")
    return {
        "numeroVoie": number,
        "indiceRepetitionVoie": "",
        "codeTypeDeVoie": "",
        "libelleVoie": street,
        "mentionDistribution": "",
        "bureauCedex": f"{structure.postal_code} {structure.city}",
        "codePostal": structure.postal_code,
        "codeCommune": structure.cog,
        "codePays": "99000",
        "telephone": structure.phone,
        "telephone2": "",
        "telecopie": "",
        "adresseEMail": "",
        "codeDepartement": structure.cog[:2],
    }


def _technical_id(structure: Structure) -> str:
    return f"F{structure.finess}" if structure.finess else f"R{structure.siret[:9]}"
