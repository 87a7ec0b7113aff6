"""«Transfert de données DUI»: a whole record from one software to another (ANS, TDDUI 2.3.0, FHIR R4)."""

from __future__ import annotations

from esante.tddui.archive import ArchiveReader, ArchiveWriter, Manifest, decode_establishment, encode_establishment
from esante.tddui.checks import Report, check_transfer
from esante.tddui.client import TdduiClient
from esante.tddui.errors import (
    Fault,
    Refused,
    RefusedTransfer,
    TdduiError,
    Unreachable,
    UnreadableTransfer,
)
from esante.tddui.evaluation import ITEMS, gir_of, profile_of
from esante.tddui.identifiers import KINDS, LocalId
from esante.tddui.model import (
    Accord,
    Action,
    Besoin,
    Contact,
    Document,
    Etablissement,
    Evaluation,
    Objectif,
    Professionnel,
    Projet,
    Sejour,
    Transfer,
    Usager,
)
from esante.tddui.response import Created, encode_response, read_response
from esante.tddui.transfer import decode_transfer, encode_transfer
from esante.tddui.unzip import ZipLimits

__all__ = [
    "ITEMS",
    "KINDS",
    "Accord",
    "Action",
    "ArchiveReader",
    "ArchiveWriter",
    "Besoin",
    "Contact",
    "Created",
    "Document",
    "Etablissement",
    "Evaluation",
    "Fault",
    "LocalId",
    "Manifest",
    "Objectif",
    "Professionnel",
    "Projet",
    "Refused",
    "RefusedTransfer",
    "Report",
    "Sejour",
    "TdduiClient",
    "TdduiError",
    "Transfer",
    "Unreachable",
    "UnreadableTransfer",
    "Usager",
    "ZipLimits",
    "check_transfer",
    "decode_establishment",
    "decode_transfer",
    "encode_establishment",
    "encode_response",
    "encode_transfer",
    "gir_of",
    "profile_of",
    "read_response",
]
