"""Messages and documents made by the project's own library, as the product makes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from esante.cisis import (
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
from esante.mssante import Address, Documents, Draft, compose
from esante.xdm import Application, Lot, write_archive

from esante import cda

from .conftest import INES

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n% une page\n%%EOF\n"
SSIAD = Structure(
    id=StructId.parse("1350009999"),
    name="SSIAD Les Ajoncs",
    sector=sector("SA41"),
    practice_setting=practice_setting("ESSMS"),
)
AUTHOR = Professional(
    id=PsId.rpps("10100000024"), family="MOREAU", given="Inès", profession=profession("G15_60"), structure=SSIAD
)
PATIENT = cda.Patient(
    ins=Ins(matricule="238033523800188", oid="1.2.250.1.213.1.4.10"),
    traits=Traits(
        birth_name="DUPONT", given_names="IRENE MARIE", first_given_name="IRENE", birth_date="1938-03-12", sex="F",
        birth_place="35238",
    ),
)  # fmt: skip


def document() -> bytes:
    """An emergency summary about Irène, a CDA that embeds a PDF."""
    signature = cda.Author(AUTHOR, NOON)
    header = cda.Header(
        document_id="1.2.250.1.999.1.2.1001", set_id="1.2.250.1.999.1.9.1", version=1, type_code=type_code("74207-2"),
        title="Document de liaison d'urgence", effective_time=NOON, patient=PATIENT, authors=(signature,),
        legal_authenticator=signature, custodian=SSIAD,
        services=(cda.Service(start=NOON - timedelta(hours=1), stop=NOON, performer=AUTHOR),),
        encounter=cda.Encounter(sector=sector("SA41"), start=NOON - timedelta(hours=1)),
    )  # fmt: skip
    return cda.encode_level1(header, PDF, "application/pdf")


def documents(**lot: Any) -> Documents:
    """The same summary, in its archive and as a PDF."""
    archive = write_archive(
        [document()],
        lot=Lot(
            unique_id="1.2.250.1.999.1.3.1", source_id="1.2.250.1.71.4.2.2.1350009999", time=NOON, author=AUTHOR,
            application=Application("Alentour", "0.1", "Alentour"), **lot,
        ),
    )  # fmt: skip
    return Documents(archive=archive, pdfs=(PDF,), qualified=True)


def message(*recipients: str, **changes: Any) -> bytes:
    facts: dict[str, Any] = {
        "message_id": "<p1@ssiad-ajoncs.mssante.test>", "date": NOON, "nil": "DEV000001",
        "sender": Address(INES, "Inès_MOREAU_SSIAD Les Ajoncs"), "to": tuple(map(Address, recipients)),
        "text": "Bonjour, voici le document.", "citizen_domains": ("patient.mssante.test",), "accept_test": True,
    }  # fmt: skip
    return compose(Draft(**(facts | changes)))
