"""The line of a plan de prise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from alentour.ui.forms import UiFormMixin


def _date(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _dose(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=30, required=False, widget=forms.TextInput(attrs={"placeholder": "1 cp"})
    )


class LineForm(UiFormMixin, forms.Form):
    """Copied from the ordonnance: what, when, how much, by whom it was prescribed."""

    drug = forms.CharField(label="Médicament, dosage, forme", max_length=300)
    matin = _dose("Matin")
    midi = _dose("Midi")
    soir = _dose("Soir")
    coucher = _dose("Coucher")
    besoin = _dose("Si besoin")
    max_per_day = forms.IntegerField(label="Au plus, par jour", required=False, min_value=1, max_value=24)
    min_hours = forms.IntegerField(label="Heures entre deux prises", required=False, min_value=1, max_value=72)
    instructions = forms.CharField(
        label="Consigne", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    prescriber = forms.CharField(label="Prescripteur", max_length=120)
    document_label = forms.CharField(
        label="Ordonnance", max_length=160, help_text="Par exemple : ordonnance du 12/11/2026."
    )
    document_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    starts_on = _date("À partir du", initial=timezone.localdate)
    ends_on = _date("Jusqu'au", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def groups(self) -> dict[str, list[forms.BoundField]]:
        """The fields as the template lays them out."""
        return {
            "doses": [self[name] for name in ("matin", "midi", "soir", "coucher")],
            "besoin": [self[name] for name in ("besoin", "max_per_day", "min_hours")],
            "source": [self[name] for name in ("prescriber", "document_label", "starts_on", "ends_on")],
        }
