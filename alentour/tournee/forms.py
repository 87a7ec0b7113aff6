"""Forms of the screens with the network: choosing between two versions, the consigne at the desk."""

from __future__ import annotations

from django import forms

from alentour.tournee.enums import Settlement
from alentour.tournee.services.consigne import LONGEST
from alentour.ui.forms import UiFormMixin


class SettleForm(UiFormMixin, forms.Form):
    choice = forms.ChoiceField(choices=Settlement.choices)
    reason = forms.CharField(label="Pourquoi le mettre de côté", max_length=1000, required=False)


class ConsigneForm(UiFormMixin, forms.Form):
    """``based_on`` is the version on the screen: a colleague may have written since."""

    access = forms.CharField(
        label="Pour entrer",
        help_text="Clé, digicode, étage, animal.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    advice = forms.CharField(
        label="À savoir",
        help_text="Ce que demandent les gestes du jour : installation, ordre, préférences.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
