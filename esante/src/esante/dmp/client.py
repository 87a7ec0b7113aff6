"""The only I/O of the package: a structure's DMP client. What the specification forbids is refused before it leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

import httpx

from esante.cisis import Code
from esante.dmp import authorization, existence
from esante.dmp.actor import Actor, Patient, Platform, Signer, check_patient, token
from esante.dmp.deposit import Deposit, Receipt, request_of
from esante.dmp.errors import UnreadableAnswer, of_code, of_fault, of_registry
from esante.dmp.hl7 import Wrapper
from esante.dmp.lot_signature import LotSigner, signed
from esante.dmp.rules import Transaction, check_mode, kind_of
from esante.soap import Addressing, Message, Payload, SoapFault, SoapTransport, security_header
from esante.vihf import Software
from esante.xds import (
    DocumentEntry,
    RegistryError,
    Status,
    Submission,
    SubmissionSet,
    UnreadableMetadata,
    iti18,
    iti41,
    iti43,
    iti57,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Documents read, and an error for each one that was not given."""

    documents: tuple[iti43.Retrieved, ...]
    errors: tuple[RegistryError, ...] = ()


class DmpClient:
    """Talks to one DMP platform in the name of one structure.

    ``base_url`` ends with ``/services/``. ``http`` presents the ORG_AUTH_CLI certificate (``soap.http_client``),
    ``signer`` holds the ORG_SIGN one: they are not interchangeable (EX_GEN-1450). ``clock`` gives an aware datetime,
    ``new_id`` a bare UUID.

    Every method raises: a :class:`LocalRefusal` (ours), :class:`Refused` (theirs), ``soap.Unreachable`` (retry),
    ``soap.NotSoap`` or :class:`UnreadableAnswer` (not the protocol).
    """

    def __init__(
        self,
        base_url: str,
        http: httpx.Client,
        *,
        signer: Signer,
        software: Software,
        platform: Platform,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._base = base_url.rstrip("/") + "/"
        self._http = http
        self._signer = signer
        self._software = software
        self._platform = platform
        self._clock = clock
        self._new_id = new_id

    # --- TD0.2, TD0.3

    def test_existence(self, actor: Actor, patient: Patient) -> existence.Response:
        """TD0.2: whether the DMP exists, is active, and may be consulted by ``actor``."""
        check_mode(actor, Transaction.EXISTENCE)
        check_patient(patient, self._platform)
        wrapper = Wrapper(
            id_root=f"{self._platform.oid}.1",
            id_extension=self._new_id(),
            created_at=self._clock(),
            sender_oid=self._platform.oid,
            sender_name=self._software.name,
            processing="P" if self._platform.production else "D",
        )
        query_id = (f"{self._platform.oid}.2", self._new_id())
        request = existence.Request(wrapper=wrapper, ins=patient.ins, query_id=query_id)
        payload, message_id = self._send(
            "patients", existence.ACTION, existence.encode_request(request), actor, patient
        )
        response = existence.decode_answer(payload)
        if response.error and response.status is existence.DmpStatus.ABSENT:
            raise of_code(response.error, message_id=message_id)
        return response

    def set_authorization(
        self, actor: Actor, patient: Patient, *, add: bool, as_treating_physician: bool = False
    ) -> str:
        """TD0.3: declare ``actor`` authorised, or no longer; the DMP's own text comes back."""
        check_mode(actor, Transaction.AUTHORIZATION)
        request = authorization.Request(add=add, as_treating_physician=as_treating_physician)
        payload, message_id = self._send(
            "habilitations", authorization.ACTION, authorization.encode_request(request), actor, patient
        )
        response = authorization.decode_answer(payload)
        if response.status != authorization.OK:
            raise of_code(response.status, response.context, message_id=message_id)
        return response.context

    # --- TD2.1

    def publish(self, actor: Actor, patient: Patient, deposit: Deposit, lot_signer: LotSigner | None = None) -> Receipt:
        """TD2.1: deposit a lot, replacing what it says it replaces; ``lot_signer`` adds a XAdES signature (§2.10)."""
        check_mode(actor, Transaction.DEPOSIT)
        check_patient(patient, self._platform)
        request = request_of(deposit, patient.ins)
        if lot_signer:
            request = signed(request, lot_signer, deposit.submitted_at)
        payload, message_id = self._send("repository", iti41.ACTION, iti41.encode_request(request), actor, patient)
        response = _read(iti41.decode_answer, payload)
        if not response.succeeded:
            raise of_registry(response.errors, message_id)
        return Receipt(
            unique_id=deposit.unique_id,
            document_ids=tuple(entry.unique_id for entry in request.submission.entries),
            message_id=message_id,
            warnings=tuple(error.meaning for error in response.errors),
        )

    # --- TD3.1, TD3.2

    def search(self, actor: Actor, patient: Patient, query: iti18.Request) -> Submission:
        """TD3.1: whatever a stored query finds (see :mod:`esante.dmp.follow`)."""
        check_mode(actor, kind_of(query))
        payload, message_id = self._send("registry", iti18.ACTION, iti18.encode_request(query), actor, patient)
        response = _read(iti18.decode_answer, payload)
        if not response.outcome.succeeded and not (response.found.entries or response.found.sets):
            raise of_registry(response.outcome.errors, message_id)
        return response.found

    def retrieve(self, actor: Actor, patient: Patient, entries: Sequence[DocumentEntry]) -> Reading:
        """TD3.2: the bytes of documents found by a search, checked against their hash when the registry gave one."""
        check_mode(actor, Transaction.READ)
        refs = tuple(iti43.DocumentRef(repository_id=e.repository_id, unique_id=e.unique_id) for e in entries)
        payload, message_id = self._send(
            "repository", iti43.ACTION, iti43.encode_request(iti43.Request(documents=refs)), actor, patient
        )
        response = _read(iti43.decode_answer, payload)
        if not response.documents:
            raise of_registry(response.outcome.errors, message_id)
        expected = {entry.unique_id: entry.hash.lower() for entry in entries}
        for found in response.documents:
            wanted = expected.get(found.ref.unique_id, "")
            if wanted and hashlib.sha1(found.data, usedforsecurity=False).hexdigest() != wanted:
                raise UnreadableAnswer("Le document reçu du DMP n'est pas celui qui a été annoncé.")
        return Reading(documents=response.documents, errors=response.outcome.errors)

    # --- TD3.3

    def change_visibility(
        self, actor: Actor, patient: Patient, lot: SubmissionSet, current: DocumentEntry, visibility: Sequence[Code]
    ) -> None:
        """TD3.3a, TD3.3b: mask, unmask, make visible. ``visibility`` is the whole new list of visibility codes."""
        check_mode(actor, Transaction.VISIBILITY)
        kept = tuple(code for code in current.confidentiality if code.code in ("N", "R", "V"))
        request = iti57.new_metadata(lot, current, replace(current, confidentiality=(*kept, *visibility)))
        self._update(actor, patient, request)

    def change_status(
        self, actor: Actor, patient: Patient, lot: SubmissionSet, current: DocumentEntry, new: Status
    ) -> None:
        """TD3.3c, TD3.3d: archive, unarchive or delete (logically)."""
        check_mode(actor, Transaction.DELETE if new is Status.DELETED else Transaction.ARCHIVE)
        original = Status(current.status) if current.status else Status.APPROVED
        self._update(actor, patient, iti57.new_status(lot, current.id, original, new))

    def _update(self, actor: Actor, patient: Patient, request: iti57.Request) -> None:
        payload, message_id = self._send("registry", iti57.ACTION, iti57.encode_request(request), actor, patient)
        response = _read(iti57.decode_answer, payload)
        if not response.succeeded:
            raise of_registry(response.errors, message_id)

    # --- the wire

    def _send(self, service: str, action: str, payload: Payload, actor: Actor, patient: Patient) -> tuple[Payload, str]:
        """Send one signed message; (body of the answer, our message id)."""
        check_patient(patient, self._platform)
        vihf = token(
            actor,
            patient,
            signer=self._signer,
            software=self._software,
            platform=self._platform,
            now=self._clock(),
            new_id=self._new_id(),
        )
        url = self._base + service
        message_id = f"urn:uuid:{self._new_id()}"
        message = Message(
            payload=payload,
            addressing=Addressing(action=action, message_id=message_id, to=url),
            headers=(security_header(vihf),),
            mtom=service == "repository",
        )
        try:
            return SoapTransport(url, self._http).send(message).payload, message_id
        except SoapFault as fault:
            raise of_fault(fault) from fault


Answer = TypeVar("Answer")


def _read(decode: Callable[[Payload], Answer], payload: Payload) -> Answer:
    try:
        return decode(payload)
    except UnreadableMetadata as error:
        raise UnreadableAnswer(error.why) from error
