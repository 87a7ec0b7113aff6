"""The list of the structure and its rhythm."""

from __future__ import annotations

from django import forms

from alentour.projects.cadence import LONGEST_FIRST, LONGEST_REVIEW
from alentour.ui.forms import UiFormMixin

VIEWS = [
    ("", "Toutes les personnes"),
    ("reviser", "À réviser ou à écrire"),
    ("preparation", "En préparation"),
    ("sans", "Sans projet"),
    ("refus", "Pas d'accord"),
]


class ListFilter(UiFormMixin, forms.Form):
    vue = forms.ChoiceField(label="Montrer", choices=VIEWS, required=False)
    q = forms.CharField(label="Nom", required=False, max_length=120, widget=forms.TextInput(attrs={"type": "search"}))


class CadenceForm(UiFormMixin, forms.Form):
    review_months = forms.IntegerField(
        label="Mois entre deux révisions", min_value=1, max_value=LONGEST_REVIEW,
        error_messages={"max_value": "La loi demande une révision au moins une fois par an : 12 mois au plus."},
    )  # fmt: skip
    first_months = forms.IntegerField(
        label="Mois après l'admission pour écrire le premier projet", min_value=1, max_value=LONGEST_FIRST,
        error_messages={"max_value": "Le premier projet s'écrit dans les six mois de l'admission : 6 mois au plus."},
    )  # fmt: skip
