"""From the bytes of a file to JSON, believing nothing: size, encoding, depth, number of values, doubled keys, NaN.

FHIR R4 2.6.2 (JSON): UTF-8, no NaN, property names unique.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

from esante.tddui.errors import Fault, UnreadableTransfer

_SOURCE = "FHIR R4 2.6.2"
_UTF8_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Beyond these a text is not parsed: bytes, values (objects, arrays and commas), nested levels."""

    size: int = 128 * 1024 * 1024
    values: int = 2_000_000
    depth: int = 64


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Wire:
    """What a text held, and how it was badly written (``remarks``)."""

    content: Any
    remarks: tuple[Fault, ...] = field(default=())


def read_wire(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Wire:
    """Parse. Raises UnreadableTransfer, in French, when this is no JSON text or is beyond the limits."""
    if len(data) > limits.size:
        raise UnreadableTransfer("Ce fichier est trop volumineux pour être un transfert de dossier.")
    remarks: list[Fault] = []
    if data.startswith(_UTF8_MARK):
        remarks.append(_remark("json.bom", "Le fichier commence par une marque d'encodage (BOM) inutile.", "warning"))
    text = _text(data.removeprefix(_UTF8_MARK))
    if text.count("{") + text.count("[") + text.count(",") > limits.values:
        raise UnreadableTransfer("Ce fichier contient trop d'éléments pour être lu sans risque.")
    content = _parse(text, remarks)
    if _too_deep(content, limits.depth):
        raise UnreadableTransfer("Ce fichier emboîte trop de niveaux pour être un transfert de dossier.")
    return Wire(content, tuple(remarks))


def _text(data: bytes) -> str:
    if data.startswith(_OTHER_MARKS) or b"\0" in data[:4]:
        raise UnreadableTransfer("Ce fichier n'est pas encodé en UTF-8.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableTransfer("Ce fichier n'est pas encodé en UTF-8.") from error
    start = text.lstrip()[:1]
    if not start:
        raise UnreadableTransfer("Ce fichier est vide.")
    if start == "<":
        raise UnreadableTransfer("Ce fichier est en XML : seul le format JSON de FHIR est lu ici.")
    return text


def _parse(text: str, remarks: list[Fault]) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        held = dict(pairs)
        if len(held) < len(pairs) and not any(one.code == "json.duplicate-key" for one in remarks):
            remarks.append(_remark("json.duplicate-key", "Un même champ est écrit deux fois dans un objet.", "error"))
        return held

    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=_refused, parse_float=_finite)
    except RecursionError as error:
        raise UnreadableTransfer("Ce fichier emboîte trop de niveaux pour être un transfert de dossier.") from error
    except ValueError as error:
        if isinstance(error, UnreadableTransfer):
            raise
        raise UnreadableTransfer("Ce fichier n'est pas du JSON.") from error


def _refused(_: str) -> float:
    raise UnreadableTransfer("Ce fichier contient un nombre qui n'en est pas un (NaN ou infini).")


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refused(text)


def _too_deep(content: Any, depth: int) -> bool:
    level = [content]
    for _ in range(depth):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _remark(code: str, sentence: str, severity: Any) -> Fault:
    return Fault(code, "Bundle", sentence, _SOURCE, severity)
