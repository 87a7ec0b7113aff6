"""From a VIHF to an actor: every check on the token, in the order a server makes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree

from sandbox.ca import Authority
from sandbox.dmp import assertion as names
from sandbox.dmp import rules, signature
from sandbox.dmp.assertion import Assertion, Role
from sandbox.dmp.refusal import invalid_token
from sandbox.web import Peer

DIRECT, INDIRECT, AIR = "DIRECTE", "INDIRECTE", "INDIRECTE_RENFORCEE"
NORMAL, BREAK_GLASS, REGULATION = "normal", "bris_de_glace", "centre_15"
PURPOSES = "1.2.250.1.213.1.1.4.248"
VERSIONS = ("3.0", "4.0")
MAX_AGE = timedelta(hours=24)
SKEW = timedelta(minutes=5)
_IDNPS = re.compile(r"8[0-9]{11}")
_SECTOR = re.compile(r"SA[0-9]{2}\^1\.2\.250\.1\.71\.4\.2\.4")
_CX = re.compile(r"[0-9AB]{15}\^\^\^&[0-9.]+&ISO\^(NH|INS-C)(\^.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, from where, for whom, why. `patient` is the short CX of the INS, empty in TD0.4."""

    mode: str
    name_id: str
    subject: str
    structure: str
    organisation: str
    sector: str
    roles: tuple[Role, ...]
    patient: str
    purpose: str

    @property
    def matricule(self) -> str:
        """The 15 characters of the INS."""
        return self.patient.partition("^")[0]

    @property
    def label(self) -> str:
        """For the journal: person and structure."""
        who = self.subject or self.name_id
        return f"{who}, {self.organisation}" if self.mode != INDIRECT else f"{self.organisation} ({who})"


def actor_of(token: etree._Element | None, peer: Peer, authority: Authority, homologation: str, now: datetime) -> Actor:
    """Check everything a VIHF says and prove it. Raises a refusal naming the rule."""
    if token is None:
        raise invalid_token("Aucune assertion dans wsse:Security.", rules.TOKEN)
    received = Assertion(token)
    received.check_shape()
    certificate = signature.signed_by(token)
    proven = Assertion(signature.verify(token, certificate))
    signature.check_certificate(certificate, authority, now)
    signer = Peer(certificate)
    if _same_name(proven.issuer) != _same_name(signer.distinguished_name):
        raise invalid_token(f"Issuer : {proven.issuer} ; certificat : {signer.distinguished_name}.", rules.ISSUER)
    _dates(proven, now)
    mode = _mode(proven)
    structure = _structure(proven, peer, signer)
    _software(proven, homologation)
    return Actor(
        mode=mode,
        name_id=_name_id(proven, mode),
        subject=_subject(proven, mode),
        structure=structure,
        organisation=signer.organisation,
        sector=_sector(proven),
        roles=_roles(proven),
        patient=_patient(proven),
        purpose=_purpose(proven),
    )


def _same_name(name: str) -> str:
    """A distinguished name without the spaces that RFC 2253 writers put differently."""
    return re.sub(r"\s*([,=+])\s*", r"\1", name.strip())


def _dates(proven: Assertion, now: datetime) -> None:
    issued, start, end = proven.instants()
    if not now - MAX_AGE <= issued <= now + SKEW:
        raise invalid_token("Le jeton est daté du futur, ou de plus d'un jour.", rules.DATES)
    if (start and now < start - SKEW) or (end and now >= end):
        raise invalid_token("Le jeton est hors de sa période de validité.", rules.DATES)


def _required(proven: Assertion, name: str) -> str:
    value = proven.attribute(name)
    if not value:
        raise invalid_token(f"Attribut {name} absent.", rules.TOKEN)
    return value


def _mode(proven: Assertion) -> str:
    if _required(proven, "VIHF_Version") not in VERSIONS:
        raise invalid_token(f"VIHF_Version vaut {proven.attribute('VIHF_Version')}.", rules.TOKEN)
    if _required(proven, "Ressource_URN") != "urn:dmp":
        raise invalid_token("Ressource_URN vaut urn:dmp.", rules.TOKEN)
    if not proven.authn_class:
        raise invalid_token("AuthnContextClassRef absent.", rules.TOKEN)
    mode = _required(proven, "Authentification_Mode")
    if mode not in (DIRECT, INDIRECT, AIR):
        raise invalid_token(f"Authentification_Mode vaut {mode}.", rules.TOKEN)
    if mode == DIRECT:
        raise invalid_token("Un certificat de structure ne signe pas en mode DIRECTE.", rules.DIRECT)
    if mode == AIR and not proven.authn_decl:
        raise invalid_token("AuthnContextDecl absent.", rules.MEANS)
    return mode


def _structure(proven: Assertion, peer: Peer, signer: Peer) -> str:
    structure = _required(proven, "Identifiant_Structure")
    if {structure} != {peer.unit, signer.unit}:
        sentence = f"Identifiant_Structure {structure}, TLS {peer.unit}, signature {signer.unit}."
        raise invalid_token(sentence, rules.STRUCTURE)
    return structure


def _software(proven: Assertion, homologation: str) -> None:
    for name in ("LPS_ID", "LPS_Nom", "LPS_Version"):
        _required(proven, name)
    if _required(proven, "LPS_ID_HOMOLOGATION_DMP") != homologation:
        raise invalid_token("Numéro d'homologation inconnu.", rules.SOFTWARE)


def _name_id(proven: Assertion, mode: str) -> str:
    if not proven.name_id:
        raise invalid_token("NameID absent.", rules.TOKEN)
    if mode == AIR and not _IDNPS.fullmatch(proven.name_id):
        raise invalid_token(f"NameID vaut {proven.name_id}.", rules.NATIONAL_ID)
    return proven.name_id


def _subject(proven: Assertion, mode: str) -> str:
    return _required(proven, names.SUBJECT_ID) if mode != DIRECT else proven.attribute(names.SUBJECT_ID)


def _sector(proven: Assertion) -> str:
    sector = _required(proven, "Secteur_Activite")
    if not _SECTOR.fullmatch(sector):
        raise invalid_token(f"Secteur_Activite vaut {sector}.", rules.TOKEN)
    return sector.partition("^")[0]


def _roles(proven: Assertion) -> tuple[Role, ...]:
    roles = proven.coded(names.ROLE, "Role")
    if not roles or any(not role.code or not role.system for role in roles):
        raise invalid_token("Rôle absent, ou sans code et codeSystem (xsi:type CE).", rules.TOKEN)
    return tuple(roles)


def _patient(proven: Assertion) -> str:
    text = proven.attribute(names.RESOURCE_ID)
    if text and not _CX.fullmatch(text):
        raise invalid_token(f"resource-id mal formé : {text}.", rules.TOKEN)
    return "^".join(text.split("^")[:4])


def _purpose(proven: Assertion) -> str:
    found = proven.coded(names.PURPOSE, "PurposeOfUse")
    if len(found) != 1 or found[0].system != PURPOSES or found[0].code not in (NORMAL, BREAK_GLASS, REGULATION):
        raise invalid_token("purposeofuse : normal, bris_de_glace ou centre_15.", rules.TOKEN)
    if found[0].code == BREAK_GLASS and not proven.attribute("Mode_Acces_Raison"):
        raise invalid_token("Mode_Acces_Raison absent.", rules.REASON)
    return found[0].code
