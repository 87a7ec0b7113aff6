"""Rules that hold for every value of every resource, whatever its profile (FHIR R4 2.6.2 and 2.24)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from esante.tddui.checks.report import GUIDE, Findings
from esante.tddui.checks.times import before, is_date

_JSON, _TYPES = "FHIR R4 2.6.2", "FHIR R4 2.24"
_DATES = frozenset({"birthDate", "startDate", "dueDate", "valueDate"})
_MOMENTS = frozenset(
    {"start", "end", "authored", "authoredOn", "dateTime", "creation", "valueDateTime", "effectiveDateTime"}
    | {"deceasedDateTime", "lastUpdated", "issued", "lastModified"}
)
_COUNTS = frozenset({"valueInteger", "valuePositiveInt", "valueUnsignedInt", "rank", "size"})
_SHORT = frozenset({"family", "given", "prefix", "suffix", "city", "postalCode", "country", "district", "id", "code"})
_LONGEST, _LONG, _SHORTEST = 1024 * 1024, 100_000, 255
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ACTIVE = re.compile(r"<\s*(script|iframe|object|embed)|javascript:|\son\w+\s*=", re.IGNORECASE)

# A place in the bundle: its parent and its last step; the path is only written when a fault needs it.
Trail = tuple[Any, str | int]


def check_values(resource: dict[str, Any], location: str, findings: Findings) -> None:
    """Walk a resource without recursion."""
    for trail, key, value in _walk(resource, location):
        if isinstance(value, dict):
            _object(trail, value, findings)
        elif isinstance(value, list):
            if not value:
                findings.error("value.empty", _path(trail), "Une liste est vide : FHIR l'interdit.", _JSON)
        elif isinstance(value, str):
            _string(trail, key, value, findings)
        elif value is None:
            findings.error("value.null", _path(trail), "Une valeur est nulle : FHIR l'interdit.", _JSON)
        _typed(trail, key, value, findings)


def _walk(resource: dict[str, Any], location: str) -> Iterator[tuple[Trail, str, Any]]:
    waiting: list[tuple[Trail, str, Any]] = [((None, location), "", resource)]
    while waiting:
        trail, key, value = waiting.pop()
        yield trail, key, value
        if isinstance(value, dict):
            waiting += [((trail, name), name, one) for name, one in reversed(value.items())]
        elif isinstance(value, list):
            # A null inside a list of primitives stands for one that only has extensions.
            held = [(at, one) for at, one in enumerate(value) if one is not None]
            waiting += [((trail, at), key, one) for at, one in reversed(held)]


def _object(trail: Trail, value: dict[str, Any], findings: Findings) -> None:
    if not value:
        findings.error("value.empty", _path(trail), "Un objet est vide : FHIR l'interdit.", _JSON)
    if before(value.get("end"), value.get("start")):
        findings.error("date.order", f"{_path(trail)}.end", "La fin précède le début.", f"{_TYPES}, Period")


def _string(trail: Trail, key: str, value: str, findings: Findings) -> None:
    if not value.strip():
        findings.error("value.empty", _path(trail), "Un texte est vide : FHIR l'interdit.", _JSON)
    if key == "data":
        return
    if len(value) > _LONGEST:
        findings.error("value.too-long", _path(trail), "Un texte dépasse un million de caractères.", _TYPES)
    elif key in _SHORT and len(value) > _SHORTEST:
        sentence = "Ce champ court (nom, ville, code…) dépasse 255 caractères : sa valeur est impossible."
        findings.error("value.too-long", _path(trail), sentence, GUIDE)
    elif len(value) > _LONG and key != "div":
        findings.warning("value.long", _path(trail), "Un texte est anormalement long.", _TYPES)
    if _CONTROL.search(value) or (not value.isascii() and _has_surrogate(value)):
        findings.error("value.characters", _path(trail), "Un texte contient des caractères interdits.", _TYPES)
    if key == "div" and _ACTIVE.search(value):
        sentence = "Le texte d'accompagnement contient du code actif : il ne sera pas affiché."
        findings.warning("value.active", _path(trail), sentence, "FHIR R4 2.4")


def _typed(trail: Trail, key: str, value: Any, findings: Findings) -> None:
    if isinstance(value, dict | list) or value in (None, ""):
        return
    if key in _DATES or key in _MOMENTS:
        if not is_date(value, moment=key in _MOMENTS):
            findings.error("date.unreadable", _path(trail), "Cette date n'existe pas, ou n'est pas écrite.", _TYPES)
    elif key in _COUNTS and not (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31):
        findings.error("value.number", _path(trail), "Ce nombre entier n'en est pas un.", _TYPES)
    elif key == "valueBoolean" and not isinstance(value, bool):
        findings.error("value.boolean", _path(trail), "Cette valeur n'est ni vraie ni fausse.", _TYPES)
    elif key in ("code", "system", "url", "reference", "contentType") and (
        not isinstance(value, str) or value != value.strip()
    ):
        findings.error("value.code", _path(trail), "Ce code ou cette adresse n'est pas écrit correctement.", _TYPES)


def _has_surrogate(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _path(trail: Trail) -> str:
    steps: list[str] = []
    place: Any = trail
    while place is not None:
        place, step = place
        steps.append(f"[{step}]" if isinstance(step, int) else f".{step[:80]}")
    return "".join(reversed(steps)).removeprefix(".")
