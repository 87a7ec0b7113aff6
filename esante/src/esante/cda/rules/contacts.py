"""Rules of telecoms and addresses of the header.

Source: CI-SIS «Structuration minimale» 1.16, types TEL and AD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from esante.cda.paths import local, value

from .report import Report

_TELECOM = r"(tel|fax|mailto|http|https|ftp|mllp):\S+"
_TELECOM_USES = {"H", "HP", "HV", "WP", "DIR", "PUB", "EC", "MC", "PG"}
_ADDRESS_USES = {"H", "HP", "HV", "WP", "DIR", "PUB", "TMP", "PHYS", "PST"}


def telecoms(report: Report) -> None:
    """`prefix:string` without space, value or nullFlavor and never both."""
    for element in _in_header(report.root, "telecom"):
        text = value(element)
        if bool(text) == bool(element.get("nullFlavor")):
            report.add(
                "telecom.value", element, "Une coordonnée a une valeur ou dit pourquoi elle n'en a pas, l'un des deux."
            )
        elif text and not re.fullmatch(_TELECOM, text):
            report.add("telecom.format", element, "Une coordonnée ne s'écrit pas « préfixe:valeur ».")
        if not set((element.get("use") or "").split()) <= _TELECOM_USES:
            report.add("telecom.use", element, "L'usage d'une coordonnée n'est pas admis.")


def addresses(report: Report) -> None:
    """Structured or in lines, never both; a known use."""
    for element in _in_header(report.root, "addr"):
        if not set((element.get("use") or "").split()) <= _ADDRESS_USES:
            report.add("address.use", element, "L'usage d'une adresse n'est pas admis.")
        parts = {local(part) for part in element if isinstance(part.tag, str)}
        if "streetAddressLine" in parts and parts & {"streetName", "houseNumber", "postalCode", "city"}:
            report.add("address.form", element, "Une adresse est structurée ou en lignes, l'un des deux.")


def _in_header(root: Any, name: str) -> Iterator[Any]:
    for child in root:
        if isinstance(child.tag, str) and local(child) != "component":
            yield from child.iter(f"{{urn:hl7-org:v3}}{name}")


RULES = (telecoms, addresses)
