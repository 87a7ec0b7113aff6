"""The project's own client meets the sandbox's DMP, from deposit to deletion: two readings of one specification."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from esante.cisis import (
    Code,
    Ins,
    Professional,
    PsId,
    StructId,
    Structure,
    Traits,
    confidentiality,
    practice_setting,
    profession,
    sector,
    type_code,
)
from esante.dmp import (
    Actor,
    Authorization,
    Deposit,
    DmpClient,
    Document,
    LotSigner,
    Patient,
    Platform,
    Refused,
    Signer,
    follow,
)
from esante.soap import http_client
from esante.vihf import Mode, Software
from esante.xds import DocumentEntry, Status, SubmissionSet
from sandbox.environment import secret

from esante import cda

from .wire import CABINET, PHARMACY, Dmp, new_oid

OID = "1.2.250.1.999.7"
IRENE = Patient(ins=Ins(matricule="238033523800188", oid="1.2.250.1.213.1.4.10"), qualified=True)
SA07, SA33 = (Code(code, "1.2.250.1.71.4.2.4") for code in ("SA07", "SA33"))
DOCTOR = (Code("10", "1.2.250.1.71.1.2.7", "Médecin"), Code("SM26", "1.2.250.1.71.4.2.5", "Médecine générale"))
FEED = Actor(
    mode=Mode.INDIRECTE, name_id="810100000032", name="MARTIN Paul", roles=DOCTOR, structure_id=CABINET, sector=SA07
)
READ = replace(FEED, mode=Mode.AIR)
PETIT = Actor(
    mode=Mode.AIR,
    name_id="810100000040",
    name="PETIT Claire",
    roles=(Code("21", "1.2.250.1.71.1.2.7", "Pharmacien"),),
    structure_id=PHARMACY,
    sector=SA33,
)


@contextmanager
def _client(dmp: Dmp, structure: str) -> Iterator[DmpClient]:
    authority = dmp.sandbox.context.authority
    pair = authority.structure(structure, "auth_cli")
    with http_client(authority.trust, pair.certificate, pair.key, 10) as http:
        yield DmpClient(
            dmp.sandbox.settings.url("dmp", "/si-dmp-server/v2/services/"),
            http,
            signer=_signer(dmp, structure),
            software=Software(
                id=OID, name="Alentour", version="0.1", homologation=secret(dmp.sandbox.settings, "dmp-homologation")
            ),
            platform=Platform(oid=OID),
            clock=lambda: datetime.now(UTC),
            new_id=lambda: str(uuid4()),
        )


def _signer(dmp: Dmp, structure: str) -> Signer:
    pair = dmp.sandbox.context.authority.structure(structure, "sign")
    key = load_pem_private_key(pair.key.read_bytes(), None)
    assert isinstance(key, RSAPrivateKey)
    return Signer(certificate=x509.load_pem_x509_certificate(pair.certificate.read_bytes()), key=key)


def _prescription(**changes: Any) -> bytes:
    now = datetime.now(UTC).replace(microsecond=0)
    cabinet = Structure(
        id=StructId.parse(CABINET),
        name="Cabinet médical du Mail",
        sector=sector("SA07"),
        practice_setting=practice_setting("AMBULATOIRE"),
    )
    martin = Professional(
        id=PsId.parse("810100000032"),
        family="MARTIN",
        given="Paul",
        profession=profession("G15_10/SM26"),
        structure=cabinet,
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
        "document_id": new_oid(),
        "set_id": new_oid(),
        "version": 1,
        "type_code": type_code("57833-6"),
        "title": "Ordonnance de pansements",
        "effective_time": now,
        "patient": cda.Patient(ins=IRENE.ins, traits=traits, ipp=("1.2.250.1.999.1.1", "U-0042")),
        "authors": (cda.Author(martin, now),),
        "legal_authenticator": cda.Author(martin, now),
        "custodian": cabinet,
        "services": (cda.Service(start=now - timedelta(hours=1), stop=now, performer=martin),),
        "encounter": cda.Encounter(sector=sector("SA07"), start=now - timedelta(hours=1)),
    }
    return cda.encode_level1(cda.Header(**(values | changes)), b"Pansement hydrocellulaire.", "text/plain")


def _deposit(*documents: Document) -> Deposit:
    return Deposit(
        unique_id=new_oid(),
        source_id=OID,
        submitted_at=datetime.now(UTC),
        title="Ordonnance",
        content_type=Code("07", "1.2.250.1.213.2.2", "Consultation"),
        documents=documents,
    )


def _lot(entry: DocumentEntry) -> SubmissionSet:
    return SubmissionSet(
        unique_id=new_oid(),
        source_id=OID,
        patient_id=IRENE.ins.cx,
        submission_time=f"{datetime.now(UTC):%Y%m%d%H%M%S}",
        title="Modification",
        content_type=Code("07", "1.2.250.1.213.2.2", "Consultation"),
        authors=entry.authors,
    )


def _current(client: DmpClient, document: bytes) -> DocumentEntry:
    identifier = cda.decode(document).header.document_id
    return client.search(READ, IRENE, follow.by_unique_id(identifier)).entries[-1]


def test_the_record_exists_and_says_who_may_read_it(dmp: Dmp) -> None:
    with _client(dmp, CABINET) as client:
        said = client.test_existence(READ, IRENE)
    assert said.authorization is Authorization.VALID


def test_the_prescription_reaches_the_pharmacist_byte_for_byte(dmp: Dmp) -> None:
    document = _prescription()
    with _client(dmp, CABINET) as client:
        receipt = client.publish(FEED, IRENE, _deposit(Document(data=document)))
    with _client(dmp, PHARMACY) as client:
        found = client.search(PETIT, IRENE, follow.recent_documents(IRENE.ins, datetime.now(UTC).date())).entries
        read = client.retrieve(PETIT, IRENE, found)
    assert [entry.unique_id for entry in found] == list(receipt.document_ids)
    assert [bytes(one.data) for one in read.documents] == [document]


def test_a_lot_may_carry_its_signature(dmp: Dmp) -> None:
    signer = _signer(dmp, CABINET)
    lot_signer = LotSigner(certificate=signer.certificate, key=signer.key, unique_id=new_oid())
    with _client(dmp, CABINET) as client:
        client.publish(FEED, IRENE, _deposit(Document(data=_prescription())), lot_signer)
        found = client.search(replace(PETIT, structure_id=CABINET), IRENE, follow.documents(IRENE.ins)).entries
    assert [entry.title for entry in found] == ["Ordonnance de pansements"]


def test_replacing_masking_archiving_and_deleting_follow_one_another(dmp: Dmp) -> None:
    first = _prescription()
    with _client(dmp, CABINET) as client:
        client.publish(FEED, IRENE, _deposit(Document(data=first)))
        old = _current(client, first)
        second = _prescription(version=2, replaces=old.unique_id)
        client.publish(FEED, IRENE, _deposit(Document(data=second, replaces=old.id)))
        assert _current(client, first).status == Status.DEPRECATED
        entry = _current(client, second)
        client.change_visibility(READ, IRENE, _lot(entry), entry, [confidentiality("MASQUE_PS")])
        masked = _current(client, second)
        assert (masked.logical_id, masked.id != entry.id) == (entry.logical_id, True)
        client.change_visibility(READ, IRENE, _lot(masked), masked, [])
        for status in (Status.ARCHIVED, Status.APPROVED, Status.DELETED):
            shown = _current(client, second)
            client.change_status(READ, IRENE, _lot(shown), shown, status)
            assert _current(client, second).status == status


def test_a_changed_byte_is_noticed_and_a_refusal_keeps_its_code(dmp: Dmp) -> None:
    document = _prescription()
    with _client(dmp, CABINET) as client:
        client.publish(FEED, IRENE, _deposit(Document(data=document)))
        with pytest.raises(Refused) as refused:
            client.publish(FEED, IRENE, _deposit(Document(data=document.replace(b"Ordonnance de", b"Ordonnance des"))))
        assert refused.value.code == "XDSNonIdenticalHash"
