"""What is asked before a record leaves, and before one is taken over."""

from __future__ import annotations

from typing import Any

from django import forms

from alentour.core.ids import uuid7
from alentour.portability.enums import Reason
from alentour.ui.forms import UiFormMixin

MEDIA = (".zip", ".json")


class SendForm(UiFormMixin, forms.Form):
    """Why, and for whom: both stay in the trace."""

    reason = forms.ChoiceField(label="Pourquoi ce dossier part", choices=Reason.choices)
    recipient = forms.CharField(
        label="Pour qui",
        max_length=160,
        required=False,
        help_text="L'établissement, le service ou la personne qui le recevra.",
    )
    detail = forms.CharField(
        label="Précision", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("key", uuid7())
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("reason") == Reason.AUTRE and not given.get("detail", "").strip():
            self.add_error("detail", "Écrivez le motif : il reste dans la trace de ce transfert.")
        return given


class ReceiveForm(UiFormMixin, forms.Form):
    """A file received from another software, or from another house."""

    file = forms.FileField(
        label="Fichier reçu",
        help_text="L'archive ZIP, ou le fichier JSON d'une seule personne. Rien n'est écrit avant votre accord.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(MEDIA)}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("key", uuid7())
        super().__init__(*args, **kwargs)

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if not sent.name.lower().endswith(MEDIA):
            raise forms.ValidationError("Choisissez l'archive ZIP ou le fichier JSON du transfert.")
        return sent
