"""The operator's mailboxes (BAL) and who may open each one.

A PER mailbox belongs to one professional, an ORG mailbox to the members of a team (Référentiel socle MSSanté #2, § on
mailbox types). The operator knows people by the national identifier that Pro Santé Connect vouches for, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from sandbox.cast import Cast, Professional, Structure

Kind = Literal["PER", "ORG"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """One BAL. `address` is in lower case; `owners` holds national identifiers (`8`+RPPS); `words` are those the From
    label must show (ECO.2.2.7): given and family name of a PER, name of the structure of an ORG."""

    address: str
    kind: Kind
    words: tuple[str, ...]
    owners: frozenset[str]

    @property
    def domain(self) -> str:
        """What follows the at sign."""
        return domain_of(self.address)


class Mailboxes:
    """Every mailbox of the operator, by address."""

    def __init__(self, mailboxes: Iterable[Mailbox]) -> None:
        self._by_address = {mailbox.address: mailbox for mailbox in mailboxes}

    @classmethod
    def from_cast(cls, cast: Cast) -> Mailboxes:
        """Mailboxes of the cast: one PER by professional who has one, one ORG by structure that has one."""
        personal = [_personal(person) for person in cast.professionals.values() if person.mailbox]
        shared = [_shared(structure, cast) for structure in cast.structures.values() if structure.mailbox]
        return cls([*personal, *shared])

    def get(self, address: str) -> Mailbox | None:
        """The mailbox of an address, whatever its case."""
        return self._by_address.get(address.lower())

    def may_use(self, idnps: str, address: str) -> bool:
        """Whether a professional owns that mailbox or is a member of its team."""
        mailbox = self.get(address)
        return mailbox is not None and idnps in mailbox.owners

    @property
    def domains(self) -> frozenset[str]:
        """Domains that have at least one mailbox here."""
        return frozenset(mailbox.domain for mailbox in self)

    def __iter__(self) -> Iterator[Mailbox]:
        return iter(self._by_address.values())


def domain_of(address: str) -> str:
    """The domain of an address, in lower case; empty when there is none."""
    return address.rpartition("@")[2].lower() if "@" in address else ""


def _personal(person: Professional) -> Mailbox:
    return Mailbox(
        address=person.mailbox.lower(),
        kind="PER",
        words=(person.given, person.family),
        owners=frozenset({person.idnps}),
    )


def _shared(structure: Structure, cast: Cast) -> Mailbox:
    return Mailbox(
        address=structure.mailbox.lower(),
        kind="ORG",
        words=(structure.name,),
        owners=frozenset(cast.professionals[key].idnps for key in structure.members),
    )
