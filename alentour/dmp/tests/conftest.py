"""A small DMP that answers on the real wire (SOAP, MTOM, ebRIM), in the memory of the test: what the product sends is decoded again."""

from __future__ import annotations

import dataclasses
import hashlib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone
from esante.cisis import Code, class_of, confidentiality, type_code
from esante.dmp import Signer, Wrapper, authorization, existence
from esante.soap import Message, Payload, SoapFault, answer, answer_fault, decode_message, encode_message
from esante.vihf import Vihf, read
from esante.xds import (
    Association,
    AssociationType,
    DocumentEntry,
    RegistryError,
    ResponseStatus,
    Status,
    Submission,
    SubmissionSet,
    entry_from_cda,
    iti18,
    iti41,
    iti43,
)  # fmt: skip
from esante.xds.registry_response import RegistryResponse

from alentour.accounts import tokens
from alentour.accounts.models import Post
from alentour.dmp import gateway
from alentour.documents.models import Document
from alentour.documents.tests.conftest import (
    _files_of_the_test,
    irene,
    irene_at_cabinet,
    irene_at_saad,
    irene_of,
    letter,
    ordonnance,
    ordonnance_cda,
    photo,
)  # fmt: skip
from alentour.identity.models import Usager
from alentour.record.enums import ConsentObject, Decision
from alentour.record.services import collect_consent

REPOSITORY = "1.2.250.1.213.4.1.1.1.2"
SUCCESS = RegistryResponse(status=ResponseStatus.SUCCESS)


class Dmp:
    """Registry and repository of one person; ``asked`` keeps what the product sent, decoded."""

    def __init__(self) -> None:
        self.entries: dict[str, DocumentEntry] = {}
        self.contents: dict[str, bytes] = {}
        self.sets: list[tuple[SubmissionSet, datetime]] = []
        self.links: list[Association] = []
        self.asked: list[tuple[str, Vihf]] = []
        self.status = existence.DmpStatus.ACTIVE
        self.authorization = existence.Authorization.VALID
        self.down = False
        self.refuses: dict[str, SoapFault | RegistryError] = {}
        self.signer: Signer | None = None

    # --- what a test says

    def put(
        self, cda: bytes, *, days_ago: int = 10, status: Status = Status.APPROVED, **changes: object
    ) -> DocumentEntry:
        """A document deposited by somebody else."""
        from esante.cda import decode

        identifier = f"urn:uuid:{uuid.uuid4()}"
        entry = dataclasses.replace(
            entry_from_cda(decode(cda), entry_id=identifier),
            logical_id=identifier,
            status=status.value,
            version="1",
            repository_id=REPOSITORY,
            hash=hashlib.sha1(cda, usedforsecurity=False).hexdigest(),
            size=len(cda),
            **changes,  # type: ignore[arg-type]
        )
        self.entries[identifier] = entry
        self.contents[entry.unique_id] = cda
        self._lot([entry], timezone.now() - timedelta(days=days_ago))
        return entry

    def _lot(self, entries: list[DocumentEntry], at: datetime, links: tuple[Association, ...] = ()) -> None:
        lot = SubmissionSet(
            id=f"urn:uuid:{uuid.uuid4()}", unique_id=f"2.25.{uuid.uuid4().int}", source_id="1.2.3", patient_id=entries[0].patient_id,
            submission_time=at.astimezone(UTC).strftime("%Y%m%d%H%M%S"), status=Status.APPROVED.value,
            content_type=Code("04", "1.2.250.1.213.2.2", "Hospitalisation de jour"),
        )  # fmt: skip
        self.sets.append((lot, at))
        self.links += [
            Association(
                id=f"urn:uuid:{uuid.uuid4()}", type=AssociationType.HAS_MEMBER, source=lot.id, target=entry.id,
                submission_set_status="Original",
            )
            for entry in entries
        ]  # fmt: skip
        self.links += links

    def replace(self, old: DocumentEntry, cda: bytes) -> DocumentEntry:
        """A new version deposited by its author."""
        new = self.put(cda, days_ago=0)
        self.entries[old.id] = dataclasses.replace(old, status=Status.DEPRECATED.value)
        self.links.append(
            Association(id=f"urn:uuid:{uuid.uuid4()}", type=AssociationType.REPLACES, source=new.id, target=old.id)
        )
        return new

    # --- the wire

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("no route", request=request)
        message = decode_message(request.headers["Content-Type"], request.read())
        action = message.addressing.action
        assert message.security is not None
        self.asked.append((action, read(message.security)))
        refusal = self.refuses.get(action)
        if isinstance(refusal, SoapFault):
            return self._http(
                answer_fault(message.addressing, refusal, new_id=str(uuid.uuid4()), mtom=message.mtom), 500
            )
        payload, response_action = self._answers(action)(message)
        return self._http(answer(message, response_action, payload, new_id=str(uuid.uuid4()), mtom=message.mtom))

    @staticmethod
    def _http(message: Message, status: int = 200) -> httpx.Response:
        package = encode_message(message)
        return httpx.Response(
            status, headers={"Content-Type": package.content_type}, content=b"".join(map(bytes, package.chunks))
        )

    def _answers(self, action: str):  # type: ignore[no-untyped-def]
        return {
            existence.ACTION: self._existence,
            authorization.ACTION: self._authorize,
            iti41.ACTION: self._deposit,
            iti18.ACTION: self._search,
            iti43.ACTION: self._retrieve,
        }[action]

    def _existence(self, message: Message) -> tuple[Payload, str]:
        request = existence.decode_request(message.payload)
        wrapper = Wrapper(
            id_root="1.2.3", id_extension="x", created_at=timezone.now(), sender_oid="1.2", sender_name="DMP"
        )
        response = existence.Response(
            status=self.status, authorization=self.authorization, attached_to_ens=True, ins=(request.ins,)
        )
        return existence.encode_answer(response, request, wrapper), existence.RESPONSE_ACTION

    def _authorize(self, message: Message) -> tuple[Payload, str]:
        self.authorization = existence.Authorization.VALID
        return (
            authorization.encode_answer(authorization.Response(status="DMPOk", context="fait")), authorization.RESPONSE_ACTION
        )  # fmt: skip

    def _deposit(self, message: Message) -> tuple[Payload, str]:
        request = iti41.decode_request(message.payload)
        refusal = self.refuses.get(iti41.ACTION)
        if isinstance(refusal, RegistryError):
            failed = RegistryResponse(status=ResponseStatus.FAILURE, errors=(refusal,))
            return iti41.encode_answer(failed), iti41.RESPONSE_ACTION
        for entry in request.submission.entries:
            data = bytes(request.documents[entry.id])
            old = next(
                (one.target for one in request.submission.associations if one.type == AssociationType.REPLACES), ""
            )
            if old:
                self.entries[old] = dataclasses.replace(self.entries[old], status=Status.DEPRECATED.value)
            self.put(data, days_ago=0)
        return iti41.encode_answer(SUCCESS), iti41.RESPONSE_ACTION

    def _search(self, message: Message) -> tuple[Payload, str]:
        request = iti18.decode_request(message.payload)
        found = getattr(self, f"_q_{request.query.name}")(request)
        return iti18.encode_answer(iti18.Response(outcome=SUCCESS, found=found)), iti18.RESPONSE_ACTION

    def _q_FindDocuments(self, request: iti18.Request) -> Submission:
        since = request.one("$XDSDocumentEntryServiceStartTimeFrom")
        kinds = {text.split("^^")[0] for text in request.any_of("$XDSDocumentEntryTypeCode")}
        statuses = set(request.any_of("$XDSDocumentEntryStatus"))
        rows = [
            e for e in self.entries.values()
            if e.status in statuses and e.service_start >= since and (not kinds or (e.type_code and e.type_code.code in kinds))
        ]  # fmt: skip
        return Submission(entries=tuple(rows))

    def _q_GetDocuments(self, request: iti18.Request) -> Submission:
        wanted = set(request.any_of("$XDSDocumentEntryUniqueId"))
        return Submission(entries=tuple(e for e in self.entries.values() if e.unique_id in wanted))

    def _q_FindSubmissionSets(self, request: iti18.Request) -> Submission:
        since = request.one("$XDSSubmissionSetSubmissionTimeFrom")
        return Submission(sets=tuple(lot for lot, _ in self.sets if lot.submission_time >= since))

    def _q_GetAssociations(self, request: iti18.Request) -> Submission:
        wanted = set(request.any_of("$uuid"))
        return Submission(associations=tuple(one for one in self.links if {one.source, one.target} & wanted))

    def _q_GetDocumentsAndAssociations(self, request: iti18.Request) -> Submission:
        wanted = set(request.any_of("$XDSDocumentEntryEntryUUID"))
        return Submission(
            entries=tuple(e for e in self.entries.values() if e.id in wanted),
            associations=tuple(one for one in self.links if {one.source, one.target} & wanted),
        )

    def _retrieve(self, message: Message) -> tuple[Payload, str]:
        request = iti43.decode_request(message.payload)
        documents = tuple(
            iti43.Retrieved(ref=ref, mime_type="text/xml", data=self.contents[ref.unique_id])
            for ref in request.documents
        )
        return iti43.encode_answer(iti43.Response(outcome=SUCCESS, documents=documents)), iti43.RESPONSE_ACTION

    @property
    def actions(self) -> list[str]:
        """The last word of each action asked."""
        return [action.rpartition(":")[2] for action, _ in self.asked]


@pytest.fixture(scope="session")
def signer() -> Signer:
    """An ORG_SIGN certificate of the test."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SSIAD Les Ajoncs"),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "1350009999"), x509.NameAttribute(NameOID.COMMON_NAME, "sign"),
    ])  # fmt: skip
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30)).sign(key, hashes.SHA256())
    )  # fmt: skip
    return Signer(certificate=certificate, key=key)


@pytest.fixture
def dmp(signer: Signer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Dmp]:
    service = Dmp()
    address = dataclasses.replace(settings.CONNECTORS.dmp, url="https://dmp.test/services/", homologation="H")
    where = dataclasses.replace(settings.CONNECTORS, dmp=address, trust=tmp_path, certs=tmp_path)
    monkeypatch.setattr(settings, "CONNECTORS", where)
    monkeypatch.setattr(gateway, "_http", lambda idnst: httpx.Client(transport=httpx.MockTransport(service)))
    monkeypatch.setattr(gateway, "_signer", lambda idnst: signer)
    return service


def connect(post: Post) -> None:
    """Pro Santé Connect has just opened for this professional."""
    tokens.keep(
        post.professional_id, {"access_token": "t", "refresh_token": "r", "expires_in": 120, "refresh_expires_in": 350}
    )


def informed(usager: Usager, post: Post) -> None:
    collect_consent(usager=usager, object=ConsentObject.DMP_INFORMATION, decision=Decision.ACCORD, by=post)


def agrees_to_reading(usager: Usager, post: Post) -> None:
    collect_consent(usager=usager, object=ConsentObject.DMP_CONSULTATION, decision=Decision.ACCORD, by=post)


@pytest.fixture
def irene_at_pharmacie(petit: Post) -> Usager:
    return irene_of(petit.structure)


@pytest.fixture
def deposited(ordonnance: Document, dmp: Dmp, ordonnance_cda: bytes) -> DocumentEntry:
    """The prescription of Dr Martin, already in Irène's DMP."""
    return dmp.put(ordonnance_cda)


def coded(code: str) -> dict[str, object]:
    found = type_code(code)
    return {"type_code": found, "class_code": class_of(found)}


def hidden(code: str) -> dict[str, object]:
    return {"confidentiality": (confidentiality("N"), confidentiality(code))}


__all__ = [
    "_files_of_the_test",
    "irene",
    "irene_at_cabinet",
    "irene_at_saad",
    "letter",
    "ordonnance",
    "ordonnance_cda",
    "photo",
]
