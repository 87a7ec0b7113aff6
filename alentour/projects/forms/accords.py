"""Opinions and signatures."""

from __future__ import annotations

from django import forms
from django.conf import settings

from alentour.projects.enums import Decision, Means, Origin, Signatory
from alentour.projects.forms.fields import capitalised, day, key, line, prose
from alentour.ui.forms import UiFormMixin

HERE = [Signatory.PERSONNE, Signatory.REPRESENTANT, Signatory.REFERENT]


class OpinionForm(UiFormMixin, forms.Form):
    origin = forms.ChoiceField(label="De qui", choices=capitalised(Origin.choices), initial=Origin.PERSONNE)
    name = line("Nom", help="Pour un proche ou un représentant.")
    text = prose("Son avis", rows=4, required=True, help="Dans ses mots.")
    means = forms.ChoiceField(label="Recueilli", choices=capitalised(Means.choices), initial=Means.ORAL)
    given_on = day("Le", "Laissez vide si c'est aujourd'hui.")
    key = key()


class AccordForm(UiFormMixin, forms.Form):
    signatory = forms.ChoiceField(
        label="Qui se prononce", choices=capitalised((one.value, one.label) for one in HERE), widget=forms.RadioSelect,
        initial=Signatory.PERSONNE,
    )  # fmt: skip
    decision = forms.ChoiceField(label="Se dit", choices=capitalised(Decision.choices), widget=forms.RadioSelect)
    name = line("Nom du représentant", help="Inutile pour la personne et pour le référent.")
    quality = line("Qualité", help="Par exemple : mère, tuteur, mandataire judiciaire.")
    means = forms.ChoiceField(label="Recueilli", choices=capitalised(Means.choices), initial=Means.ORAL)
    note = prose("Réserves, motif, précision", rows=3, longest=5000)
    signed_at = forms.DateTimeField(
        label="Signé le", required=False, input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Laissez vide si c'est maintenant.",
    )  # fmt: skip
    valid_until = day("Valable jusqu'au", "Laissez vide si l'accord vaut tant que le projet vaut.")
    scan = forms.FileField(
        label="Page signée", required=False, help_text="Une photo ou un PDF de la page signée.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )  # fmt: skip
    key = key()

    def clean_scan(self) -> bytes:
        sent = self.cleaned_data["scan"]
        if not sent:
            return b""
        if sent.size > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError("Ce fichier est trop lourd : photographiez la seule page signée.")
        return bytes(sent.read())
