"""The DMP on the wire: deposits in the name of the structure (INDIRECTE), readings by a present professional (AIR)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.utils import timezone
from esante.cda import decode
from esante.dmp import Deposit, DmpClient, Document, LocalRefusal, Patient, Platform, Signer, UnreadableAnswer, follow
from esante.dmp import Refused as DmpSaysNo
from esante.soap import NotSoap, Unreachable, http_client
from esante.vihf import Software, VihfError
from esante.xds import AssociationType, DocumentEntry, Submission, iti18

from alentour.accounts.models import Post, Structure
from alentour.dmp import mapping
from alentour.dmp.found import Deposited, DmpOff, DmpRefused, DmpUnreachable, Found, Status
from alentour.identity.models import Usager
from esante import cisis

NOT_CONFIGURED = "Le DMP n'est pas relié à cette installation : l'adresse ou les certificats de la structure manquent."
NO_INS = "Cette personne n'a pas d'INS qualifiée : son DMP ne peut pas être interrogé."
UNREADABLE = "Le DMP a répondu, mais sa réponse n'est pas lisible."
ALREADY = {"XDSDuplicateUniqueIdInRegistry", "XDSNonIdenticalHash", "XDSRepositoryDuplicateUniqueIdInMessage"}


def _paths(idnst: str) -> tuple[Path, Path]:
    """The authorities we trust, and the folder of the structure's certificates."""
    trust, certs = settings.CONNECTORS.trust, settings.CONNECTORS.certs
    if trust is None or certs is None:
        raise DmpOff(NOT_CONFIGURED)
    return trust, certs / idnst


@lru_cache(maxsize=64)
def _http(idnst: str) -> httpx.Client:
    """One TLS client a structure, with its ORG_AUTH_CLI certificate: building it costs ten exchanges."""
    trust, folder = _paths(idnst)
    return http_client(trust, folder / "auth_cli.pem", folder / "auth_cli.key", settings.CONNECTORS.dmp.timeout)


@lru_cache(maxsize=64)
def _signer(idnst: str) -> Signer:
    """The ORG_SIGN certificate and its key, as objects (parsing a PEM at each message is slow)."""
    _, folder = _paths(idnst)
    certificate = x509.load_pem_x509_certificate((folder / "sign.pem").read_bytes())
    key = load_pem_private_key((folder / "sign.key").read_bytes(), None)
    if not isinstance(key, RSAPrivateKey):
        raise DmpOff("La clé de signature de la structure n'est pas une clé RSA.")
    return Signer(certificate=certificate, key=key)


def client(structure: Structure) -> DmpClient:
    """The client of one structure; raises :class:`DmpOff` when there is no DMP or no certificate for it."""
    where = settings.CONNECTORS
    if not (where.dmp.url and where.trust and where.certs):
        raise DmpOff(NOT_CONFIGURED)
    try:
        http, signer = _http(structure.idnst), _signer(structure.idnst)
    except (OSError, ValueError):
        raise DmpOff(NOT_CONFIGURED) from None
    return DmpClient(
        where.dmp.url,
        http,
        signer=signer,
        software=software(),
        platform=Platform(oid=mapping.instance_oid(structure), production=settings.INS_MODE == "production"),
        clock=timezone.now,
        new_id=lambda: str(uuid.uuid4()),
    )


def software() -> Software:
    return Software(
        id="alentour", name="Alentour", version=settings.VERSION, homologation=settings.CONNECTORS.dmp.homologation
    )


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Each error of the wire as one of ours."""
    try:
        yield
    except Unreachable as error:
        raise DmpUnreachable(error.why) from error
    except (NotSoap, UnreadableAnswer) as error:
        raise DmpRefused("unreadable", UNREADABLE, raw=error.why, retry=True) from error
    except DmpSaysNo as error:
        raise DmpRefused(error.code, error.why, raw=error.raw, retry=error.retry) from error
    except LocalRefusal as error:
        raise DmpRefused(type(error).__name__, error.why) from error
    except (VihfError, cisis.UnknownCode) as error:
        raise DmpRefused(type(error).__name__, "Il manque une information sur vous ou sur la structure.") from error


def _patient(usager: Usager) -> Patient:
    patient = mapping.patient_of(usager)
    if patient is None:
        raise DmpRefused("no-ins", NO_INS)
    return patient


def existence(post: Post, usager: Usager, *, present: bool) -> Status:
    """TD0.2, by a present professional (``present``: tells their own authorisation) or by the structure."""
    with _in_our_words():
        actor = mapping.reader(post) if present else mapping.depositor(post)
        return mapping.status_of(client(post.structure).test_existence(actor, _patient(usager)))


def authorize(post: Post, usager: Usager) -> None:
    """TD0.3: this professional is authorised, after the person said so (EX_0.3-1010)."""
    with _in_our_words():
        client(post.structure).set_authorization(mapping.reader(post), _patient(usager), add=True)


# --- reading


def first_search(post: Post, usager: Usager, today: date) -> Found:
    """The first automatic search: two years at most, and the vaccination history whatever its age (specs/dmp-ins §2.9)."""
    patient = _patient(usager)
    return _search(post, patient, [follow.recent_documents(patient.ins, today), follow.vaccinations(patient.ins)])


def whole_history(post: Post, usager: Usager) -> Found:
    """Everything, at the person's explicit request."""
    patient = _patient(usager)
    return _search(post, patient, [follow.documents(patient.ins)])


def changes_since(post: Post, usager: Usager, moment: datetime) -> Found:
    """What was submitted since the instant noted before the last search: lots, their links, then their documents by twenty."""
    patient = _patient(usager)
    with _in_our_words():
        dmp, actor = client(post.structure), mapping.reader(post)
        lots = [lot.id for lot in dmp.search(actor, patient, follow.lots_since(patient.ins, moment)).sets]
        if not lots:
            return Found()
        links = dmp.search(actor, patient, follow.links(lots))
        members = [link.target for link in links.associations if link.type == AssociationType.HAS_MEMBER]
        parts = [links] + [dmp.search(actor, patient, query) for query in follow.with_links(members)]
    return _merged([mapping.found_in(part) for part in _with_all_entries(parts)])


def _with_all_entries(parts: list[Submission]) -> list[Submission]:
    """One answer: a replacement may name a document that came in another batch."""
    return [
        Submission(
            entries=tuple(entry for part in parts for entry in part.entries),
            associations=tuple(link for part in parts for link in part.associations),
        )
    ]


def _search(post: Post, patient: Patient, queries: list[iti18.Request]) -> Found:
    with _in_our_words():
        dmp, actor = client(post.structure), mapping.reader(post)
        return _merged([mapping.found_in(dmp.search(actor, patient, query)) for query in queries])


def _merged(parts: list[Found]) -> Found:
    entries = {entry.unique_id: entry for part in parts for entry in part.entries}
    replaced = {old: new for part in parts for old, new in (part.replaced or {}).items()}
    states = {key: state for part in parts for key, state in (part.states or {}).items()}
    return Found(entries=tuple(entries.values()), replaced=replaced, states=states)


def retrieve(post: Post, usager: Usager, *, unique_id: str, repository_id: str, digest: str) -> bytes:
    """TD3.2: the bytes of one document, checked against the hash announced by the registry."""
    with _in_our_words():
        entry = DocumentEntry(id="", unique_id=unique_id, repository_id=repository_id, hash=digest)
        reading = client(post.structure).retrieve(mapping.reader(post), _patient(usager), [entry])
        return bytes(reading.documents[0].data)


# --- feeding


def deposit(
    post: Post, usager: Usager, *, cda: bytes, title: str, lot: str, visibility: list[str], replaces: str
) -> Deposited:
    """TD2.1 in the name of the structure. The same document already there is a success: a retry changes nothing.

    ``replaces``: uniqueId of the version it replaces, whose registry identifier is asked first (TD3.1b); empty for a first one.
    """
    patient = _patient(usager)
    with _in_our_words():
        dmp = client(post.structure)
        try:
            entry_uuid = _entry_uuid(dmp, post, patient, replaces) if replaces else ""
            document = Document(data=cda, visibility=tuple(map(cisis.confidentiality, visibility)), replaces=entry_uuid)
            receipt = dmp.publish(mapping.depositor(post), patient, _lot(post, document, title, lot))
        except (DmpSaysNo, NoPrevious) as error:
            # The answer of an earlier try may have been lost: what matters is whether it is there, byte for byte.
            if (isinstance(error, NoPrevious) or error.code in ALREADY) and _is_there(dmp, post, patient, cda):
                return Deposited(lot=lot, message_id="", already=True)
            raise
        return Deposited(lot=lot, message_id=receipt.message_id, warnings=receipt.warnings)


def _lot(post: Post, document: Document, title: str, identifier: str) -> Deposit:
    return Deposit(
        unique_id=identifier,
        source_id=mapping.instance_oid(post.structure),
        submitted_at=timezone.now(),
        title=title,
        content_type=mapping.activity_of(post.structure),
        documents=(document,),
    )


NOT_THERE = (
    "La version précédente n'a jamais été déposée au DMP : celle-ci ne peut pas y entrer comme remplacement. "
    "Établissez un nouveau document pour le déposer."
)


class NoPrevious(DmpRefused):
    """The version to replace is not current in the registry."""

    def __init__(self) -> None:
        super().__init__("no-previous", NOT_THERE)


def _entry_uuid(dmp: DmpClient, post: Post, patient: Patient, unique_id: str) -> str:
    found = dmp.search(mapping.depositor(post), patient, follow.by_unique_id(unique_id)).entries
    current = [entry for entry in found if entry.status.endswith(":Approved")]
    if not current:
        raise NoPrevious
    return current[-1].id


def _is_there(dmp: DmpClient, post: Post, patient: Patient, cda: bytes) -> bool:
    """Whether what the DMP holds under this identifier is byte for byte what we deposit."""
    identifier = decode(cda).header.document_id
    ours = hashlib.sha1(cda, usedforsecurity=False).hexdigest()
    found = dmp.search(mapping.depositor(post), patient, follow.by_unique_id(identifier)).entries
    return any(entry.hash.lower() == ours for entry in found)
