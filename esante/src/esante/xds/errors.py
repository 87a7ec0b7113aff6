"""What can be wrong in an XDS exchange, and what the codes of IHE mean (ITI TF-3 §4.2.4.1, dmp-ins §3.7).

XdsError
├── MetadataError      ours: we were about to write metadata the standard forbids
├── UnreadableMetadata the XML received is not the object expected
└── QueryError         a stored query cannot be read; carries the IHE code to answer
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from esante.cisis import EsanteError
from esante.xds.names import Severity


class XdsError(EsanteError):
    """Root of the tree. ``why`` is a French sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class MetadataError(XdsError):
    """Metadata we refuse to write: ``location`` names the item."""

    def __init__(self, why: str, location: str = "") -> None:
        super().__init__(why)
        self.location = location


class UnreadableMetadata(XdsError):
    """XML which is not the XDS object expected at this place."""


class QueryError(XdsError):
    """A stored query that cannot be run; ``code`` is the IHE error to answer with."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryError:
    """One line of a RegistryErrorList. ``context`` is the partner's own text, ``location`` what it is about."""

    code: str
    context: str = ""
    severity: str = Severity.ERROR.value
    location: str = ""

    @property
    def is_warning(self) -> bool:
        """Whether the transaction succeeded all the same."""
        return self.severity.endswith(":Warning")

    @property
    def meaning(self) -> str:
        """French sentence of the code; the raw text when the code is unknown."""
        known = meanings().get(self.code)
        return known.sentence if known else f"{self.code} : {self.context}" if self.context else self.code

    @property
    def may_pass_later(self) -> bool:
        """Whether sending the same message again later makes sense."""
        known = meanings().get(self.code)
        return bool(known and known.retry)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an IHE error code means for the person who reads it."""

    code: str
    sentence: str
    retry: bool


@cache
def meanings() -> Mapping[str, Meaning]:
    """Every code of IHE we know, by code."""
    lines = files(__package__).joinpath("registry_errors.csv").read_text("utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";")
    return MappingProxyType({row["code"]: Meaning(row["code"], row["sentence"], row["retry"] == "yes") for row in rows})
