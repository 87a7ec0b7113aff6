"""A CI-SIS conformance kit on disk: schema, schematrons, value sets. Test data of the ANS, never shipped with us.

Source: `TestContenuCDA` of the ANS; which schematron judges which document: its README and CI-SIS volets.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from esante.cda.model import ClinicalDocument
from esante.cda.paths import every, value

from .finding import KitError

_PROFILES = {
    "SM": "profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch",
    "IHE": "profils/IHE.sch",
    "MCDA": "profils/CI-SIS_ModelesDeContenusCDA.sch",
    "ANS": "profils/CI-SIS_Modeles_ANS.sch",
}
# The one volet made for an unstructured body: report of telemedicine
_TELEMEDICINE_REPORT, _TELEMEDICINE_VOLET = "85208-7", "CI-SIS_TLM-CR_2022.01.sch"


@dataclass(frozen=True, slots=True)
class Kit:
    """`root` holds `infrastructure/cda/CDA_extended.xsd` and `schematrons/`."""

    root: Path

    @classmethod
    def at(cls, folder: Path) -> Kit:
        """The kit in `folder` or in its `ci-sis`; raises `KitError` when there is none."""
        for root in (folder, folder / "ci-sis"):
            kit = cls(root.resolve())
            if kit.schema.is_file() and (kit.schematrons / _PROFILES["SM"]).is_file():
                return kit
        raise KitError("Ce dossier n'est pas un kit CI-SIS : ni schéma CDA, ni schématron de structuration minimale.")

    @property
    def schema(self) -> Path:
        return self.root / "infrastructure" / "cda" / "CDA_extended.xsd"

    @property
    def schematrons(self) -> Path:
        return self.root / "schematrons"

    def digest(self) -> str:
        """SHA-256 of the place and of every rule: a cached stylesheet is good for this kit, here, and no other."""
        total = hashlib.sha256(str(self.root).encode())
        for path in sorted(self.schematrons.rglob("*.sch")):
            total.update(str(path.relative_to(self.root)).encode())
            total.update(path.read_bytes())
        return total.hexdigest()

    def judges_of(self, document: ClinicalDocument) -> tuple[tuple[str, Path], ...]:
        """Name and file of each schematron a document answers to: the four profiles, then its volet if it has one."""
        judges = [(name, self.schematrons / path) for name, path in _PROFILES.items()]
        volet = self.volet_of(document)
        if isinstance(volet, Path):
            judges.append((volet.stem.removeprefix("CI-SIS_"), volet))
        return tuple((name, path) for name, path in judges if path.is_file())

    def volet_of(self, document: ClinicalDocument) -> Path | str:
        """The schematron of the document's own type, or in French why none is run; empty when none is expected.

        A level 1 document replaces the volet's template: only the telemedicine report has a volet then.
        """
        if not document.is_structured:
            is_report = document.header.type_code.code == _TELEMEDICINE_REPORT
            return self.schematrons / _TELEMEDICINE_VOLET if is_report else ""
        for element in every(document.element, "templateId"):
            root, version = value(element, ".", "root"), value(element, ".", "extension")
            family = _families().get((root, version)) or _families().get((root, ""))
            if family and not version:
                return "Le document ne dit pas la version de son volet : le schématron du volet n'est pas joué."
            if family:
                return self._of_family(family, version)
        return "Le kit n'a pas de schématron pour ce type de document : seules les règles communes sont jouées."

    def _of_family(self, family: str, version: str) -> Path | str:
        """The file of that version; the most recent one when the document's own version has none."""
        pattern = re.compile(rf"CI-SIS_{re.escape(family)}(_[\d.]+)+\.sch", re.IGNORECASE)
        found = sorted(path for path in self.schematrons.glob("CI-SIS_*.sch") if pattern.fullmatch(path.name))
        exact = [path for path in found if path.stem.endswith(f"_{version}")]
        candidates = exact or found
        return candidates[-1] if candidates else ""


@cache
def _families() -> Mapping[tuple[str, str], str]:
    """Family of a template and version, or of a template whatever its version."""
    text = files(__package__).joinpath("volets.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {(row["template"], row["version"]): row["family"] for row in rows}
