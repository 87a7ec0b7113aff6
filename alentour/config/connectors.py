"""Where each national service is, and what proves who we are: configuration only, the same for sandbox and production."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alentour.config.env import Env


@dataclass(frozen=True, slots=True)
class Psc:
    """Pro Santé Connect (specs: dmp-ins §5)."""

    issuer: str
    authorize: str
    token: str
    userinfo: str
    jwks: str
    logout: str
    client_id: str
    client_secret: str
    timeout: float


@dataclass(frozen=True, slots=True)
class Insi:
    url: str
    idam: str
    timeout: float


@dataclass(frozen=True, slots=True)
class Dmp:
    url: str
    homologation: str
    timeout: float


@dataclass(frozen=True, slots=True)
class Annuaire:
    url: str
    key: str
    timeout: float


@dataclass(frozen=True, slots=True)
class Mss:
    """The MSSanté operator, the trust list and what identifies the product in each message."""

    smtp_host: str
    smtp_port: int
    imap_host: str
    imap_port: int
    whitelist_url: str
    crl_url: str
    nil: str
    citizen_domain: str
    timeout: float


@dataclass(frozen=True, slots=True)
class Connectors:
    """Every connector; ``certs/<Struct_IdNat>/{auth_cli,sign,insi_manu,insi_auto}.{pem,key}`` are the structures' certificates."""

    trust: Path | None
    certs: Path | None
    psc: Psc
    insi: Insi
    dmp: Dmp
    annuaire: Annuaire
    mss: Mss


def read_connectors(env: Env) -> Connectors:
    """Read them all; an absent address leaves that connector switched off, a wrong one is a mistake told at start."""
    return Connectors(
        trust=env.path("ALENTOUR_TRUST", must_exist=True),
        certs=env.path("ALENTOUR_CERTS", must_exist=True),
        psc=Psc(
            issuer=env.url("ALENTOUR_PSC_ISSUER"),
            authorize=env.url("ALENTOUR_PSC_AUTHORIZE"),
            token=env.url("ALENTOUR_PSC_TOKEN"),
            userinfo=env.url("ALENTOUR_PSC_USERINFO"),
            jwks=env.url("ALENTOUR_PSC_JWKS"),
            logout=env.url("ALENTOUR_PSC_LOGOUT"),
            client_id=env.text("ALENTOUR_PSC_CLIENT_ID", "alentour"),
            client_secret=env.secret("ALENTOUR_PSC_CLIENT_SECRET"),
            timeout=env.seconds("ALENTOUR_PSC_TIMEOUT", 10),
        ),
        insi=Insi(
            url=env.url("ALENTOUR_INSI_URL"),
            idam=env.text("ALENTOUR_INSI_LPS_IDAM"),
            timeout=env.seconds("ALENTOUR_INSI_TIMEOUT", 15),
        ),
        dmp=Dmp(
            url=env.url("ALENTOUR_DMP_URL"),
            homologation=env.secret("ALENTOUR_DMP_HOMOLOGATION"),
            timeout=env.seconds("ALENTOUR_DMP_TIMEOUT", 20),
        ),
        annuaire=Annuaire(
            url=env.url("ALENTOUR_ANNUAIRE_URL"),
            key=env.secret("ALENTOUR_ANNUAIRE_KEY"),
            timeout=env.seconds("ALENTOUR_ANNUAIRE_TIMEOUT", 10),
        ),
        mss=Mss(
            smtp_host=env.text("ALENTOUR_MSS_SMTP_HOST"),
            smtp_port=env.integer("ALENTOUR_MSS_SMTP_PORT", 587, high=65535),
            imap_host=env.text("ALENTOUR_MSS_IMAP_HOST"),
            imap_port=env.integer("ALENTOUR_MSS_IMAP_PORT", 143, high=65535),
            whitelist_url=env.url("ALENTOUR_MSS_WHITELIST_URL"),
            crl_url=env.url("ALENTOUR_MSS_CRL_URL"),
            nil=env.text("ALENTOUR_MSS_NIL"),
            citizen_domain=env.text("ALENTOUR_MSS_CITIZEN_DOMAIN", "patient.mssante.fr"),
            timeout=env.seconds("ALENTOUR_MSS_TIMEOUT", 20),
        ),
    )
