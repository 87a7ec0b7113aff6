"""Bytes of an exchange, made readable: XML and JSON indented, multipart split, binary summarised, nothing executed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from lxml import etree

SHOWN = 120_000
_FIRST_LINE = re.compile(rb"^(?:[A-Z]{3,10} \S+ HTTP/1\.[01]|HTTP/1\.[01] \d{3}[^\r\n]*)\r\n")
_BOUNDARY = re.compile(r'boundary="?([^";\r\n]+)"?', re.IGNORECASE)
_LONG_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]{1500,}")
_MAGIC = {b"%PDF": "PDF", b"PK\x03\x04": "archive ZIP", b"\xff\xd8\xff": "image JPEG", b"\x89PNG": "image PNG"}


@dataclass(frozen=True, slots=True)
class Part:
    """One readable piece of a message; `title` says what it is, `text` is plain text to be escaped by the template."""

    title: str
    text: str


def parts(data: bytes) -> list[Part]:
    """Cut a recorded message into readable parts; an empty message gives no part."""
    if not data:
        return []
    head, body = _split(data)
    found = [Part("En-têtes", head)] if head else []
    boundary = _BOUNDARY.search(head)
    if boundary and "multipart/" in head.lower():
        return found + _multipart(body, boundary.group(1).encode())
    return found + ([readable(body)] if body else [])


def _split(data: bytes) -> tuple[str, bytes]:
    if _FIRST_LINE.match(data) or _looks_like_mail(data):
        head, _, body = data.partition(b"\r\n\r\n")
        return head.decode("utf-8", "replace"), body
    return "", data


def _looks_like_mail(data: bytes) -> bool:
    first = data[:200].split(b"\r\n", 1)[0]
    return b"\r\n\r\n" in data and re.match(rb"^[A-Za-z-]{2,40}: ?\S", first) is not None


def _multipart(body: bytes, boundary: bytes) -> list[Part]:
    pieces = body.split(b"--" + boundary)[1:]
    found = []
    for number, piece in enumerate(pieces, start=1):
        if piece.startswith(b"--"):
            break
        head, _, content = piece.partition(b"\r\n\r\n")
        inside = readable(content.removesuffix(b"\r\n"))
        found.append(
            Part(f"Partie {number} : {inside.title}", f"{head.decode('utf-8', 'replace').strip()}\n\n{inside.text}")
        )
    return found


def readable(body: bytes) -> Part:
    """A body without headers, as text."""
    start = body.lstrip()[:5]
    for magic, label in _MAGIC.items():
        if body.startswith(magic):
            return Part(
                f"{label}, {len(body)} octets", "Contenu binaire, non montré. Le message brut peut être téléchargé."
            )
    if body[:200].lower().lstrip().startswith((b"<!doctype html", b"<html")):
        return Part("HTML", _cut(body.decode("utf-8", "replace")))
    if start.startswith(b"<"):
        return Part("XML", _cut(_xml(body)))
    if start[:1] in (b"{", b"["):
        return Part("JSON", _cut(_json(body)))
    return _text(body)


def _xml(body: bytes) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return body.decode("utf-8", "replace")
    return etree.tostring(root, pretty_print=True, encoding="unicode")


def _json(body: bytes) -> str:
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body.decode("utf-8", "replace")


def _text(body: bytes) -> Part:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return Part(f"Binaire, {len(body)} octets", body[:64].hex(" "))
    if re.fullmatch(r"[\w.~%+*()-]+=[^\s]*", text):
        pairs = parse_qsl(text, keep_blank_values=True)
        return Part("Formulaire", "\n".join(f"{name} = {value}" for name, value in pairs))
    return Part("Texte", _cut(text))


def _cut(text: str) -> str:
    text = _LONG_BASE64.sub(lambda match: f" … {len(match.group())} caractères en base64 … ", text)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}\n… coupé : {len(text)} caractères en tout"
