"""A DMP reduced to what each test decides, and the SSIAD Les Ajoncs that talks to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from esante.cisis import (
    Code,
    Ins,
    Professional,
    PsId,
    StructId,
    Structure,
    Traits,
    practice_setting,
    profession,
    sector,
    type_code,
)
from esante.dmp import Actor, Deposit, DmpClient, Document, Patient, Platform, Signer
from esante.soap import Message, Payload, SoapFault, answer, answer_fault, decode_message, encode_message
from esante.vihf import Mode, Software, Vihf, issued_by, verify
from lxml import etree

from esante import cda

HERE = Path(__file__).parent
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
IRENE = Patient(ins=Ins(matricule="238033523800188", oid="1.2.250.1.213.1.4.10"), qualified=True)
OID = "1.2.250.1.999.1"
SA41 = Code("SA41", "1.2.250.1.71.4.2.4", "")
SOFTWARE = Software(id=OID, name="Alentour", version="0.1", homologation="DMP-TEST-0001")
LOT_ID = "1.2.250.1.999.1.3.1"


def actor(mode: Mode) -> Actor:
    """Inès, nurse: in the name of the structure, or herself after Pro Santé Connect."""
    return Actor(
        mode=mode,
        name_id="810100000024",
        name="MOREAU Inès",
        roles=(Code("60", "1.2.250.1.71.1.2.7", "Infirmier"),),
        structure_id="1350009999",
        sector=SA41,
    )


STRUCTURE = actor(Mode.INDIRECTE)
INES = actor(Mode.AIR)


class Dmp:
    """Verifies each token, records each request, and answers with what ``answering`` returns or raises."""

    def __init__(self, authority: Any) -> None:
        self.authority = authority
        self.answering: Callable[[Message], Payload | httpx.Response] = lambda message: message.payload
        self.messages: list[Message] = []
        self.vihfs: list[Vihf] = []
        self.paths: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        message = decode_message(request.headers["Content-Type"], request.read())
        token = message.security
        assert token is not None
        self.vihfs.append(verify(token, issued_by([self.authority], NOW), now=NOW).vihf)
        self.messages.append(message)
        self.paths.append(request.url.path)
        try:
            said = self.answering(message)
        except SoapFault as fault:
            return self._respond(answer_fault(message.addressing, fault, new_id="9", mtom=message.mtom), 500)
        if isinstance(said, httpx.Response):
            return said
        return self._respond(answer(message, "urn:answer", said, new_id="9", mtom=message.mtom), 200)

    @staticmethod
    def _respond(message: Message, status: int) -> httpx.Response:
        package = encode_message(message)
        return httpx.Response(status, content=package.to_bytes(), headers={"Content-Type": package.content_type})


def _certificate(common: str, issuer: Signer | None = None) -> Signer:
    """A certificate of the SSIAD for signature, issued by ``issuer`` or by itself."""
    parts = [
        (NameOID.COUNTRY_NAME, "FR"),
        (NameOID.ORGANIZATION_NAME, "SSIAD Les Ajoncs"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, "1350009999"),
        (NameOID.COMMON_NAME, common),
    ]
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    usage = x509.KeyUsage(True, True, False, False, False, issuer is None, False, False, False)
    builder = x509.CertificateBuilder(
        subject_name=name,
        issuer_name=issuer.certificate.subject if issuer else name,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=NOW - timedelta(days=30),
        not_valid_after=NOW + timedelta(days=30),
    ).add_extension(usage, critical=True)
    return Signer(certificate=builder.sign(issuer.key if issuer else key, hashes.SHA256()), key=key)


@pytest.fixture(scope="session")
def authority() -> Signer:
    return _certificate("AC de test")


@pytest.fixture(scope="session")
def signer(authority: Signer) -> Signer:
    """The ORG_SIGN certificate of the SSIAD."""
    return _certificate("ssiad-ajoncs", authority)


@pytest.fixture
def dmp(authority: Signer) -> Dmp:
    return Dmp(authority.certificate)


@pytest.fixture
def client(dmp: Dmp, signer: Signer) -> Iterator[DmpClient]:
    numbers = count(1)
    with httpx.Client(transport=httpx.MockTransport(dmp)) as http:
        yield DmpClient(
            "https://dmp.test/si-dmp-server/v2/services/",
            http,
            signer=signer,
            software=SOFTWARE,
            platform=Platform(oid=OID),
            clock=lambda: NOW,
            new_id=lambda: f"00000000-0000-4000-8000-{next(numbers):012d}",
        )


def header(**changes: Any) -> cda.Header:
    """Header of Irène's personal plan, written by Inès."""
    ssiad = Structure(
        id=StructId.parse("1350009999"),
        name="SSIAD Les Ajoncs",
        sector=sector("SA41"),
        practice_setting=practice_setting("ESSMS"),
    )
    ines = Professional(
        id=PsId.parse("810100000024"), family="MOREAU", given="Inès", profession=profession("G15_60"), structure=ssiad
    )
    traits = Traits(
        birth_name="DUPONT",
        given_names="IRENE MARIE",
        first_given_name="IRENE",
        birth_date="1938-03-12",
        sex="F",
        birth_place="35238",
    )
    values: dict[str, Any] = {
        "document_id": "1.2.250.1.999.1.2.1001",
        "set_id": "1.2.250.1.999.1.2.1",
        "version": 1,
        "type_code": type_code("80788-3"),
        "title": "Projet personnalisé d'accompagnement",
        "effective_time": NOW,
        "patient": cda.Patient(ins=IRENE.ins, traits=traits, ipp=("1.2.250.1.999.1.1", "U-0042")),
        "authors": (cda.Author(ines, NOW),),
        "legal_authenticator": cda.Author(ines, NOW),
        "custodian": ssiad,
        "services": (cda.Service(start=NOW - timedelta(hours=1), stop=NOW, performer=ines),),
        "encounter": cda.Encounter(sector=sector("SA41"), start=NOW - timedelta(hours=1)),
    }
    return cda.Header(**(values | changes))


def document(**changes: Any) -> bytes:
    """The plan as a CDA."""
    return cda.encode_level1(header(**changes), b"Objectif : rester chez elle.", "text/plain")


def deposit(*documents: Document) -> Deposit:
    """A lot of these documents (the plan by default)."""
    return Deposit(
        unique_id=LOT_ID,
        source_id=OID,
        submitted_at=NOW,
        title="Projet personnalisé",
        content_type=Code("16", "1.2.250.1.213.2.2", "Prestation sur le lieu de vie"),
        documents=documents or (Document(data=document()),),
    )


def is_golden(element: Any, name: str) -> bool:
    """Whether an element, indented, is the golden file; ``GOLDEN=write`` writes the file instead, to be reviewed."""
    path = HERE / "golden" / name
    shown: str = etree.tostring(element, pretty_print=True, encoding="unicode")
    if os.environ.get("GOLDEN") == "write":
        path.write_text(shown)
    return path.read_text() == shown
