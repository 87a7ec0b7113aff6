"""The file that points the product at this sandbox, with the variables that would point it at the real services."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sandbox.ca import Authority
from sandbox.config import HOST, Settings

REALM = "/psc/auth/realms/esante-wallet"
OIDC = f"{REALM}/protocol/openid-connect"
CLIENT_ID = "alentour-bac-a-sable"
CITIZEN_DOMAIN = "patient.mssante.test"
NIL = "DEV000001"
LPS_IDAM = "BACASABLE0001"
SECRETS = ("psc-client-secret", "annuaire-key", "dmp-homologation")


def secret_file(settings: Settings, name: str) -> Path:
    """Where a secret of `SECRETS` lies."""
    return settings.data / "secrets" / name


def ensure_secrets(settings: Settings) -> None:
    """Draw the secrets that do not exist yet, readable by their owner only."""
    for name in SECRETS:
        path = secret_file(settings, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(32))


def secret(settings: Settings, name: str) -> str:
    """The value of a secret drawn by `ensure_secrets`."""
    return secret_file(settings, name).read_text(encoding="ascii").strip()


def lines(settings: Settings, authority: Authority) -> dict[str, str]:
    """Every variable of the product's configuration, with absolute paths."""
    certificates = {
        "ALENTOUR_TRUST": str(authority.trust.resolve()),
        "ALENTOUR_CERTS": str((authority.folder / "structures").resolve()),
    }
    return _psc(settings) | certificates | _insi_dmp_annuaire(settings) | _mss(settings) | {"ALENTOUR_INS_MODE": "test"}


def _psc(settings: Settings) -> dict[str, str]:
    oidc = settings.url("psc", OIDC)
    return {
        "ALENTOUR_PSC_ISSUER": settings.url("psc", REALM),
        "ALENTOUR_PSC_AUTHORIZE": settings.url("front", "/psc/auth"),
        "ALENTOUR_PSC_TOKEN": f"{oidc}/token",
        "ALENTOUR_PSC_USERINFO": f"{oidc}/userinfo",
        "ALENTOUR_PSC_JWKS": f"{oidc}/certs",
        "ALENTOUR_PSC_LOGOUT": settings.url("front", f"{OIDC}/logout"),
        "ALENTOUR_PSC_CIBA": f"{oidc}/ext/ciba/auth",
        "ALENTOUR_PSC_CLIENT_ID": CLIENT_ID,
        "ALENTOUR_PSC_CLIENT_SECRET_FILE": str(secret_file(settings, "psc-client-secret").resolve()),
        "ALENTOUR_PSC_TIMEOUT": "10",
    }


def _insi_dmp_annuaire(settings: Settings) -> dict[str, str]:
    return {
        "ALENTOUR_INSI_URL": settings.url("insi", "/lps"),
        "ALENTOUR_INSI_LPS_IDAM": LPS_IDAM,
        "ALENTOUR_INSI_TIMEOUT": "10",
        "ALENTOUR_DMP_URL": settings.url("dmp", "/si-dmp-server/v2/services/"),
        "ALENTOUR_DMP_HOMOLOGATION_FILE": str(secret_file(settings, "dmp-homologation").resolve()),
        "ALENTOUR_DMP_TIMEOUT": "15",
        "ALENTOUR_ANNUAIRE_URL": settings.url("annuaire", "/fhir/v2"),
        "ALENTOUR_ANNUAIRE_KEY_FILE": str(secret_file(settings, "annuaire-key").resolve()),
        "ALENTOUR_ANNUAIRE_TIMEOUT": "10",
    }


def _mss(settings: Settings) -> dict[str, str]:
    return {
        "ALENTOUR_MSS_SMTP_HOST": HOST,
        "ALENTOUR_MSS_SMTP_PORT": str(settings.port_of("smtp")),
        "ALENTOUR_MSS_IMAP_HOST": HOST,
        "ALENTOUR_MSS_IMAP_PORT": str(settings.port_of("imap")),
        "ALENTOUR_MSS_WHITELIST_URL": settings.url("trust", "/listeblanchemssante.xml"),
        "ALENTOUR_MSS_CRL_URL": settings.url("trust", "/crl/elementaire.crl"),
        "ALENTOUR_MSS_NIL": NIL,
        "ALENTOUR_MSS_CITIZEN_DOMAIN": CITIZEN_DOMAIN,
        "ALENTOUR_MSS_TIMEOUT": "15",
    }


def write(settings: Settings, authority: Authority) -> Path:
    """Write `alentour.env` and return its path."""
    path = settings.data / "alentour.env"
    text = "".join(f"{name}={value}\n" for name, value in lines(settings, authority).items())
    path.write_text(text, encoding="utf-8")
    return path
