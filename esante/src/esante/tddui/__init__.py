"""«Transfert de données DUI»: a whole record from one software to another (ANS, TDDUI 2.3.0, FHIR R4)."""

from __future__ import annotations

from esante.tddui.agenda import Evenement, Mobilite, PeriodeScolaire, PresenceAbsence, Repas, Transport
from esante.tddui.archive import ArchiveReader, ArchiveWriter, Manifest, decode_establishment, encode_establishment
from esante.tddui.checks import Report, check_transfer
from esante.tddui.client import TdduiClient
from esante.tddui.coded import Coded
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
    Contact,
    Document,
    Etablissement,
    Evaluation,
    Professionnel,
    Questionnaire,
    Transfer,
    Usager,
)
from esante.tddui.names import SERAFIN, SITUATION_SSIAD
from esante.tddui.orientation import Decision, DemandeOrientation, DetailPrestation, Droit, PriseCharge
from esante.tddui.plan import (
    Accord,
    Action,
    Attente,
    Besoin,
    Bilan,
    Moyen,
    Objectif,
    Preparation,
    Prestation,
    Projet,
    ProjetVie,
)
from esante.tddui.response import Created, encode_response, read_response
from esante.tddui.sejour import Sejour
from esante.tddui.transfer import decode_transfer, encode_transfer
from esante.tddui.unzip import ZipLimits

__all__ = [
    "ITEMS",
    "KINDS",
    "SERAFIN",
    "SITUATION_SSIAD",
    "Accord",
    "Action",
    "ArchiveReader",
    "ArchiveWriter",
    "Attente",
    "Besoin",
    "Bilan",
    "Coded",
    "Contact",
    "Created",
    "Decision",
    "DemandeOrientation",
    "DetailPrestation",
    "Document",
    "Droit",
    "Etablissement",
    "Evaluation",
    "Evenement",
    "Fault",
    "LocalId",
    "Manifest",
    "Mobilite",
    "Moyen",
    "Objectif",
    "PeriodeScolaire",
    "Preparation",
    "PresenceAbsence",
    "Prestation",
    "PriseCharge",
    "Professionnel",
    "Projet",
    "ProjetVie",
    "Questionnaire",
    "Refused",
    "RefusedTransfer",
    "Repas",
    "Report",
    "Sejour",
    "TdduiClient",
    "TdduiError",
    "Transfer",
    "Transport",
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
