"""The product's own checks: what the ANS files miss, and the header rules that need no kit.

Source: CI-SIS «Structuration minimale» 1.16; HL7 CDA R2 for bodies. Each rule is a function over a `Report`.
"""

from __future__ import annotations

from typing import Any

from esante.cda.errors import Fault
from esante.cda.model import ClinicalDocument

from . import acts, body, contacts, identity, opening, people
from .report import Report

_RULES = (*opening.RULES, *identity.RULES, *people.RULES, *acts.RULES, *contacts.RULES, *body.RULES)

__all__ = ["check", "faults"]


def check(element: Any) -> tuple[Fault, ...]:
    """Faults of a ClinicalDocument element, in the order of the header then the body."""
    report = Report(element)
    for rule in _RULES:
        rule(report)
    return tuple(report.faults)


def faults(document: ClinicalDocument) -> tuple[Fault, ...]:
    """Faults of a decoded document; empty when it is sound. Warnings are rules official examples themselves break."""
    return check(document.element)
