"""What a VIHF says: who asks, from where, for whom, why, with which software (dmp-ins §2.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from esante.cisis import Code, Ins, InvalidIns

DMP_RESOURCE: Final = "urn:dmp"
PURPOSE_SYSTEM: Final = "1.2.250.1.213.1.1.4.248"
SMARTCARD: Final = "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI"
UNSPECIFIED: Final = "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified"
LOCAL_MEANS: Final = "CONF_EXI_PGSSIS"
"""``AuthnContextDecl`` of the AIR mode: the local means of authentication follow the PGSSI-S (EX_AIR-050)."""


class Mode(StrEnum):
    """How the professional was authenticated. Feeding is ``INDIRECTE`` only, reading never is."""

    DIRECTE = "DIRECTE"
    INDIRECTE = "INDIRECTE"
    AIR = "INDIRECTE_RENFORCEE"


class Purpose(StrEnum):
    """Why the record is accessed (code system « mode acces VIHF 2.0 »)."""

    NORMAL = "normal"
    BRIS_DE_GLACE = "bris_de_glace"
    CENTRE_15 = "centre_15"

    @property
    def label(self) -> str:
        """French display name."""
        return {"normal": "Accès normal", "bris_de_glace": "Bris de glace", "centre_15": "Centre 15"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """The software that speaks. ``homologation`` is a secret (EX_GEN-1490): it is kept out of ``repr``."""

    id: str
    name: str
    version: str
    homologation: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vihf:
    """One assertion. Times are aware datetimes (None when a received token holds none we can read).

    ``issuer`` is the subject DN of the signing certificate, RFC 2253 order. ``name_id`` is the national identifier of
    the professional. ``patient`` is the CX form of the INS, empty only for TD0.4. ``roles``: profession first, then
    savoir-faire or role.
    """

    mode: Mode
    assertion_id: str
    issued_at: datetime | None
    issuer: str
    name_id: str
    structure_id: str
    sector: Code | None
    roles: tuple[Code, ...]
    software: Software
    subject_name: str = ""
    patient: str = ""
    purpose: Purpose | None = Purpose.NORMAL
    access_reason: str = ""
    confidentiality: str = ""
    version: str = "3.0"
    resource: str = DMP_RESOURCE
    authn_class: str = UNSPECIFIED
    authn_decl: str = ""
    authn_at: datetime | None = None
    not_before: datetime | None = None
    not_on_or_after: datetime | None = None

    @property
    def ins(self) -> Ins | None:
        """The person concerned, or None when absent or unreadable."""
        try:
            return Ins.from_cx(self.patient) if self.patient else None
        except InvalidIns:
            return None
