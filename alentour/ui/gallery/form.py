"""A form with one field of each kind."""

from __future__ import annotations

from django import forms

from alentour.ui.forms import UiFormMixin


class SampleForm(UiFormMixin, forms.Form):
    subject = forms.CharField(label="Objet", help_text="Il sera lu par le destinataire : ni nom ni INS.")
    target = forms.ChoiceField(
        label="Cible",
        choices=[("", "Choisir…"), ("plaie", "Plaie et pansement"), ("nutrition", "Nutrition"), ("moral", "Moral")],
    )
    weight = forms.DecimalField(
        label="Poids (kg)",
        max_value=250,
        required=False,
        error_messages={"max_value": "Un poids de plus de 250 kg : vérifiez la saisie."},
    )
    when = forms.DateField(label="Date", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    words = forms.CharField(label="Transmission", required=False, widget=forms.Textarea)
    priority = forms.ChoiceField(
        label="À lire", choices=[("releve", "À la relève"), ("vite", "Dès que possible")], widget=forms.RadioSelect
    )
    urgent = forms.BooleanField(
        label="Prévenir aussi l’infirmière d’astreinte",
        required=False,
        help_text="Elle reçoit une notification sans contenu.",
    )
