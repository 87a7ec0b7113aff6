"""What the guide has no place for, between two installations of ours: one JSON file that others may ignore.

A DocumentReference whose format is `alentour-extras`, version 1; its file is
{"format": "alentour-extras", "version": 1, "extras": {name: [{…}, …]}}.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from esante.fhirkit import Json
from esante.fhirkit.reading import objects
from esante.tddui.document import Files, decode_document
from esante.tddui.errors import RefusedTransfer, UnreadableTransfer
from esante.tddui.parts import base, inner
from esante.tddui.refs import Inward, Outward
from esante.tddui.wire import read_wire

NAME, VERSION = "alentour-extras", 1
_SYSTEM = "urn:uuid:6a1ec9d4-4a77-5f0c-9d0e-6a2f7f3c1b58"


def encode_extras(extras: Mapping[str, Sequence[Json]], usager: str, out: Outward) -> Json:
    """DocumentReference. Raises RefusedTransfer on what JSON cannot hold."""
    told = {"format": NAME, "version": VERSION, "extras": {name: list(held) for name, held in extras.items()}}
    try:
        data = json.dumps(told, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (TypeError, ValueError) as error:
        raise RefusedTransfer("Une donnée propre à ce logiciel ne peut pas être écrite.") from error
    attachment = {
        "contentType": "application/json",
        "data": base64.b64encode(data).decode("ascii"),
        "title": "Données complémentaires (Alentour)",
    }
    return base("DocumentReference", "tddui-document-reference") | {
        "masterIdentifier": {"system": _SYSTEM, "value": f"{usager}-{NAME}"},
        "status": "current",
        "description": "Données complémentaires, lues par Alentour ; les autres logiciels peuvent les ignorer.",
        "subject": out.patient,
        "content": [{"attachment": attachment, "format": {"system": _SYSTEM, "code": NAME}}],
    }


def is_extras(resource: Json) -> bool:
    """Whether a DocumentReference is ours."""
    return any(
        inner(one, "format", "system") == _SYSTEM and inner(one, "format", "code") == NAME
        for one in objects(resource.get("content"))
    )


def decode_extras(resource: Json, into: Inward, where: str, files: Files | None) -> dict[str, list[Json]] | None:
    """What the file holds; None, and a fault, when it is not of a version we read: it is then kept as it came."""
    file = decode_document(resource, files)
    try:
        told: Any = read_wire(file.data).content if file else None
    except UnreadableTransfer:
        told = None
    extras = told.get("extras") if isinstance(told, dict) and told.get("version") == VERSION else None
    if not isinstance(extras, dict) or not all(_are_objects(held) for held in extras.values()):
        into.fault(
            "extras", where, "Les données complémentaires ne sont pas d'une version connue : elles sont gardées."
        )
        return None
    return extras


def _are_objects(held: Any) -> bool:
    return isinstance(held, list) and all(isinstance(one, dict) for one in held)
