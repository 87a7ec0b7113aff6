"""The two SIRAM headers of every INSi request: who asks (ContexteBAM), with which software (ContexteLPS) (§1.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from esante.insi.names import BAM, LPS
from esante.soap import Message

_BAM = f"{{{BAM}}}"
_LPS = f"{{{LPS}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lps:
    """The software: CNDA authorisation number, version, installation identifier, name (``urn:lps:alentour:0.1``)."""

    idam: str
    version: str
    instance: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexts:
    """What a request said of its emitter; empty texts when a header is absent."""

    emitter: str = ""
    lps_emitter: str = ""
    lps: Lps = Lps(idam="", version="", instance="", name="")


def encode_contexts(
    emitter: str, lps: Lps, now: datetime, new_id: Callable[[], str]
) -> tuple[etree._Element, etree._Element]:
    """ContexteBAM then ContexteLPS. ``emitter`` is the FINESS, SIRET or IdNat that the certificate bears."""
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    bam = etree.Element(_BAM + "ContexteBAM", {"Version": "01_02"}, nsmap={"bam": BAM})
    _fields(bam, _BAM, Id=new_id(), Temps=moment, Emetteur=emitter)
    etree.SubElement(bam, _BAM + "COUVERTURE")
    context = etree.Element(_LPS + "ContexteLPS", {"Nature": "CTXLPS", "Version": "01_00"}, nsmap={"lps": LPS})
    _fields(context, _LPS, Id=new_id(), Temps=moment, Emetteur=emitter)
    software = etree.SubElement(context, _LPS + "LPS")
    etree.SubElement(software, _LPS + "IDAM", {"R": "4"}).text = lps.idam
    _fields(software, _LPS, Version=lps.version, Instance=lps.instance, Nom=lps.name)
    return bam, context


def _fields(parent: etree._Element, prefix: str, **values: str) -> None:
    for name, value in values.items():
        etree.SubElement(parent, prefix + name).text = value


def decode_contexts(message: Message) -> Contexts:
    """Read the headers of a request."""
    found = {header.tag: header for header in message.headers}
    bam, context = found.get(_BAM + "ContexteBAM"), found.get(_LPS + "ContexteLPS")
    return Contexts(
        emitter=_text(bam, _BAM + "Emetteur"),
        lps_emitter=_text(context, _LPS + "Emetteur"),
        lps=Lps(
            idam=_text(context, f"{_LPS}LPS/{_LPS}IDAM"),
            version=_text(context, f"{_LPS}LPS/{_LPS}Version"),
            instance=_text(context, f"{_LPS}LPS/{_LPS}Instance"),
            name=_text(context, f"{_LPS}LPS/{_LPS}Nom"),
        ),
    )


def _text(element: etree._Element | None, path: str) -> str:
    return "" if element is None else (element.findtext(path) or "").strip()
