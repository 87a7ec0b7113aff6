"""What INSi says, in our words: the gateway builds these, nobody above sees SOAP (specs/dmp-ins §1.3 and §1.4)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from alentour.identity.mapping import Ins, Traits


@dataclass(frozen=True, slots=True)
class FormerIns:
    """A line of INSHISTO; days as INSi wrote them, "" when it did not."""

    matricule: str
    oid: str
    starts_on: str = ""
    ends_on: str = ""


@dataclass(frozen=True, slots=True)
class InsiIdentity:
    """One identity: what INSi returned, kept identically (EXI REC 07)."""

    traits: Traits
    ins: Ins
    history: tuple[FormerIns, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "traits": asdict(self.traits),
            "ins": asdict(self.ins),
            "history": [asdict(line) for line in self.history],
        }

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> InsiIdentity:
        history = tuple(FormerIns(**line) for line in content["history"])
        return cls(Traits(**content["traits"]), Ins(**content["ins"]), history)


@dataclass(frozen=True, slots=True)
class Found:
    """00: exactly one identity."""

    identity: InsiIdentity


@dataclass(frozen=True, slots=True)
class NotFound:
    """01: nobody has these traits."""


@dataclass(frozen=True, slots=True)
class Several:
    """02: several persons have these traits; none is returned."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One call of the sequence: how many given names, the birth place or not, and the code; never the values."""

    given_names: int
    with_place: bool
    code: str


Answer = Found | NotFound | Several


class InsiRefused(Exception):
    """INSi refused to answer (a SOAP Fault). ``unavailable`` when it says to come back later."""

    def __init__(self, code: str, sentence: str, *, unavailable: bool = False) -> None:
        self.code, self.sentence, self.unavailable = code, sentence, unavailable
        super().__init__(code)


class InsiUnreachable(Exception):
    """Nobody answered in time."""

    code = "unreachable"
    sentence = "INSi ne répond pas pour le moment. Rien n'a changé dans l'identité : réessayez dans quelques minutes."
