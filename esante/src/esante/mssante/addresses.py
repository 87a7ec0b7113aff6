"""Addresses and the names they travel under: professionals, teams, citizens (specs/mss §1.2 ECO.2.2.7, §3.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from esante.cisis import Ins, oids
from esante.mssante.errors import CannotCompose

CITIZEN_DOMAIN = "patient.mssante.fr"
_MATRICULE = re.compile(r"\d{5}(?:\d{2}|2[AB])\d{8}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox and the name shown beside it ("" for none).

    Raises CannotCompose on a text that is no mailbox, or that would smuggle a header in.
    """

    mailbox: str
    name: str = ""

    def __post_init__(self) -> None:
        local, at, domain = self.mailbox.rpartition("@")
        if not at or not local or not domain or re.search(r"[\s<>,;:\"()\\\0]", self.mailbox):
            raise CannotCompose("Cette adresse n'est pas une adresse de messagerie.")
        if has_controls(self.name):
            raise CannotCompose("Le nom affiché à côté de l'adresse contient un caractère invisible.")

    @property
    def domain(self) -> str:
        """Domain of the mailbox in its comparable form."""
        return domain_of(self.mailbox)

    @property
    def key(self) -> str:
        """The mailbox in its comparable form: case does not count, accented domains in their A-label."""
        return mailbox_key(self.mailbox)


def has_controls(text: str) -> bool:
    """Control characters, line and paragraph separators, lone surrogates: what may end a header or cannot be encoded."""
    return any(unicodedata.category(one) in ("Cc", "Zl", "Zp", "Cs") for one in text)


def domain_of(address: str) -> str:
    """Comparable form of a domain, or of the domain of an address: lower case, A-labels (IDN)."""
    domain = address.rpartition("@")[2].strip().rstrip(".").lower()
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def mailbox_key(address: str) -> str:
    """Comparable form of a whole address."""
    local, at, _ = address.strip().rpartition("@")
    return f"{local.casefold()}{at}{domain_of(address)}"


def person_label(*, given: str, family: str, title: str = "", entity: str = "") -> str:
    """Name under which a personal mailbox writes: ``Dr_Paul_MARTIN_Cabinet médical du Mail`` (ECO.2.2.7)."""
    if not given or not family:
        raise CannotCompose("Le prénom et le nom de la personne qui écrit sont nécessaires.")
    return "_".join(part.strip() for part in (title, given, family.upper(), entity) if part.strip())


def citizen_address(ins: Ins, *, qualified: bool, domain: str = CITIZEN_DOMAIN, accept_test: bool = False) -> str:
    """Address of a usager in Mon espace santé, built from a qualified INS only (ECO.2.2.6).

    ``qualified`` is the status of the identity in the record; ``accept_test`` admits the test OID (never in production).
    Raises CannotCompose otherwise.
    """
    accepted = {oids.INS_NIR} | ({oids.INS_NIR_TEST} if accept_test else set())
    if not qualified or ins.oid not in accepted:
        raise CannotCompose(
            "L'identité de cette personne n'est pas qualifiée : Mon espace santé ne peut pas être utilisé."
        )
    if not ins.key_is_right:
        raise CannotCompose("La clé du matricule INS est fausse : l'adresse Mon espace santé ne peut pas être formée.")
    return f"{ins.matricule}@{domain}"


def citizen_matricule(address: str, domains: Iterable[str] = (CITIZEN_DOMAIN,)) -> str:
    """Matricule INS written in a citizen's address, "" when the address is not one."""
    local = address.strip().rpartition("@")[0]
    known = {domain_of(domain) for domain in domains}
    return local.upper() if domain_of(address) in known and _MATRICULE.fullmatch(local) else ""
