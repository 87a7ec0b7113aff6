"""Who speaks to the DMP, about whom, and with whose signature (dmp-ins §2.4)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from lxml import etree

from esante.cisis import Code, Ins, oids
from esante.dmp.errors import NotQualified, WrongEnvironment
from esante.vihf import LOCAL_MEANS, Algorithm, Mode, Purpose, Software, Vihf, build, sign, subject_dn


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person (or the structure's software) in whose name a message leaves.

    ``name_id``: national identifier, ``8`` + RPPS; a structure-internal one (``3`` + FINESS + ``/``…) can only deposit.
    ``structure_id``: Struct_IdNat. ``roles``: profession, then savoir-faire or role. ``authenticated_at``: when the
    professional logged in (Pro Santé Connect), for AIR. ``confidentiality``: connexion secrète of a minor.
    """

    mode: Mode
    name_id: str
    name: str
    roles: tuple[Code, ...]
    structure_id: str
    sector: Code
    purpose: Purpose = Purpose.NORMAL
    access_reason: str = ""
    confidentiality: str = ""
    authenticated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """The person concerned: INS, and whether her identity is qualifiée."""

    ins: Ins
    qualified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """The ORG_SIGN certificate of the structure and its key, as objects (parsing a PEM each time is slow)."""

    certificate: x509.Certificate
    key: RSAPrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What varies between DMP platforms.

    ``production`` accepts INS-NIR and INS-NIA only; a test platform accepts the test authority too. ``vihf_version`` and
    ``algorithm`` are configuration (§6). ``oid``: the OID of our software instance, root of our message identifiers
    and source of our lots.
    """

    oid: str
    production: bool = False
    vihf_version: str = "3.0"
    algorithm: Algorithm = Algorithm.SHA256
    local_means: str = LOCAL_MEANS


def check_patient(patient: Patient, platform: Platform) -> None:
    """Raise :class:`NotQualified` or :class:`WrongEnvironment`: a matricule leaves only when it may."""
    if not patient.qualified:
        raise NotQualified("L'identité de la personne n'est pas qualifiée : son INS ne peut pas être transmise au DMP.")
    allowed = {oids.INS_NIR, oids.INS_NIA} | (set() if platform.production else {oids.INS_NIR_TEST})
    if patient.ins.oid not in allowed:
        raise WrongEnvironment("L'INS de cette personne n'appartient pas à l'environnement de ce DMP.")


def token(
    actor: Actor,
    patient: Patient | None,
    *,
    signer: Signer,
    software: Software,
    platform: Platform,
    now: datetime,
    new_id: str,
) -> etree._Element:
    """The signed VIHF of one message. Raises ``IncompleteVihf`` when the actor is not fit for its mode."""
    said = _said(actor, software, subject_dn(signer.certificate), now, f"_{new_id}")
    vihf = replace(
        said,
        patient=patient.ins.cx if patient else "",
        version=platform.vihf_version,
        authn_decl=platform.local_means if actor.mode is Mode.AIR else "",
    )
    return sign(build(vihf), signer.key, signer.certificate, platform.algorithm)


def _said(actor: Actor, software: Software, issuer: str, now: datetime, assertion_id: str) -> Vihf:
    return Vihf(
        mode=actor.mode,
        assertion_id=assertion_id,
        issued_at=now,
        issuer=issuer,
        name_id=actor.name_id,
        structure_id=actor.structure_id,
        sector=actor.sector,
        roles=actor.roles,
        software=software,
        subject_name=actor.name,
        purpose=actor.purpose,
        access_reason=actor.access_reason,
        confidentiality=actor.confidentiality,
        authn_at=actor.authenticated_at or now,
    )
