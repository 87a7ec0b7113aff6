from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care import selectors
from alentour.care.enums import Category
from alentour.ui.forms import UiFormMixin


class TransmissionForm(UiFormMixin, forms.Form):
    """A quick note; the cible, the action and the result are there for those who write so."""

    category = forms.ChoiceField(label="Catégorie")
    text = forms.CharField(
        label="Ce que vous avez vu ou fait", widget=forms.Textarea(attrs={"rows": 3}), max_length=20_000
    )
    target = forms.CharField(
        label="Cible",
        max_length=80,
        required=False,
        help_text="Douleur, chute, pansement… Une cible déjà ouverte est continuée.",
        widget=forms.TextInput(attrs={"list": "cibles", "autocomplete": "off"}),
    )
    action = forms.CharField(
        label="Action", widget=forms.Textarea(attrs={"rows": 2}), max_length=20_000, required=False
    )
    result = forms.CharField(
        label="Résultat", widget=forms.Textarea(attrs={"rows": 2}), max_length=20_000, required=False
    )
    done_at = forms.DateTimeField(
        label="Fait le",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text="Laissez vide si c'est maintenant.",
    )
    priority = forms.BooleanField(label="À lire en premier", required=False)
    mentions = forms.MultipleChoiceField(
        label="Prévenir",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Cela apparaît dans leur journée.",
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, post: Post, colleagues: Sequence[Post] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        self.colleagues = {str(one.id): one for one in colleagues}
        mentions = self.fields["mentions"]
        assert isinstance(mentions, forms.ChoiceField)
        mentions.choices = [(key, f"{one.professional} ({one.metier_label})") for key, one in self.colleagues.items()]
        category.choices = [(c.value, c.label) for c in selectors.writable(post)]

    def done(self) -> dict[str, Any]:
        """The arguments of ``services.write``."""
        given = dict(self.cleaned_data)
        given["data"] = given.pop("text")
        given["mentions"] = [self.colleagues[one] for one in given["mentions"]]
        given["category"] = Category(given["category"])
        given["done_at"] = given["done_at"] or timezone.now()
        return given
