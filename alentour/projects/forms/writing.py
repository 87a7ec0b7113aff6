"""Sections, observations, reasons, states."""

from __future__ import annotations

from typing import Any

from django import forms

from alentour.projects.enums import ItemState
from alentour.projects.forms.fields import RowChoice, capitalised, key, line, prose, team_choices
from alentour.projects.models import Projet
from alentour.ui.forms import UiFormMixin


class SectionForm(UiFormMixin, forms.Form):
    """No ``maxlength``: a browser would cut a long paste without a word; the service refuses it in words and keeps it."""

    text = forms.CharField(label="Texte", required=False, widget=forms.Textarea(attrs={"rows": 14}))
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class RemarkForm(UiFormMixin, forms.Form):
    text = prose("Votre observation", required=True, longest=4000)
    key = key()


class ReasonForm(UiFormMixin, forms.Form):
    reason = prose("Pourquoi", required=True, rows=2, longest=2000)


class StateForm(UiFormMixin, forms.Form):
    state = forms.ChoiceField(label="État", choices=capitalised(ItemState.choices))
    reason = line("Pourquoi, si elle n'a pas lieu", longest=2000)


class FrameForm(UiFormMixin, forms.Form):
    """The title of the projet and who follows it with the person."""

    title = line("Titre", required=True)
    referent = RowChoice(label="Référente, référent", required=False, empty="pas encore désigné")

    def __init__(self, *args: Any, projet: Projet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"title": projet.title, "referent": projet.referent})
        field = self.fields["referent"]
        assert isinstance(field, RowChoice)
        field.offer(team_choices(projet, projet.referent))
