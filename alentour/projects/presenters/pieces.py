"""Words of the pieces, and what differs when a colleague saved first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import Form

from alentour.projects.services import Stale
from alentour.ui import words

NAMES = {"attente": "attente", "besoin": "besoin", "objectif": "objectif", "moyen": "moyen", "action": "action"}


@dataclass(frozen=True, slots=True)
class Other:
    """A field that a colleague wrote otherwise: its label, what is recorded now."""

    label: str
    text: str


def conflict(stale: Stale, form: Form) -> list[Other]:
    """The fields whose recorded value is not what was typed."""
    typed = form.cleaned_data
    return [
        Other(str(form.fields[name].label), said(value))
        for name, value in stale.current.items()
        if name in form.fields and value != typed.get(name)
    ]


def said(value: Any) -> str:
    if value in (None, ""):
        return "(rien)"
    return words.birth(value) if hasattr(value, "strftime") else str(value)
