"""`esante mss read FILE.eml`: a message as software reads it, and what keeps its documents from being attached."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from esante._cli import Subparsers, Unreadable, emit, read_bytes, unreadable
from esante.mssante.addresses import CITIZEN_DOMAIN, domain_of
from esante.mssante.errors import BadWhitelist, UnreadableMessage
from esante.mssante.message import Message, ReceivedArchive
from esante.mssante.read import read
from esante.mssante.receipts import Receipt
from esante.mssante.verdict import PRODUCTION, TEST, Verdict, judge
from esante.mssante.whitelist import read_whitelist
from esante.xdm.describe import describe, describe_ins


def add_commands(subparsers: Subparsers) -> None:
    group = subparsers.add_parser("mss", help="message MSSanté").add_subparsers(required=True, metavar="verb")
    command = group.add_parser("read", help="read a message: who, what, its documents, what holds them back")
    command.add_argument("file")
    command.add_argument(
        "--whitelist", metavar="FILE", help="liste blanche; without it, *.mssante.* is presumed trusted"
    )
    command.add_argument("--citizen-domain", action="append", default=[], help="domain of Mon espace santé")
    command.add_argument("--production", action="store_true", help="an INS of test is not a qualified INS")
    command.set_defaults(command=read_command)


def read_command(args: argparse.Namespace) -> int:
    """Exit 0 nothing against it, 1 read but held back (each reason with its code 900-906), 2 unreadable."""
    domains = (CITIZEN_DOMAIN, "patient.mssante.test", *args.citizen_domain)
    try:
        message = read(read_bytes(args.file), citizen_domains=domains)
    except UnreadableMessage as error:
        return unreadable(error.why)
    accepted = PRODUCTION if args.production else TEST
    verdict = judge(message, trusted=_trust(args.whitelist), accepted=accepted)
    return emit(_message(message, verdict), verdict.reasons)


def _trust(path: str | None) -> Callable[[str], bool]:
    """The list given; without one, the usual form of the domains of the espace de confiance is all there is to go by."""
    if path is None:
        return lambda address: "mssante" in domain_of(address).split(".")
    try:
        held = read_whitelist(read_bytes(path))
    except BadWhitelist as error:
        raise Unreadable(str(error)) from error
    return lambda address: address in held


def _message(message: Message, verdict: Verdict) -> dict[str, Any]:
    return {
        "message_id": message.message_id,
        "date": message.date,
        "from": message.sender,
        "to": message.to,
        "cc": message.cc,
        "reply_to": message.reply_to,
        "subject": message.subject,
        "title": message.title,
        "thread": message.thread,
        "from_citizen": bool(message.citizen),
        "replaces": message.replaces,
        "closes": message.closes,
        "receipt_asked_to": message.notify_to,
        "automatic": message.automatic,
        "receipts": [_receipt(receipt) for receipt in message.receipts],
        "headers": {"X-MSS-NIL": message.nil, "X-MSS-INS": message.ins_flag, "X-MSS-CODECDA": message.codes},
        "text": message.text,
        "has_html": bool(message.html),
        "archives": [_archive(one) for one in message.archives],
        "files": [
            {"part": one.part, "name": one.name, "media_type": one.media_type, "size": len(one.data)}
            for one in message.files
        ],
        "oddities": message.oddities,
        "verdict": {
            "has_documents": verdict.has_documents,
            "attachable": verdict.attachable,
            "quarantine_code": verdict.code,
            "ins": describe_ins(verdict.ins),
        },
    }


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "kind": receipt.kind.value,
        "recipient": receipt.recipient,
        "message_id": receipt.message_id,
        "automatic": receipt.automatic,
        "status": receipt.status,
        "error": receipt.error,
        "sentence": receipt.sentence,
    }


def _archive(received: ReceivedArchive) -> dict[str, Any]:
    where = {"part": received.file.part, "name": received.file.name}
    if received.failure:
        return where | {"readable": False, "reason": received.failure.reason, "error": received.failure.why}
    return where | {"readable": True} | (describe(received.archive) if received.archive else {})
