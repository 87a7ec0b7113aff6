from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone


class DraftForm(forms.Form):
    """What one types in a message. Nothing is required: a draft is kept as it is, the checks come before sending."""

    subject = forms.CharField(label="Objet", required=False, max_length=200)
    body = forms.CharField(label="Message", required=False, max_length=100_000, widget=forms.Textarea({"rows": 9}))
    due_on = forms.DateField(
        label="À faire avant le",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="Facultatif : la date est écrite en tête du message et suivie dans la liste.",
        error_messages={"invalid": "Cette date ne se lit pas : écrivez-la comme 25/11/2026."},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A message has words: the screen does not call them optional, while a draft is kept without them.
        self.fields["body"].required = self.fields["subject"].required = not self.is_bound

    def clean_due_on(self) -> date | None:
        due: date | None = self.cleaned_data["due_on"]
        if due and due < timezone.localdate():
            raise forms.ValidationError("Cette date est passée : choisissez un jour à venir.")
        return due
