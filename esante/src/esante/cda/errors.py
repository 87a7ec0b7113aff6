"""What can go wrong with a document.

    EsanteError
    ├── NotADocument       the XML holds no ClinicalDocument            (theirs)
    └── RefusedDocument    we were about to write a faulty document     (ours; `faults` says what)

`UnsafeXml` and `MalformedXml` of the ground pass through `decode`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from esante.cisis import EsanteError

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a document.

    code      stable, dotted: `ins.key`, `header.effectiveTime`…
    location  path of the element from ClinicalDocument, such as `recordTarget/patientRole/id[1]`
    sentence  French, for the person who reads the report; never holds an identity
    source    document and paragraph the rule comes from
    severity  a warning is a rule that official examples themselves break (control key of an RPPS, dangling reference)
    """

    code: str
    location: str
    sentence: str
    source: str
    severity: Severity = "error"


class NotADocument(EsanteError, ValueError):
    """The XML is sound but holds no ClinicalDocument; `why` says it in French."""

    def __init__(self, why: str = "Ce fichier XML n'est pas un document de santé (CDA).") -> None:
        self.why = why
        super().__init__(why)


class RefusedDocument(EsanteError, ValueError):
    """The header or body given would make a document the CI-SIS forbids; nothing was written."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.code} {fault.location}: {fault.sentence}" for fault in faults))
