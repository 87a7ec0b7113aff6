"""Two lines side by side, in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from alentour.portability.comparing import Verdict
from alentour.portability.tables import VOLATILE, shape_of

LONGEST = 600


def sides(verdict: Verdict) -> list[dict[str, Any]]:
    """The columns where one of the two says something: label, ours, theirs, whether they differ.

    A column without a name in French is not shown: it is of the kitchen.
    """
    found = []
    for name in shape_of(verdict.table.name).plain:
        field: Any = verdict.table.model._meta.get_field(name)
        if name in VOLATILE or name.startswith("nom_") or field.verbose_name == name.replace("_", " "):
            continue
        ours = said(field, getattr(verdict.ours, name))
        theirs = said(field, verdict.values.get(name))
        if ours or theirs:
            label = str(field.verbose_name)
            found.append(
                {
                    "label": label[:1].upper() + label[1:],
                    "ours": ours,
                    "theirs": theirs,
                    "differs": ours.strip().casefold() != theirs.strip().casefold(),
                }
            )
    return found


def said(field: Any, value: Any) -> str:
    """A value as it is read."""
    if value in ("", None, [], {}):
        return ""
    if value is True or value is False:
        return "oui" if value else ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value)[:LONGEST]
