"""Settings of the sandbox: one base port, one data folder, a few durations.

Everything has a default; the environment (`SANDBOX_PORT`, `SANDBOX_DATA`, `ALENTOUR_PORT`) and the command line change
it. Servers listen on 127.0.0.1 only: no setting exists to open them wider.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

HOST = "127.0.0.1"

DOORS: dict[str, tuple[int, str]] = {
    "front": (0, "les pages du bac à sable"),
    "psc": (1, "Pro Santé Connect"),
    "insi": (2, "INSi"),
    "dmp": (3, "le DMP"),
    "annuaire": (4, "l'Annuaire Santé"),
    "smtp": (5, "l'envoi MSSanté (SMTP)"),
    "imap": (6, "la relève MSSanté (IMAP)"),
    "trust": (7, "l'espace de confiance MSSanté"),
}


class PortTaken(Exception):
    """Another program listens on a port the sandbox needs; `str()` is a French sentence for who starts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a running sandbox is configured with. Durations are in seconds."""

    port: int = 8100
    data: Path = Path("data/sandbox")
    product_port: int = 8000
    access_seconds: int = 120
    refresh_seconds: int = 350
    annuaire_per_second: int = 17

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read the environment; a value that is not a number is an error naming the variable."""
        default = cls()
        data = environ.get("SANDBOX_DATA") or str(Path(environ.get("ALENTOUR_DATA") or "data") / "sandbox")
        return replace(
            default,
            port=_number(environ, "SANDBOX_PORT", default.port),
            product_port=_number(environ, "ALENTOUR_PORT", default.product_port),
            access_seconds=_number(environ, "SANDBOX_ACCESS_SECONDS", default.access_seconds),
            refresh_seconds=_number(environ, "SANDBOX_REFRESH_SECONDS", default.refresh_seconds),
            annuaire_per_second=_number(environ, "SANDBOX_ANNUAIRE_PER_SECOND", default.annuaire_per_second),
            data=Path(data),
        )

    def port_of(self, door: str) -> int:
        """The port of a door, as listed in `DOORS`."""
        return self.port + DOORS[door][0]

    def url(self, door: str, path: str = "") -> str:
        """Address of a path behind an HTTP door; only the front door speaks plain HTTP."""
        scheme = "http" if door == "front" else "https"
        return f"{scheme}://{HOST}:{self.port_of(door)}{path}"

    @property
    def product_url(self) -> str:
        """Where the product is expected to answer."""
        return f"http://{HOST}:{self.product_port}/"


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit():
        raise SystemExit(f"{name} doit être un nombre entier, et vaut « {text} ».")
    return int(text)


def check_ports(settings: Settings) -> None:
    """Refuse to start half a sandbox: every port must be free before any service is started."""
    for door, (offset, label) in DOORS.items():
        port = settings.port_of(door)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise PortTaken(
                    f"Le port {port}, prévu pour {label}, est déjà utilisé par un autre programme. "
                    f"Arrêtez-le, ou choisissez une autre série de huit ports : SANDBOX_PORT={settings.port + 100} "
                    f"(celle-ci commence à {port - offset})."
                ) from error
