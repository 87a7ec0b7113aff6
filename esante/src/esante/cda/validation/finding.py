"""What a validation says."""

from __future__ import annotations

from dataclasses import dataclass

from esante.cda.errors import Fault, Severity
from esante.cisis import EsanteError


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a document.

    check     who says it: `alentour` (our rules), `xsd`, or a schematron: SM, IHE, MCDA, ANS, or the name of a volet
    location  path of the element from ClinicalDocument
    source    document and paragraph, or pattern of the schematron
    """

    check: str
    code: str
    location: str
    sentence: str
    source: str
    severity: Severity = "error"


def own(fault: Fault) -> Finding:
    return Finding("alentour", fault.code, fault.location, fault.sentence, fault.source, fault.severity)


class KitError(EsanteError, ValueError):
    """The folder given as kit does not hold what a CI-SIS kit holds; the sentence is French."""


class ValidationUnavailable(EsanteError):
    """The worker that runs the schematrons died twice, or did not answer in time; the document is not judged."""
