"""XDM archives made by hand for the tests: the operator's checks must not be judged by the product's own writer."""

from __future__ import annotations

import io
import zipfile
from base64 import b64encode
from email.message import EmailMessage
from email.policy import SMTP

from .conftest import INES, MARTIN

OID, MATRICULE = "1.2.250.1.213.1.4.10", "238033523800188"
PDF = b"%PDF-1.4 une ordonnance"
PDF_NAME = "20261123_Prescription_DUPONT_IRENE.pdf"
SUBJECT = "XDM/1.0/DDM+Prescription DUPONT IRENE 12/03/1938"
RIM = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
CONFIDENTIALITY = "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f"


def cda(
    *, oid: str = OID, matricule: str = MATRICULE, code: str = "57833-6", pdf: bytes = PDF, birth: str = "19380312"
) -> bytes:
    """An unstructured CDA about Irène."""
    return f"""<ClinicalDocument xmlns="urn:hl7-org:v3"><code code="{code}" codeSystem="2.16.840.1.113883.6.1"/>
<recordTarget><patientRole><id root="{oid}" extension="{matricule}"/><patient><name><given>IRENE</given>
<family qualifier="BR">DUPONT</family></name><administrativeGenderCode code="F"/><birthTime value="{birth}"/>
</patient></patientRole></recordTarget><component><nonXMLBody><text mediaType="application/pdf"
representation="B64">{b64encode(pdf).decode()}</text></nonXMLBody></component></ClinicalDocument>""".encode()


def metadata(*patients: str, masks: tuple[str, ...] = ()) -> bytes:
    """METADATA.XML reduced to what the operator reads."""
    identifiers = "".join(
        f'<ExternalIdentifier identificationScheme="urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427" value="{patient}"/>'
        for patient in patients or (f"{MATRICULE}^^^&amp;{OID}&amp;ISO^NH",)
    )
    flags = "".join(
        f'<Classification classificationScheme="{CONFIDENTIALITY}" nodeRepresentation="{mask}"/>' for mask in masks
    )
    return f'<RegistryObjectList xmlns="{RIM}"><ExtrinsicObject>{identifiers}{flags}</ExtrinsicObject></RegistryObjectList>'.encode()


def archive(*documents: bytes, about: bytes | None = None) -> bytes:
    """The zip file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for number, document in enumerate(documents or (cda(),), 1):
            file.writestr(f"IHE_XDM/SUBSET01/DOC{number:04}.XML", document)
        if about != b"":
            file.writestr("IHE_XDM/SUBSET01/METADATA.XML", about or metadata())
    return packed.getvalue()


def message(
    *archives: bytes,
    recipient: str = MARTIN,
    subject: str = SUBJECT,
    ins: str = "O",
    codes: str = "57833-6",
    pdfs: tuple[tuple[str, bytes], ...] = ((PDF_NAME, PDF),),
    label: str = "Inès Moreau",
) -> bytes:
    """A message with documents, right by default."""
    mail = EmailMessage(SMTP.clone(max_line_length=900))
    for name, value in {
        "From": f'"{label}" <{INES}>', "To": recipient, "Subject": subject, "Message-ID": "<7@ssiad-ajoncs.mssante.test>",
        "X-MSS-NIL": "DEV000001", "X-MSS-INS": ins, "X-MSS-CODECDA": codes,
    }.items():  # fmt: skip
        if value:
            mail[name] = value
    mail.set_content("Bonjour, voici l'ordonnance.")
    for data in archives or (archive(),):
        mail.add_attachment(data, "application", "zip", filename="IHE_XDM.zip")
    for name, data in pdfs:
        mail.add_attachment(data, "application", "pdf", filename=name)
    return mail.as_bytes()
