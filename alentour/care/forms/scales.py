"""The sheet of a scale, made from its table: every line may stay empty, nothing outside the table passes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from alentour.care.forms.measures import hour_field
from alentour.care.scales import Scale, ScaleItem
from alentour.care.selectors.scales import Proposed
from alentour.ui.forms import UiFormMixin

OUTSIDE = "Cette réponse n'est pas dans la grille : choisissez-en une de la liste."


class ScaleForm(UiFormMixin, forms.Form):
    """One field an item. ``proposed`` answers what the constantes know, and says so; it stays the professional's to change."""

    note = forms.CharField(label="Remarques", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, scale: Scale, proposed: dict[str, Proposed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale = scale
        for item in scale.items:
            self.fields[item.key] = _field(item, proposed.get(item.key))
        self.fields["done_at"] = hour_field()
        self.fields["done_at"].label = "Heure de l'observation"
        self.fields["done_at"].help_text = "Quand la personne a été observée, pas l'heure de la saisie."

    def answers(self) -> dict[str, str]:
        """What ``services.answer_scale`` keeps."""
        given = {item.key: str(self.cleaned_data.get(item.key) or "").strip() for item in self.scale.items}
        return {key: answer for key, answer in given.items() if answer}

    def seen_at(self) -> datetime | None:
        return parse_datetime(self.cleaned_data.get("seen", "") or "")

    def show_again(self, updated_at: datetime) -> None:
        """What was typed, on the draft as it is now: sending it again replaces it knowingly."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = updated_at.isoformat()
        self.data = data

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the name of their part, in the order of the table."""
        found: dict[str, list[forms.BoundField]] = {}
        for item in self.scale.items:
            found.setdefault(item.part, []).append(self[item.key])
        return list(found.items())

    def clean(self) -> dict[str, Any]:
        super().clean()
        for item in self.scale.items:
            answer = str(self.cleaned_data.get(item.key) or "").strip()
            if answer and item.is_number and answer not in {one.key for one in item.answers}:
                self.add_error(
                    item.key, f"Un nombre entier de {item.answers[0].key} à {item.answers[-1].key} est attendu."
                )
        return self.cleaned_data


def _field(item: ScaleItem, proposed: Proposed | None) -> forms.Field:
    words = proposed.words if proposed else ""
    initial = proposed.answer if proposed else None
    if item.is_number:
        box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        return forms.CharField(label=item.label, required=False, max_length=8, widget=box, initial=initial)
    choices = [(one.key, f"{one.label}{_points(one.points)}") for one in item.answers]
    return forms.ChoiceField(
        label=item.label, choices=choices, required=False, widget=forms.RadioSelect, initial=initial, help_text=words,
        error_messages={"invalid_choice": OUTSIDE},
    )  # fmt: skip


def _points(points: int | None) -> str:
    return "" if points is None else f" ({points})"
