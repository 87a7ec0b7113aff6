"""What makes a VIHF complete, for the one who builds it as for the one who receives it (dmp-ins §2.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from esante.cisis import InvalidIdentifier, PsId, StructId
from esante.vihf.model import Mode, Purpose, Vihf


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a token: a stable ``code``, a French ``sentence``, the attribute concerned."""

    code: str
    sentence: str
    location: str


def faults(vihf: Vihf, now: datetime | None = None) -> tuple[Fault, ...]:
    """What is missing or incoherent; empty when the token is sound. With ``now`` (aware), the validity window too."""
    return (*_missing(vihf), *_incoherent(vihf), *(_outdated(vihf, now) if now else ()))


def _missing(vihf: Vihf) -> Iterator[Fault]:
    mandatory: dict[str, object] = {
        "ID": vihf.assertion_id,
        "IssueInstant": vihf.issued_at,
        "Issuer": vihf.issuer,
        "NameID": vihf.name_id,
        "VIHF_Version": vihf.version,
        "Identifiant_Structure": vihf.structure_id,
        "Secteur_Activite": vihf.sector,
        "subject:role": vihf.roles,
        "Ressource_URN": vihf.resource,
        "purposeofuse": vihf.purpose,
        "LPS_ID": vihf.software.id,
        "LPS_Nom": vihf.software.name,
        "LPS_Version": vihf.software.version,
        "LPS_ID_HOMOLOGATION_DMP": vihf.software.homologation,
    }
    if vihf.mode is not Mode.DIRECTE:
        mandatory["subject-id"] = vihf.subject_name
    if vihf.mode is Mode.AIR:
        mandatory["AuthnContextDecl"] = vihf.authn_decl
    if vihf.purpose is Purpose.BRIS_DE_GLACE:
        mandatory["Mode_Acces_Raison"] = vihf.access_reason
    for name, value in mandatory.items():
        if not value:
            yield Fault("vihf.missing", f"L'élément {name} est absent du jeton.", name)


def _incoherent(vihf: Vihf) -> Iterator[Fault]:
    if vihf.structure_id and not _parses(StructId.parse, vihf.structure_id):
        yield Fault("vihf.structure", "L'identifiant de structure est mal formé.", "Identifiant_Structure")
    if vihf.name_id and not _parses(PsId.parse, vihf.name_id):
        yield Fault("vihf.name_id", "L'identifiant de l'utilisateur est mal formé.", "NameID")
    elif vihf.mode is Mode.AIR and vihf.name_id[:1] not in ("", "8"):
        sentence = "L'authentification indirecte renforcée demande un identifiant national RPPS."
        yield Fault("vihf.rpps", sentence, "NameID")
    if vihf.patient and vihf.ins is None:
        yield Fault("vihf.patient", "Le matricule INS du jeton est illisible.", "resource-id")


def _outdated(vihf: Vihf, now: datetime) -> Iterator[Fault]:
    if vihf.not_before and now < vihf.not_before:
        yield Fault("vihf.early", "Le jeton n'est pas encore valable.", "Conditions/@NotBefore")
    if vihf.not_on_or_after and now >= vihf.not_on_or_after:
        yield Fault("vihf.expired", "Le jeton a expiré.", "Conditions/@NotOnOrAfter")


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except InvalidIdentifier:
        return False
    return True
