"""A row of ours ⇄ the JSON that travels: every column is told, once, by its kind (see ``tables.Shape``)."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime

from alentour.accounts.models import Post
from alentour.core.fields import SealedJSONField, SealedTextField
from alentour.portability.tables import VOLATILE, Table, shape_of

Row = dict[str, Any]


class BadRow(ValueError):
    """A row received says something our model cannot hold; the sentence is for a person."""


def told(value: Any) -> Any:
    """A value as JSON: dates and numbers as texts that keep every digit."""
    if value is None or isinstance(value, (str, bool, int, list, dict)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def content_of(table: Table, row: models.Model) -> dict[str, Any]:
    """The plain columns."""
    return {name: told(getattr(row, name)) for name in shape_of(table.name).plain}


def value_for(field: models.Field[Any, Any], value: Any) -> Any:
    """What a column takes; raises :class:`BadRow` for what it cannot hold."""
    try:
        if isinstance(field, SealedJSONField):
            return value
        if isinstance(field, SealedTextField):
            return value if value is None else str(value)
        if isinstance(field, models.DateTimeField) and isinstance(value, str):
            moment = parse_datetime(value)
            if moment is None or moment.tzinfo is None:
                raise BadRow(f"« {field.verbose_name} » : date illisible.")
            return moment
        made = field.to_python(value)
        field.run_validators(made) if made not in field.empty_values else None
    except (ValidationError, ValueError, TypeError) as error:
        raise BadRow(f"« {field.verbose_name} » : une valeur ne peut pas être lue.") from error
    if made is None and not field.null:
        return field.get_default()
    return made


def values_for(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The plain columns of a row received; unknown names are ignored, absent ones take their default."""
    given = row.get("fields", {})
    found = {}
    for name in shape_of(table.name).plain:
        field: Any = table.model._meta.get_field(name)
        if name in given:
            found[name] = value_for(field, given[name])
            if field.choices and found[name] not in {key for key, _ in field.flatchoices} | {"", None}:
                raise BadRow(f"« {field.verbose_name} » : une valeur n'est pas connue.")
    return found


def fingerprint(fields: Mapping[str, Any], rows: Mapping[str, Any]) -> str:
    """Of what is said, not of when it was kept: two rows of the same fingerprint are the same line."""
    said = {name: _plain(value) for name, value in fields.items() if name not in VOLATILE}
    text = json.dumps([said, {name: str(one) for name, one in rows.items() if one}], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    """« 1.50 » and « 1.5 », a moment in one zone and in another: the same."""
    if value in ("", None):
        return ""
    if isinstance(value, str) and len(value) > 18 and value[10:11] == "T":
        moment = parse_datetime(value) if value[:4].isdigit() else None
        return str(moment.timestamp()) if moment is not None and moment.tzinfo else value
    return value


def print_of(table: Table, row: models.Model) -> str:
    """The fingerprint of one of our rows."""
    refs = {name: getattr(row, f"{name}_id") for name in shape_of(table.name).rows}
    return fingerprint(content_of(table, row), refs)


def print_received(table: Table, values: Mapping[str, Any], refs: Mapping[str, uuid.UUID | None]) -> str:
    """That of a row received, once its values were read and its references found here."""
    blank = table.model()
    fields = {
        name: told(values[name]) if name in values else told(getattr(blank, name))
        for name in shape_of(table.name).plain
    }
    return fingerprint(fields, refs)


def subject_of(table: Table, values: Mapping[str, Any], refs: Mapping[str, Any]) -> tuple[str, ...]:
    """What a row is about, to meet the one of ours that is about the same thing; empty when the table has no such notion."""
    parts = []
    for name in table.same:
        held = refs.get(name, values.get(name, "")) if name != "usager" else ""
        parts.append(str(told(held) or "").strip().casefold())
    return tuple(parts)


def author_of(post: Post, structure: Mapping[str, str]) -> dict[str, Any]:
    """A professional as the file names them."""
    person = post.professional
    return {
        "family": person.family_name, "given": person.given_name, "civility": person.civility, "title": person.title,
        "idnps": person.idnps or "", "metier": post.metier, "profession": post.profession_code, "label": post.label,
        "structure": dict(structure),
    }  # fmt: skip


def author_key(told_as: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told_as, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
