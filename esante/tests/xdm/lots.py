"""Documents and lots of the cast: Inès writes about Irène for the SSIAD Les Ajoncs. Also used by the mail's tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from esante.cisis import (
    Address,
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
from esante.xdm import Application, Lot

from esante import cda

PARIS = timezone(timedelta(hours=1))
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=PARIS)
TEST_OID = "1.2.250.1.213.1.4.10"
NIR_OID = "1.2.250.1.213.1.4.8"
PDF = b"%PDF-1.4\n% a small page\n%%EOF\n"

IRENE = Ins(matricule="238033523800188", oid=TEST_OID)
MARCEL = Ins(matricule="141093523801474", oid=TEST_OID)
IRENE_TRAITS = Traits(
    birth_name="DUPONT",
    given_names="IRENE MARIE",
    first_given_name="IRENE",
    birth_date="1938-03-12",
    sex="F",
    birth_place="35238",
)
MARCEL_TRAITS = Traits(
    birth_name="LE GOFF",
    given_names="MARCEL",
    first_given_name="MARCEL",
    birth_date="1941-09-05",
    sex="M",
    birth_place="35238",
)
SSIAD = Structure(
    id=StructId.parse("1350009999"),
    name="SSIAD Les Ajoncs",
    sector=sector("SA41"),
    practice_setting=practice_setting("ESSMS"),
    telecom="tel:0299000000",
    address=Address(lines=("3 rue des Ajoncs",), postal_code="35000", city="Rennes"),
)
INES = Professional(
    id=PsId.rpps("10100000024"),
    family="MOREAU",
    given="Inès",
    civility="MME",
    profession=profession("G15_60"),
    structure=SSIAD,
)


def document(
    *,
    ins: Ins | None = IRENE,
    traits: Traits = IRENE_TRAITS,
    document_id: str = "1.2.250.1.999.1.2.1001",
    kind: str = "74207-2",
    replaces: str | None = None,
    body: bytes = PDF,
    media_type: str = "application/pdf",
) -> bytes:
    """A level 1 CDA. Same arguments, same bytes."""
    signature = cda.Author(INES, NOON)
    header = cda.Header(
        document_id=document_id,
        set_id="1.2.250.1.999.1.9.1",
        version=1,
        type_code=type_code(kind),
        title="Document de liaison d'urgence",
        effective_time=NOON,
        patient=cda.Patient(ins=ins, traits=traits, ipp=("1.2.250.1.999.1.1", "U-0042")),
        authors=(signature,),
        legal_authenticator=signature,
        custodian=SSIAD,
        services=(cda.Service(start=NOON - timedelta(hours=1), stop=NOON, performer=INES),),
        encounter=cda.Encounter(sector=sector("SA41"), start=NOON - timedelta(hours=1)),
        replaces=replaces,
    )
    return cda.encode_level1(header, body, media_type)


def lot(**changes: Any) -> Lot:
    facts: dict[str, Any] = {
        "unique_id": "1.2.250.1.999.1.3.1",
        "source_id": "1.2.250.1.71.4.2.2.1350009999",
        "time": NOON,
        "author": INES,
        "application": Application("Alentour", "0.1", "Alentour"),
        "title": "Envoi MSSanté",
    }
    return Lot(**(facts | changes))


def files_of(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist() if not info.is_dir()}


def zipped(files: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP holding ``files`` under exactly these names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(path), data, compression)
    return target.getvalue()
