"""What a rule writes its findings on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from esante.cda.errors import Fault, Severity
from esante.cda.paths import locate

STANDARD = "CI-SIS, Structuration minimale 1.16"


@dataclass(slots=True)
class Report:
    """Findings about one ClinicalDocument element."""

    root: Any
    faults: list[Fault] = field(default_factory=list)

    def add(
        self,
        code: str,
        where: Any,
        sentence: str,
        *,
        severity: Severity = "error",
        source: str = STANDARD,
        at: str = "",
    ) -> None:
        """Note a fault at an element; `at` names what is missing below it."""
        location = locate(where, self.root)
        if at:
            location = at if where is self.root else f"{location}/{at}"
        place = re.sub(r"\[\d+]", "", location)
        self.faults.append(
            Fault(code, location, sentence, f"{source}, {place}" if source == STANDARD else source, severity)
        )
