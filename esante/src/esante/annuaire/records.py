"""The three resources of the directory that matter to a sender, as typed records.

One record is one resource: what a simulator holds and encodes, what a client decodes. A person's or structure's
entry as shown to a reader is a `Listing`, assembled from records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

# PER one professional, ORG a team, APP read by software only, CAB a practice; "" when the directory does not say.
MailboxKind = Literal["PER", "ORG", "APP", "CAB", ""]


@dataclass(frozen=True, slots=True)
class Coding:
    """A code of the NOS and the address of its system (see `systems`)."""

    system: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A MSSanté mailbox (extension as-ext-mailbox-mss-metadata).

    ``digitization`` says the holder gave up paper ("zéro papier"); ``place`` is the Struct_IdNat of the structure the
    mailbox belongs to, "" for one that follows the person everywhere.
    """

    address: str
    kind: MailboxKind = ""
    service: str = ""
    description: str = ""
    digitization: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PractitionerRecord:
    """Practitioner (profile as-dp-practitioner): a professional of the RPPS.

    ``id`` is technical and changes between versions of the API: key on ``rpps``. ``civility`` M or MME, ``title`` DR…
    ``profession`` and ``skills`` are codes of TRE_G15 and TRE_R38; ``category`` C, E or M (TRE_R09).
    """

    id: str
    rpps: str
    family: str
    given: str
    civility: str = ""
    title: str = ""
    profession: str = ""
    category: str = "C"
    skills: tuple[str, ...] = ()
    mailboxes: tuple[Mailbox, ...] = ()
    active: bool = True
    updated: datetime | None = None

    @property
    def idnps(self) -> str:
        """PS_IdNat: 8 then the RPPS."""
        return f"8{self.rpps}" if self.rpps else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRecord:
    """PractitionerRole (profile as-dp-practitionerrole): one activity of a professional, mostly in one structure.

    ``mode`` S employed, L liberal (TRE_R23); ``function`` of TRE_R21; ``care_role`` of TRE_R85 for the professions that
    are not in G15 (aide-soignant 313, secrétaire 331…).
    """

    id: str
    activity: str
    practitioner: str
    organization: str = ""
    mode: str = ""
    function: str = ""
    care_role: str = ""
    mailboxes: tuple[Mailbox, ...] = ()
    active: bool = True
    updated: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRecord:
    """Organization (profile as-dp-organization): a structure, by its Struct_IdNat ``idnst`` and FINESS or SIRET.

    ``legal`` True for a legal entity (FINEJ), False for an establishment (FINEG). ``sector`` of TRE_R02 (SA17…),
    ``category`` of TRE_R66 (500…), ``commune`` INSEE code.
    """

    id: str
    idnst: str
    name: str
    finess: str = ""
    siret: str = ""
    legal: bool = False
    sector: str = ""
    category: str = ""
    lines: tuple[str, ...] = ()
    postal_code: str = ""
    city: str = ""
    commune: str = ""
    phone: str = ""
    mailboxes: tuple[Mailbox, ...] = ()
    active: bool = True
    updated: datetime | None = None
