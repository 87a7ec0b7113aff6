"""A private note."""

from __future__ import annotations

from django import forms

from alentour.ui.forms import UiFormMixin


class NoteForm(UiFormMixin, forms.Form):
    """Some words for oneself."""

    text = forms.CharField(label="Votre note", max_length=50_000, widget=forms.Textarea(attrs={"rows": 5}))
    done_at = forms.DateTimeField(
        label="Entretien du",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text="Laissez vide si c'est maintenant.",
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
