"""What a check says of a transfer: a verdict, its faults, and what was counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from esante.tddui.errors import Fault, Severity

GUIDE = "TDDUI 2.3.0"
_PER_CODE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``resources`` by FHIR type, ``profiles`` by name; ``usagers`` counts the Patients."""

    faults: tuple[Fault, ...]
    usagers: int = 0
    resources: dict[str, int] = field(default_factory=dict)
    profiles: dict[str, int] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        return sum(fault.severity == "error" for fault in self.faults)

    @property
    def warnings(self) -> int:
        return len(self.faults) - self.errors

    @property
    def verdict(self) -> Literal["sound", "refused"]:
        return "refused" if self.errors else "sound"


class Findings:
    """Collects faults; of a same code only the first fifty are told one by one, so that nobody can flood the report."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._counts: Counter[tuple[str, Severity]] = Counter()

    def error(self, code: str, location: str, sentence: str, source: str) -> None:
        """The transfer is to be refused."""
        self._add(Fault(code, location, sentence, source, "error"))

    def warning(self, code: str, location: str, sentence: str, source: str) -> None:
        """To be looked at; the transfer stays sound."""
        self._add(Fault(code, location, sentence, source, "warning"))

    def add(self, fault: Fault) -> None:
        """A fault somebody else found."""
        self._add(fault)

    def all(self) -> tuple[Fault, ...]:
        """Every fault, errors first, in the order of the bundle; the ones left out are counted at the end."""
        beyond = [
            Fault(code, "Bundle", f"Et {count - _PER_CODE} autres remarques de même nature.", GUIDE, severity)
            for (code, severity), count in self._counts.items()
            if count > _PER_CODE
        ]
        told = self._faults + beyond
        return tuple(sorted(told, key=lambda fault: fault.severity != "error"))

    def _add(self, fault: Fault) -> None:
        self._counts[(fault.code, fault.severity)] += 1
        if self._counts[(fault.code, fault.severity)] <= _PER_CODE:
            self._faults.append(fault)
