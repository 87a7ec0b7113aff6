"""What an IHE_XDM archive says, read independently of the product's own reader.

Bounds and leniency follow § 2.5 and 2.6 of the project's MSSanté specification: names in any case, nesting and scheme UUIDs
trusted, names and back-references not.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from esante.cisis.errors import XmlError
from esante.cisis.safe_xml import parse

MAX_ENTRIES = 200
MAX_BYTES = 100 * 1024 * 1024
RIM = "{urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0}"
CDA = "{urn:hl7-org:v3}"
PATIENT_OF_LOT = "urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446"
PATIENT_OF_DOCUMENT = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"
CONFIDENTIALITY = "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f"


class Unreadable(Exception):
    """The archive cannot be opened or read; `str()` says what, in English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A CDA of the archive. `ins` is its (OID, matricule) or None; `pdf` the base64 text of an embedded PDF or empty."""

    code: str
    ins: tuple[str, str] | None
    birth_name: str
    given_name: str
    birth_date: str
    sex: str
    pdf: str

    @property
    def has_all_traits(self) -> bool:
        """Whether birth name, first name, date of birth and sex are all there."""
        return all((self.birth_name, self.given_name, self.birth_date, self.sex))


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """CDAs of an archive, the patient identifiers of METADATA.XML (CX form) and its masking codes."""

    documents: tuple[Document, ...]
    patients: frozenset[str]
    masks: frozenset[str]


def read(data: bytes) -> Archive:
    """Read an archive; `Unreadable` when it is not one, or goes past the bounds."""
    try:
        files = _files(data)
        metadata = [parse(content) for name, content in files.items() if name.endswith("METADATA.XML")]
        roots = [parse(content, huge=True) for name, content in files.items() if _may_be_cda(name)]
    except (zipfile.BadZipFile, XmlError, ValueError, RuntimeError, EOFError) as error:
        raise Unreadable("archive unreadable") from error
    if not metadata:
        raise Unreadable("archive without METADATA.XML")
    documents = [element for root in roots for element in [_clinical(root)] if element is not None]
    return Archive(
        documents=tuple(_document(element) for element in documents),
        patients=frozenset(value for root in metadata for value in _patients(root)),
        masks=frozenset(value for root in metadata for value in _masks(root)),
    )


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAX_ENTRIES:
            raise Unreadable("too many entries in the archive")
        files, left = {}, MAX_BYTES
        for entry in entries:
            with archive.open(entry) as stream:
                content = stream.read(left + 1)
            left -= len(content)
            if left < 0:
                raise Unreadable("archive too large once unpacked")
            files[entry.filename.upper()] = content
    return files


def _may_be_cda(name: str) -> bool:
    return name.startswith("IHE_XDM/") and name.endswith(".XML") and not name.endswith("METADATA.XML")


def _clinical(root: Any) -> Any:
    """The ClinicalDocument, even when a style sheet wraps it."""
    return root if root.tag == f"{CDA}ClinicalDocument" else root.find(f".//{CDA}ClinicalDocument")


def _document(root: Any) -> Document:
    role = root.find(f"{CDA}recordTarget/{CDA}patientRole")
    patient = role.find(f"{CDA}patient") if role is not None else None
    body = root.find(f"{CDA}component/{CDA}nonXMLBody/{CDA}text")
    return Document(
        code=_attribute(root.find(f"{CDA}code"), "code"),
        ins=_ins(role),
        birth_name=_name(patient, "family"),
        given_name=_name(patient, "given"),
        birth_date=_attribute(patient.find(f"{CDA}birthTime") if patient is not None else None, "value"),
        sex=_attribute(patient.find(f"{CDA}administrativeGenderCode") if patient is not None else None, "code"),
        pdf=(body.text or "") if body is not None and body.get("mediaType") == "application/pdf" else "",
    )


def _ins(role: Any) -> tuple[str, str] | None:
    for element in role.findall(f"{CDA}id") if role is not None else ():
        if element.get("root", "").startswith("1.2.250.1.213.1.4."):
            return element.get("root"), element.get("extension", "")
    return None


def _name(patient: Any, part: str) -> str:
    """The birth name (`family`), which must be qualified BR, or the first name (`given`), qualified BR if possible."""
    parts = patient.findall(f"{CDA}name/{CDA}{part}") if patient is not None else []
    qualified = [one for one in parts if one.get("qualifier") == "BR"]
    return next((one.text or "" for one in qualified or (parts if part == "given" else [])), "")


def _attribute(element: Any, name: str) -> str:
    value: str = element.get(name, "") if element is not None else ""
    return value


def _patients(root: Any) -> list[str]:
    wanted = {PATIENT_OF_LOT, PATIENT_OF_DOCUMENT}
    return [
        identifier.get("value", "")
        for identifier in root.iter(f"{RIM}ExternalIdentifier")
        if identifier.get("identificationScheme", "") in wanted
    ]


def _masks(root: Any) -> list[str]:
    return [
        classification.get("nodeRepresentation", "")
        for classification in root.iter(f"{RIM}Classification")
        if classification.get("classificationScheme", "") == CONFIDENTIALITY
    ]
