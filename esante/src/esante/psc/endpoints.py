"""Addresses of Pro Santé Connect: bac à sable (BAS), production, or any instance of the same shape (dmp-ins §5)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

SCOPE: Final = "openid scope_all"
ACR_VALUES: Final = "eidas1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Where to send the browser (``authorize``) and where the back channel talks (``issuer`` and its suffixes)."""

    authorize: str
    issuer: str

    @property
    def discovery(self) -> str:
        """Not the standard name."""
        return f"{self.issuer}/.well-known/wallet-openid-configuration"

    @property
    def token(self) -> str:
        """Codes and refresh tokens against tokens."""
        return self._protocol("token")

    @property
    def userinfo(self) -> str:
        """Who the professional is."""
        return self._protocol("userinfo")

    @property
    def logout(self) -> str:
        """End of the session."""
        return self._protocol("logout")

    @property
    def introspect(self) -> str:
        """State of a token."""
        return self._protocol("token/introspect")

    @property
    def certs(self) -> str:
        """Public keys (JWKS)."""
        return self._protocol("certs")

    @property
    def ciba(self) -> str:
        """Approval on the phone, without redirection."""
        return self._protocol("ext/ciba/auth")

    def _protocol(self, name: str) -> str:
        return f"{self.issuer}/protocol/openid-connect/{name}"


@cache
def environments() -> Mapping[str, Endpoints]:
    """The two national environments, by name: ``bas`` and ``production``."""
    lines = files(__package__).joinpath("endpoints.csv").read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return MappingProxyType(
        {row["environment"]: Endpoints(authorize=row["authorize"], issuer=row["issuer"]) for row in rows}
    )
