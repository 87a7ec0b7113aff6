"""Forms of the presences and of the places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from alentour.agenda.enums import Half, PlaceKind, Reason
from alentour.agenda.forms.entries import date_field
from alentour.agenda.halves import Slot
from alentour.agenda.recurrence import NAMES
from alentour.ui.forms import UiFormMixin


def half_field(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=Half.choices)


class AbsenceForm(UiFormMixin, forms.Form):
    """From one half-day to another; the return may be unknown."""

    reason = forms.ChoiceField(label="Motif", choices=Reason.choices)
    starts_on = date_field("Du", initial=timezone.localdate)
    starts_half = half_field("à partir du")
    ends_on = date_field("Au", required=False, help_text="Vide si le retour n'est pas connu.")
    ends_half = half_field("jusqu'au")
    note = forms.CharField(label="Précision", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    planned = forms.BooleanField(label="Absence prévue", required=False, initial=True)
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def done(self) -> dict[str, Any]:
        given = self.cleaned_data
        last = (given["ends_on"], Half(given["ends_half"])) if given["ends_on"] else None
        return {
            "reason": Reason(given["reason"]),
            "first": (given["starts_on"], Half(given["starts_half"])),
            "last": last,
            **{name: given[name] for name in ("note", "planned", "key")},
        }


class ReturnForm(UiFormMixin, forms.Form):
    ends_on = date_field("Dernier jour d'absence", initial=timezone.localdate)
    ends_half = half_field("jusqu'au")

    def last(self) -> Slot:
        return self.cleaned_data["ends_on"], Half(self.cleaned_data["ends_half"])


class RhythmForm(UiFormMixin, forms.Form):
    """The half-days of an ordinary week on which the person is expected."""

    starts_on = date_field("À partir du", initial=timezone.localdate)
    halves = forms.MultipleChoiceField(
        label="Demi-journées",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(rank), f"{NAMES[rank // 2]} {Half.values[rank % 2]}") for rank in range(14)],
    )

    def done(self) -> str:
        ticked = set(self.cleaned_data["halves"])
        return "".join("1" if str(rank) in ticked else "0" for rank in range(14))

    def lines(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Morning, then afternoon: (value, day, ticked)."""
        ticked = set(self["halves"].value() or ())
        return [
            (label, [(str(2 * day + half), NAMES[day], str(2 * day + half) in ticked) for day in range(7)])
            for half, label in enumerate(("Matin", "Après-midi"))
        ]


class PlaceForm(UiFormMixin, forms.Form):
    kind = forms.ChoiceField(label="Nature", choices=PlaceKind.choices)
    name = forms.CharField(
        label="Nom",
        max_length=80,
        help_text="Jamais le nom ni le domicile d'une personne : il part dans les abonnements.",
    )
    address = forms.CharField(label="Adresse", max_length=160, required=False)
    capacity = forms.IntegerField(label="Nombre de places", required=False, min_value=1, max_value=500)
