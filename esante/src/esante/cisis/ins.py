"""The national health identity: a matricule and the authority that gave it.

Source: RNIV 2.0; CI-SIS «Structuration minimale» §recordTarget, «Partage de documents» (CX form).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Self

from . import oids
from .errors import InvalidIns

# A NIR starts with the sex, a NIA may start with any digit; both keep year, month, department (2A and 2B in Corsica).
_SHAPE = re.compile(r"[0-9]{5}(?:[0-9]{2}|2[AB])[0-9]{8}")
_CX = re.compile(r"([^^]*)\^\^\^[^&^]*&([0-9.]+)&ISO\^(?:NH|INS\w*|INS-NIR|INS-NIA|PI)?(?:\^.*)?")
_SEX: dict[str, Literal["M", "F"]] = {"1": "M", "3": "M", "7": "M", "2": "F", "4": "F", "8": "F"}


def ins_key(first13: str) -> str:
    """The two-digit control key of the first 13 characters: 97 − (N mod 97), between 01 and 97.

    In Corsica 2A counts as 19 and 2B as 18. Raises `InvalidIns` when the 13 characters are not those of a matricule.
    """
    if not re.fullmatch(r"[0-9]{5}(?:[0-9]{2}|2[AB])[0-9]{6}", first13):
        raise InvalidIns("shape")
    number = first13[:5] + first13[5:7].replace("2A", "19").replace("2B", "18") + first13[7:]
    return f"{97 - int(number) % 97:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ins:
    """A matricule INS of 15 characters (13 and its key) and its authority, one of the four OIDs.

    A wrong key does not prevent construction: official fixtures and the teleservice itself hold some. What a person
    types goes through `check_typed`, which refuses it; what is scanned or received is kept, `key_is_right` tells.
    """

    matricule: str
    oid: str

    def __post_init__(self) -> None:
        if len(self.matricule) != 15:
            raise InvalidIns("length")
        if not _SHAPE.fullmatch(self.matricule):
            raise InvalidIns("shape")
        if self.oid not in oids.INS_OIDS:
            raise InvalidIns("oid")

    @classmethod
    def from_cx(cls, text: str) -> Self:
        """Read the HL7 CX form, `238…^^^&1.2.250.1.213.1.4.10&ISO^NH`; a trailing date of attribution is ignored."""
        found = _CX.fullmatch(text.strip())
        if found is None:
            raise InvalidIns("cx")
        return cls(matricule=found[1], oid=found[2])

    @property
    def cx(self) -> str:
        """The form carried by XDS metadata, the VIHF and registry queries."""
        return f"{self.matricule}^^^&{self.oid}&ISO^NH"

    @property
    def key(self) -> str:
        return self.matricule[13:]

    @property
    def right_key(self) -> str:
        return ins_key(self.matricule[:13])

    @property
    def key_is_right(self) -> bool:
        return self.key == self.right_key

    @property
    def is_nia(self) -> bool:
        return self.oid == oids.INS_NIA

    @property
    def is_test(self) -> bool:
        """Whether the authority is the test or the demonstration one: such an INS never meets a production service."""
        return self.oid in (oids.INS_NIR_TEST, oids.INS_NIR_DEMO)

    @property
    def sex(self) -> Literal["M", "F"] | None:
        """Sex written in the matricule; None when the first digit says nothing (some NIA)."""
        return _SEX.get(self.matricule[0])

    @property
    def department(self) -> str:
        """Department of birth (2A, 2B in Corsica; 99 abroad), or the first two digits of the place for overseas."""
        return self.matricule[5:7]


def check_typed(matricule: str, oid: str) -> Ins:
    """An INS entered by hand: spaces and case forgiven, the key must be right (INS vector policy, RNIV).

    Raises `InvalidIns` with a French sentence to show beside the field.
    """
    ins = Ins(matricule=re.sub(r"[\s.\u00a0\u202f]", "", matricule).upper(), oid=oid)
    if not ins.key_is_right:
        raise InvalidIns("key")
    return ins
