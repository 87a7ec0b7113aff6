"""Compound values of the metadata, read: XCN of a person, XON of a structure, CX of a patient (dmp-ins §2.6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ESCAPES: Final = {"S": "^", "T": "&", "F": "|", "R": "~", "E": "\\"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An author or authenticator, as an XCN says: ``id^family^given^…^&authority&ISO^…^kind``."""

    id: str = ""
    family: str = ""
    given: str = ""
    authority: str = ""
    kind: str = ""

    @property
    def name(self) -> str:
        """Given then family name, as a person reads it."""
        return " ".join(part for part in (self.given, self.family) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """A structure, as an XON says: ``name^^^^^&authority&ISO^kind^^^id``."""

    name: str
    id: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientId:
    """A patient identifier, as a CX says: ``id^^^&authority&ISO^kind``."""

    id: str
    authority: str = ""
    kind: str = ""


def read_xcn(text: str) -> Person:
    """Read an XCN; a text without separator is a name."""
    fields = _fields(text)
    if len(fields) == 1:
        return Person(family=fields[0])
    return Person(
        id=fields[0], family=fields[1], given=_at(fields, 2), authority=_authority(text, 8), kind=_at(fields, 12)
    )


def read_xon(text: str) -> Institution:
    """Read an XON."""
    fields = _fields(text)
    return Institution(name=fields[0], id=_at(fields, 9), authority=_authority(text, 5))


def read_cx(text: str) -> PatientId:
    """Read a CX."""
    fields = _fields(text)
    return PatientId(id=fields[0], authority=_authority(text, 3), kind=_at(fields, 4))


def same_patient(left: str, right: str) -> bool:
    """Whether two CX designate the same patient: identifier and authority, whatever follows them."""
    one, other = read_cx(left), read_cx(right)
    return (one.id, one.authority) == (other.id, other.authority)


def coded_text(text: str) -> tuple[str, str, str]:
    """(code, label, system) of a specialty written ``code^label^system``."""
    fields = _fields(text)
    return fields[0], _at(fields, 1), _at(fields, 2)


def _fields(text: str) -> list[str]:
    return [re.sub(r"\\([STFRE])\\", lambda found: _ESCAPES[found[1]], field) for field in text.strip().split("^")]


def _at(fields: list[str], index: int) -> str:
    return fields[index] if index < len(fields) else ""


def _authority(text: str, index: int) -> str:
    """OID inside ``&oid&ISO``, read before unescaping."""
    fields = text.strip().split("^")
    pieces = fields[index].split("&") if index < len(fields) else []
    return pieces[1] if len(pieces) > 1 else ""
