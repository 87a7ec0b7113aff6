"""The words of the CI-SIS that the identity is made of, and our rows written with them.

The rest of the product takes ``Traits``, ``Ins`` and ``disagreements`` from here: they are the vocabulary of every exchange.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from esante.cisis import Ins, InvalidIns, Traits, Unwritable, check_typed, disagreements, for_insi, normalise, oids

if TYPE_CHECKING:
    from alentour.identity.models import Usager

__all__ = [
    "ACCEPTED_OIDS",
    "STRICT",
    "Ins",
    "InvalidIns",
    "Traits",
    "Unwritable",
    "begins",
    "check_typed",
    "differing",
    "disagreements",
    "first_of",
    "for_insi",
    "incoherent",
    "ins_of",
    "normalise",
    "traits_of",
]

PRODUCTION = frozenset({oids.INS_NIR, oids.INS_NIA})
# An instance is configured for one world: a test INS never meets a production service (specs/dmp-ins §1.8).
ACCEPTED_OIDS = {"production": PRODUCTION, "test": PRODUCTION | {oids.INS_NIR_TEST}}
TYPED_OID = {"production": oids.INS_NIR, "test": oids.INS_NIR_TEST}
STRICT = ("birth_name", "given_names", "first_given_name", "birth_date", "sex", "birth_place")
# The four traits a received document is compared on (specs/mss §2.8).
FOUR = ("birth_name", "first_given_name", "birth_date", "sex")


def traits_of(usager: Usager) -> Traits:
    """The traits we hold of a person."""
    return Traits(
        birth_name=usager.birth_name,
        given_names=usager.given_names,
        first_given_name=usager.first_given_name,
        birth_date=usager.birth_date_text,
        sex=usager.sex,
        birth_place=usager.birth_place,
        used_name=usager.used_name,
        used_given_name=usager.used_given_name,
    )


def ins_of(usager: Usager) -> Ins | None:
    """The INS we hold, whatever its status; ask ``usager.ins_is_usable`` before it leaves the house."""
    return Ins(matricule=usager.matricule, oid=usager.ins_oid) if usager.matricule else None


def differing(a: Traits, b: Traits, *, among: tuple[str, ...] = STRICT) -> tuple[str, ...]:
    """Names of the traits, ``among`` these, that differ between two identities."""
    return tuple(name for name in disagreements(a, b) if name in among)


def first_of(given_names: str) -> str:
    """The first given name of a list, when nothing says it better (compound names keep their hyphen)."""
    return given_names.split(" ", 1)[0] if given_names else ""


def begins(given_name: str, given_names: str) -> bool:
    """Whether a given name (or several) begins a list, once compared as names are (RNIV EXI ID 10)."""
    first, names = normalise(given_name), normalise(given_names)
    return bool(first) and f"{names} ".startswith(f"{first} ")


def incoherent(ours: Traits, theirs: Traits) -> tuple[str, ...]:
    """Names of the traits on which INSi contradicts what a document proved; a trait one side is silent about contradicts nothing.

    A list of given names that begins INSi's is coherent: the document shows fewer of them.
    """
    differing = disagreements(ours, theirs, tolerate_absent=True)
    if begins(ours.given_names, theirs.given_names):
        return tuple(name for name in differing if name != "given_names")
    return differing
