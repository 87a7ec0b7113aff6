"""The userinfo of Pro Santé Connect ⇄ dataclasses (dmp-ins §5). Unknown keys are ignored, missing ones are empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from esante.psc.errors import UnreadableUserInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Where and how a profession is exercised.

    ``mode``: S salaried, L self-employed, B benevolent. ``structure_id``: Struct_IdNat (the « ancien identifiant »).
    ``technical_id``: ``F`` + FINESS or ``R…``.
    """

    mode: str = ""
    sector: str = ""
    role: str = ""
    kind: str = ""
    finess: str = ""
    legal_finess: str = ""
    siret: str = ""
    technical_id: str = ""
    structure_id: str = ""
    name: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A profession. ``category``: C civil, E student… ``skill``: savoir-faire (SM26…)."""

    profession: str = ""
    category: str = ""
    skill_type: str = ""
    skill: str = ""
    family: str = ""
    given: str = ""
    activities: tuple[Activity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UserInfo:
    """A professional authenticated by Pro Santé Connect.

    ``subject``: the OIDC identifier, equal to the id_token's. ``name_id``: IdNat (``8`` + RPPS), the NameID of the VIHF
    and the link to an account of ours. ``raw`` is what was received.
    """

    subject: str
    name_id: str
    family: str
    given: str
    roles: tuple[str, ...] = ()
    organization: str = ""
    organization_id: str = ""
    sector: str = ""
    level: str = ""
    civility: str = ""
    exercises: tuple[Exercise, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


_ACTIVITY: Final = {
    "mode": "codeModeExercice",
    "sector": "codeSecteurDactivite",
    "role": "codeRole",
    "kind": "codeGenreActivite",
    "finess": "numeroFinessSite",
    "legal_finess": "numeroFinessetablissementJuridique",
    "siret": "numeroSiretSite",
    "technical_id": "identifiantTechniqueDeLaStructure",
    "structure_id": "ancienIdentifiantDeLaStructure",
    "name": "raisonSocialeSite",
    "authority": "autoriteDenregistrement",
}
_EXERCISE: Final = {
    "profession": "codeProfession",
    "category": "codeCategorieProfessionnelle",
    "skill_type": "codeTypeSavoirFaire",
    "skill": "codeSavoirFaire",
    "family": "nomDexercice",
    "given": "prenomDexercice",
}


def decode_userinfo(data: object) -> UserInfo:
    """Read the JSON of the userinfo endpoint. Raises :class:`UnreadableUserInfo` without subject or identifier."""
    if not isinstance(data, Mapping):
        raise UnreadableUserInfo("La réponse de Pro Santé Connect n'est pas un objet JSON.")
    reference = _mapping(data.get("SubjectRefPro"))
    name_id = _text(data, "SubjectNameID") or _text(data, "preferred_username")
    if not (_text(data, "sub") and name_id):
        raise UnreadableUserInfo("Pro Santé Connect n'a pas donné l'identifiant du professionnel.")
    return UserInfo(
        subject=_text(data, "sub"),
        name_id=name_id,
        family=_text(data, "family_name"),
        given=_text(data, "given_name"),
        roles=tuple(str(role) for role in _list(data.get("SubjectRole"))),
        organization=_text(data, "SubjectOrganization"),
        organization_id=_text(data, "SubjectOrganizationID"),
        sector=_text(data, "Secteur_Activite").partition("^")[0],
        level=_text(data, "Palier_Authentification").partition("^")[0],
        civility=_text(reference, "codeCivilite"),
        exercises=tuple(_exercise(_mapping(each)) for each in _list(reference.get("exercices"))),
        raw=data,
    )


def encode_userinfo(info: UserInfo) -> dict[str, Any]:
    """The JSON an identity provider answers."""
    exercises = [
        {key: getattr(each, name) for name, key in _EXERCISE.items()}
        | {"activities": [{key: getattr(act, name) for name, key in _ACTIVITY.items()} for act in each.activities]}
        for each in info.exercises
    ]
    return {
        "sub": info.subject,
        "preferred_username": info.name_id,
        "SubjectNameID": info.name_id,
        "family_name": info.family,
        "given_name": info.given,
        "SubjectRole": list(info.roles),
        "SubjectOrganization": info.organization,
        "SubjectOrganizationID": info.organization_id,
        "Secteur_Activite": f"{info.sector}^1.2.250.1.71.4.2.4" if info.sector else "",
        "Palier_Authentification": f"{info.level}^1.2.250.1.213.1.5.1.1.1" if info.level else "",
        "UITVersion": "1.0",
        "SubjectRefPro": {"codeCivilite": info.civility, "exercices": exercises},
    }


def _exercise(data: Mapping[str, Any]) -> Exercise:
    activities = tuple(
        Activity(**{name: _text(_mapping(each), key) for name, key in _ACTIVITY.items()})
        for each in _list(data.get("activities"))
    )
    return Exercise(**{name: _text(data, key) for name, key in _EXERCISE.items()}, activities=activities)


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return str(value).strip() if value is not None else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
