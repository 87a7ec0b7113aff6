"""The DMP: existence, deposit, search, reading, visibility and status, in both roles. See README.md."""

from __future__ import annotations

from esante.dmp import authorization, existence, follow
from esante.dmp.actor import Actor, Patient, Platform, Signer, check_patient, token
from esante.dmp.client import DmpClient, Reading
from esante.dmp.deposit import NOT_IN_DMP, Deposit, Document, Receipt, request_of
from esante.dmp.errors import (
    DmpError,
    ForbiddenMode,
    LocalRefusal,
    NotQualified,
    Refused,
    UnfitDocument,
    UnreadableAnswer,
    WrongEnvironment,
)
from esante.dmp.existence import Authorization, DmpStatus
from esante.dmp.hl7 import DMP_OID, Wrapper
from esante.dmp.lot_signature import LotSigner
from esante.dmp.rules import Transaction, allowed, check_mode, kind_of

REPOSITORY_ID = "1.2.250.1.213.4.1.1.1.2"
"""repositoryUniqueId of the DMP."""

__all__ = [
    "DMP_OID",
    "NOT_IN_DMP",
    "REPOSITORY_ID",
    "Actor",
    "Authorization",
    "Deposit",
    "DmpClient",
    "DmpError",
    "DmpStatus",
    "Document",
    "ForbiddenMode",
    "LocalRefusal",
    "LotSigner",
    "NotQualified",
    "Patient",
    "Platform",
    "Reading",
    "Receipt",
    "Refused",
    "Signer",
    "Transaction",
    "UnfitDocument",
    "UnreadableAnswer",
    "Wrapper",
    "WrongEnvironment",
    "allowed",
    "authorization",
    "check_mode",
    "check_patient",
    "existence",
    "follow",
    "kind_of",
    "request_of",
    "token",
]
