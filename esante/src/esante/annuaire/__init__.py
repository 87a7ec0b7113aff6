"""The Annuaire Santé: who can be written to, and where. FHIR API v2, both roles."""

from __future__ import annotations

from esante.annuaire.client import AnnuaireClient, Found
from esante.annuaire.decode import decode_organization, decode_practitioner, decode_role, mailboxes_of
from esante.annuaire.encode import encode_organization, encode_practitioner, encode_role
from esante.annuaire.errors import AnnuaireError, Refused, Unreachable
from esante.annuaire.listing import Listing, Place, assemble
from esante.annuaire.records import Coding, Mailbox, MailboxKind, OrganizationRecord, PractitionerRecord, RoleRecord

__all__ = [
    "AnnuaireClient",
    "AnnuaireError",
    "Coding",
    "Found",
    "Listing",
    "Mailbox",
    "MailboxKind",
    "OrganizationRecord",
    "Place",
    "PractitionerRecord",
    "Refused",
    "RoleRecord",
    "Unreachable",
    "assemble",
    "decode_organization",
    "decode_practitioner",
    "decode_role",
    "encode_organization",
    "encode_practitioner",
    "encode_role",
    "mailboxes_of",
]
