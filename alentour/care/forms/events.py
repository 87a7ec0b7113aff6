"""Declaring an event, following it, closing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care.events import ASKED, Circumstance, EventKind, Known, Severity, StepKind, Told
from alentour.ui.forms import UiFormMixin

STAMP = "%Y-%m-%dT%H:%M"


def _moment(label: str, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=STAMP)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[STAMP], **more)


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _text(label: str, rows: int = 2, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=10_000, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _choice(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices], required=False)


class EventForm(UiFormMixin, forms.Form):
    """What happened, when, where, who saw it, what was done, who was told."""

    kind = forms.ChoiceField(label="Évènement", choices=EventKind.choices)
    happened_at = _moment("Quand")
    place = forms.CharField(label="Où", max_length=200, required=False)
    story = _text("Ce qui s'est passé", rows=4, help_text="Des faits, dans l'ordre, et les mots de la personne.")
    severity = forms.ChoiceField(label="Gravité", choices=Severity.choices)
    circumstance = _choice("Elle était", Circumstance.choices)
    head = _choice("Choc à la tête", Known.choices)
    anticoagulant = _choice("Sous anticoagulant", Known.choices)
    actions = _text("Ce qui a été fait aussitôt", required=False)
    consequences = _text("Conséquences constatées", required=False)
    witnesses = _text("Témoins", rows=1, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for who in ASKED:
            self.fields[f"told_{who}"] = _moment(f"{who.label.capitalize()} : prévenu(e) le", required=False)
            self.fields[f"name_{who}"] = forms.CharField(label="Qui", max_length=200, required=False)

    @property
    def told_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"told_{who}"], self[f"name_{who}"]) for who in ASKED]

    @property
    def fall_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("circumstance", "head", "anticoagulant")]

    def done(self) -> dict[str, Any]:
        """The arguments of ``services.declare_event``."""
        given = dict(self.cleaned_data)
        told: list[tuple[Told, str, datetime]] = []
        for who in ASKED:
            at, name = given.pop(f"told_{who}"), given.pop(f"name_{who}")
            if at:
                told.append((who, name, at))
        return given | {"told": told, "kind": EventKind(given["kind"])}


class StepForm(UiFormMixin, forms.Form):
    """What follows: by whom, for when."""

    kind = forms.ChoiceField(label="Suite", choices=StepKind.choices, initial=StepKind.ACTION)
    text = _text("En quoi elle consiste")
    due_on = _day("Pour le", required=False)
    assigned = forms.ChoiceField(label="Confiée à", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, hands: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hands = {str(one.id): one for one in hands}
        assigned = self.fields["assigned"]
        assert isinstance(assigned, forms.ChoiceField)
        people = [(key, f"{one.professional} ({one.metier_label})") for key, one in self.hands.items()]
        assigned.choices = [("", "à décider"), *people]

    def done(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"kind": StepKind(given["kind"]), "assigned": self.hands.get(given["assigned"])}


class ToldForm(UiFormMixin, forms.Form):
    """One more person told."""

    who = forms.ChoiceField(label="Prévenu(e)", choices=Told.choices)
    name = forms.CharField(label="Qui", max_length=200, required=False)
    at = _moment("Quand", required=False, help_text="Laissez vide si c'est maintenant.")
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)


class AuthorityForm(UiFormMixin, forms.Form):
    """The declaration made elsewhere: its date, to whom, its reference."""

    to = forms.CharField(label="Déclaré à", max_length=120, help_text="ARS, conseil départemental…")
    on = _day("Le", initial=timezone.localdate)
    reference = forms.CharField(label="Référence", max_length=80, required=False)
