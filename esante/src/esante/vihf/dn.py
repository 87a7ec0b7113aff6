"""Distinguished names: the subject of a certificate, in RFC 2253 order, and their lenient comparison.

Some smart-card certificates have a multi-valued RDN out of DER order that ``cryptography`` refuses to read, hence the
small DER reader below. Written names vary too (``2.5.4.4=#1404…``, ``OID.2.5.4.12=…``, ``SN2=…``): they are compared
as sets of (type, value).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cryptography import x509

_TYPES: Final = {
    "2.5.4.3": "CN",
    "2.5.4.4": "SN",
    "2.5.4.5": "SERIALNUMBER",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.12": "T",
    "2.5.4.42": "GN",
}
_ALIASES: Final = {"S": "ST", "TITLE": "T", "SURNAME": "SN", "GIVENNAME": "GN", "G": "GN", "SN2": "GN"}
_PIECE: Final = re.compile(r"\s*([\w.-]+)\s*=\s*((?:\\.|[^,+\\])*)")


def subject_dn(certificate: x509.Certificate) -> str:
    """``CN=…,OU=…,O=…,C=FR``: the last relative name first, multi-valued ones joined by ``+``."""
    return _written([[(part.oid.dotted_string, str(part.value)) for part in rdn] for rdn in certificate.subject.rdns])


def subject_of_der(certificate: bytes) -> str:
    """The same, from the DER of a certificate ``cryptography`` refuses; empty when it is no certificate."""
    try:
        tbs = next(_tlv(next(_tlv(certificate))[1]))[1]
        return _written(_subject(tbs))
    except (StopIteration, IndexError, ValueError):
        return ""


def _written(rdns: list[list[tuple[str, str]]]) -> str:
    pieces = [[f"{_TYPES.get(oid, oid)}={_escape(value)}" for oid, value in rdn] for rdn in rdns]
    return ",".join("+".join(rdn) for rdn in reversed(pieces))


def same_dn(left: str, right: str) -> bool:
    """Whether two written names designate the same subject, whatever their spelling of types and values."""
    return sorted(_pieces(left)) == sorted(_pieces(right)) != []


def _escape(value: str) -> str:
    return re.sub(r'([,+"\\<>;])', r"\\\1", value)


def _pieces(name: str) -> list[tuple[str, str]]:
    found = []
    for kind, value in _PIECE.findall(name):
        kind = kind.upper().removeprefix("OID.")
        kind = _TYPES.get(kind, kind)
        found.append((_ALIASES.get(kind, kind), _value(value)))
    return found


def _value(text: str) -> str:
    text = text.strip()
    if text.startswith("#"):
        try:
            text = _text(*next(_tlv(bytes.fromhex(text[1:]))))
        except (ValueError, IndexError, StopIteration):
            return text
    return " ".join(re.sub(r"\\(.)", r"\1", text).split()).casefold()


def _subject(tbs: bytes) -> list[list[tuple[str, str]]]:
    """Subject of a TBSCertificate: [0] version?, serial, algorithm, issuer, validity, **subject** (RFC 5280 §4.1)."""
    fields = [item for item in _tlv(tbs) if item[0] != 0xA0]
    return [
        [(_oid(kind), _text(tag, text)) for (_, kind), (tag, text) in map(_pair, _tlv(rdn))]
        for _, rdn in _tlv(fields[4][1])
    ]


def _pair(attribute: tuple[int, bytes]) -> tuple[tuple[int, bytes], tuple[int, bytes]]:
    kind, value = _tlv(attribute[1])
    return kind, value


def _tlv(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(tag, content) of each DER element of ``data``."""
    position = 0
    while position + 2 <= len(data):
        tag, length, position = data[position], data[position + 1], position + 2
        if length & 0x80:
            size = length & 0x7F
            length, position = int.from_bytes(data[position : position + size]), position + size
        yield tag, data[position : position + length]
        position += length


def _text(tag: int, data: bytes) -> str:
    """A DER string: T61 (read as Latin-1, as issuers did), BMP, or one of those UTF-8 covers."""
    return data.decode({0x14: "latin-1", 0x1E: "utf-16-be"}.get(tag, "utf-8"), "replace")


def _oid(data: bytes) -> str:
    arcs, value = [], 0
    for byte in data:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            arcs.append(value)
            value = 0
    first = min(arcs[0] // 40, 2) if arcs else 0
    return ".".join(map(str, [first, arcs[0] - 40 * first, *arcs[1:]])) if arcs else ""
