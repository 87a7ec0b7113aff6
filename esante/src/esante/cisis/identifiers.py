"""Identifiers of professionals (PS_IdNat) and of structures (Struct_IdNat): a kind, then the register's own number.

Source: CI-SIS «Structuration minimale», annexe identifiants; INSEE (SIRET) and DREES (FINESS) control keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from . import oids
from .errors import InvalidIdentifier

_PS_KINDS = {
    "0": ("adeli", r"[0-9AB]{9}"),
    "1": ("cabinet_adeli", r"\S+"),
    "3": ("finess_local", r"[0-9AB]{9}/\S+"),
    "4": ("siren_local", r"[0-9]{9}/\S+"),
    "5": ("siret_local", r"[0-9]{14}/\S+"),
    "6": ("cabinet_rpps", r"\S+"),
    "8": ("rpps", r"[0-9]{11}"),
}
_STRUCT_KINDS = {
    "0": ("cabinet_adeli", r"\S+"),
    "1": ("finess", r"[0-9AB]{9}"),
    "2": ("siren", r"[0-9]{9}"),
    "3": ("siret", r"[0-9]{14}"),
    "4": ("cabinet_rpps", r"[0-9]{11,}"),
}


def luhn_is_right(digits: str) -> bool:
    """Luhn key (ISO/IEC 7812-1 annex B) over the whole number, its key being the last digit."""
    if not digits.isascii() or not digits.isdigit():
        return False
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


@dataclass(frozen=True, slots=True)
class PsId:
    """A person or system acting in health: `8` + RPPS, `0` + ADELI, `3` + FINESS/local, `5` + SIRET/local…"""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a PS_IdNat; raises `InvalidIdentifier` on an unknown kind or a wrong length."""
        _check(text, _PS_KINDS, "Cet identifiant n'est pas un identifiant national de professionnel (PS_IdNat).")
        return cls(text)

    @classmethod
    def rpps(cls, number: str) -> Self:
        """From the 11 digits of the RPPS."""
        return cls.parse(f"8{number}")

    @property
    def kind(self) -> str:
        """rpps, adeli, finess_local, siret_local, siren_local, cabinet_adeli or cabinet_rpps."""
        return _PS_KINDS[self.value[0]][0]

    @property
    def number(self) -> str:
        """The register's own number, without the kind."""
        return self.value[1:]

    @property
    def key_is_right(self) -> bool:
        """Luhn key of an RPPS; True for the kinds that carry no key."""
        return luhn_is_right(self.number) if self.kind == "rpps" else True

    @property
    def root(self) -> str:
        return oids.PS


@dataclass(frozen=True, slots=True)
class StructId:
    """A structure: `1` + FINESS, `3` + SIRET, `2` + SIREN, `4` + practice of an RPPS, `0` + practice of an ADELI."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a Struct_IdNat; raises `InvalidIdentifier` on an unknown kind or a wrong length."""
        _check(text, _STRUCT_KINDS, "Cet identifiant n'est pas un identifiant national de structure (Struct_IdNat).")
        return cls(text)

    @classmethod
    def finess(cls, number: str) -> Self:
        """From the 9 characters of the FINESS."""
        return cls.parse(f"1{number}")

    @classmethod
    def siret(cls, number: str) -> Self:
        """From the 14 digits of the SIRET."""
        return cls.parse(f"3{number}")

    @property
    def kind(self) -> str:
        """finess, siret, siren, cabinet_rpps or cabinet_adeli."""
        return _STRUCT_KINDS[self.value[0]][0]

    @property
    def number(self) -> str:
        return self.value[1:]

    @property
    def key_is_right(self) -> bool:
        """Luhn key of a SIRET or SIREN, and of a FINESS made of digits; True for the kinds that carry no key."""
        keyed = self.kind in {"siret", "siren"} or (self.kind == "finess" and self.number.isdigit())
        return luhn_is_right(self.number) if keyed else True

    @property
    def root(self) -> str:
        return oids.STRUCT


def _check(text: str, kinds: dict[str, tuple[str, str]], sentence: str) -> None:
    kind = kinds.get(text[:1])
    if kind is None or not re.fullmatch(kind[1], text[1:]):
        raise InvalidIdentifier(sentence)
