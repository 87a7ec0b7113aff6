"""``esante vihf read FILE``: what a token (alone or inside a SOAP message) says, and whether it can be believed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from esante._cli import Subparsers, emit, plain, read_bytes
from esante.vihf.dn import subject_dn, subject_of_der
from esante.vihf.errors import BadSignature, Unsigned
from esante.vihf.model import Vihf
from esante.vihf.read import Decoded, decode, read
from esante.vihf.rules import Fault, faults
from esante.vihf.trust import pinned
from esante.vihf.verify import shown_certificate, signing_certificate, verify


def add_commands(subparsers: Subparsers) -> None:
    """Add ``vihf`` and its verbs."""
    verbs = subparsers.add_parser("vihf", help="jeton VIHF").add_subparsers(required=True, metavar="verb")
    command = verbs.add_parser("read", help="read a VIHF token and verify its signature")
    command.add_argument("file")
    command.add_argument("--now", help="ISO 8601 moment of the judgement (default: the present)")
    command.set_defaults(command=read_command)


def read_command(args: argparse.Namespace) -> int:
    """Exit 0 sound, 1 read but not to be believed, 2 unreadable. The homologation number is never shown.

    The signature is judged against the certificate it shows: its authority is for the receiving service to decide.
    """
    decoded = decode(read_bytes(args.file))
    vihf = read(decoded.element)
    now = datetime.fromisoformat(args.now) if args.now else datetime.now(UTC)
    found = [*_encoding(decoded), *faults(vihf, now), *_signature(decoded, vihf.issued_at or now)]
    return emit({"vihf": _shown(vihf), "signer": _signer(decoded)}, found)


def _shown(vihf: Vihf) -> object:
    return plain(replace(vihf, software=replace(vihf.software, homologation="…")))


def _encoding(decoded: Decoded) -> Iterator[Fault]:
    if decoded.encoding_defect:
        yield Fault("vihf.encoding", decoded.encoding_defect, "/")


def _signature(decoded: Decoded, signed_at: datetime) -> Iterator[Fault]:
    """An old token is judged at the time it was issued, so that an expired certificate is not taken for a forgery."""
    try:
        certificate = signing_certificate(decoded.element)
        verify(decoded.element, pinned(certificate), now=signed_at, allow_sha1=True)
    except BadSignature as error:
        kind = type(error).__name__
        yield Fault(f"vihf.signature.{kind}", error.why, "Signature")


def _signer(decoded: Decoded) -> dict[str, str] | None:
    """Who signed. Some smart-card certificates are refused by the library, but their subject can still be shown."""
    try:
        certificate = signing_certificate(decoded.element)
    except Unsigned:
        return None
    except BadSignature:
        return {"subject": subject_of_der(shown_certificate(decoded.element))}
    return {
        "subject": subject_dn(certificate),
        "not_valid_after": certificate.not_valid_after_utc.isoformat(),
        "serial": f"{certificate.serial_number:x}",
    }
