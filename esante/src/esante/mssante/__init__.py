"""MSSanté: writing, reading, sending and receiving the secure mail of French health and social care (README.md)."""

from __future__ import annotations

from esante.mssante.addresses import (
    CITIZEN_DOMAIN,
    Address,
    citizen_address,
    citizen_matricule,
    domain_of,
    mailbox_key,
    person_label,
)
from esante.mssante.compose import compose, pdf_name, wire_size
from esante.mssante.draft import Documents, Draft, File, SenderKind
from esante.mssante.dsn import DeliveryReport, encode_dsn
from esante.mssante.errors import (
    BadCrl,
    BadWhitelist,
    CannotCompose,
    FateUnknown,
    MssError,
    Refused,
    TokenExpired,
    Unreachable,
    UnreadableMessage,
)
from esante.mssante.fetch import download
from esante.mssante.integration import IntegrationError
from esante.mssante.mailbox import SEEN, Fetched, FolderState, MailboxReader
from esante.mssante.mdn import Notice, displayed_notice, failed_mail, failed_notice, may_answer, processed_notice
from esante.mssante.message import Message, ReceivedArchive, ReceivedFile
from esante.mssante.read import read
from esante.mssante.receipts import Receipt, ReceiptKind
from esante.mssante.replies import Reply
from esante.mssante.rules import may_go
from esante.mssante.session import Credentials, Endpoint
from esante.mssante.subjects import Subject, document_subject, read_subject
from esante.mssante.submit import Delivery, SubmissionSession, Submitted, Submitter
from esante.mssante.tls import CrlStore, TlsSettings, client_context
from esante.mssante.verdict import PRODUCTION, TEST, Known, Reason, Verdict, judge
from esante.mssante.whitelist import MAX_AGE, Domain, Whitelist, read_whitelist, renewed

__all__ = [
    "CITIZEN_DOMAIN",
    "MAX_AGE",
    "PRODUCTION",
    "SEEN",
    "TEST",
    "Address",
    "BadCrl",
    "BadWhitelist",
    "CannotCompose",
    "Credentials",
    "CrlStore",
    "Delivery",
    "DeliveryReport",
    "Documents",
    "Domain",
    "Draft",
    "Endpoint",
    "FateUnknown",
    "Fetched",
    "File",
    "FolderState",
    "IntegrationError",
    "Known",
    "MailboxReader",
    "Message",
    "MssError",
    "Notice",
    "Reason",
    "Receipt",
    "ReceiptKind",
    "ReceivedArchive",
    "ReceivedFile",
    "Refused",
    "Reply",
    "SenderKind",
    "Subject",
    "SubmissionSession",
    "Submitted",
    "Submitter",
    "TlsSettings",
    "TokenExpired",
    "Unreachable",
    "UnreadableMessage",
    "Verdict",
    "Whitelist",
    "citizen_address",
    "citizen_matricule",
    "client_context",
    "compose",
    "displayed_notice",
    "document_subject",
    "domain_of",
    "download",
    "encode_dsn",
    "failed_mail",
    "failed_notice",
    "judge",
    "mailbox_key",
    "may_answer",
    "may_go",
    "pdf_name",
    "person_label",
    "processed_notice",
    "read",
    "read_subject",
    "read_whitelist",
    "renewed",
    "wire_size",
]
