"""The header of a CDA, read by the DMP itself to compare it with the metadata that announce it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from esante.cisis import XmlError, safe_xml
from lxml import etree

_HL7 = "{urn:hl7-org:v3}"


class NotClinical(Exception):
    """The bytes are not a CDA R2; `str()` says why, in French."""


@dataclass(frozen=True, slots=True)
class Clinical:
    """A view on the ClinicalDocument element."""

    root: etree._Element

    @property
    def unique_id(self) -> str:
        """`root`, or `root^extension`."""
        found = self.root.find(f"{_HL7}id")
        if found is None:
            return ""
        extension = found.get("extension", "")
        return found.get("root", "") + (f"^{extension}" if extension else "")

    @property
    def type_code(self) -> str:
        """Code of the document's type."""
        return self._attribute("code", "code")

    @property
    def confidentiality(self) -> str:
        """N, R or V."""
        return self._attribute("confidentialityCode", "code")

    @property
    def language(self) -> str:
        """fr-FR."""
        return self._attribute("languageCode", "code")

    @property
    def title(self) -> str:
        """Title, spaces squeezed."""
        return " ".join((self.root.findtext(f"{_HL7}title") or "").split())

    @property
    def patients(self) -> set[str]:
        """Identifiers of the person, in the short CX form."""
        ids = self.root.iterfind(f"{_HL7}recordTarget/{_HL7}patientRole/{_HL7}id")
        return {f"{found.get('extension', '')}^^^&{found.get('root', '')}&ISO" for found in ids}

    @property
    def effective(self) -> datetime | None:
        """Instant of the document, in UTC; None when it has no offset or cannot be read."""
        return instant(self._attribute("effectiveTime", "value"))

    @property
    def replaced(self) -> set[str]:
        """Identifiers of the documents it says it replaces."""
        links = self.root.iterfind(f"{_HL7}relatedDocument[@typeCode='RPLC']/{_HL7}parentDocument/{_HL7}id")
        return {
            found.get("root", "") + (f"^{found.get('extension')}" if found.get("extension") else "") for found in links
        }

    def _attribute(self, name: str, attribute: str) -> str:
        found = self.root.find(f"{_HL7}{name}")
        return "" if found is None else found.get(attribute, "")


def read(data: bytes) -> Clinical:
    """Read a CDA. Raises `NotClinical`."""
    try:
        root = safe_xml.parse(data, huge=True)
    except XmlError as error:
        raise NotClinical(str(error)) from error
    if root.tag != f"{_HL7}ClinicalDocument":
        raise NotClinical(f"Racine {etree.QName(root).localname} au lieu de ClinicalDocument.")
    return Clinical(root)


def instant(text: str) -> datetime | None:
    """An HL7 timestamp of the second with its offset, or of a lot (UTC, without offset), as UTC."""
    for shape in ("%Y%m%d%H%M%S%z", "%Y%m%d%H%M%S", "%Y%m%d%H%M%z"):
        try:
            read_at = datetime.strptime(text.partition(".")[0], shape)
        except ValueError:
            continue
        return read_at.astimezone(UTC) if read_at.tzinfo else read_at.replace(tzinfo=UTC)
    return None
