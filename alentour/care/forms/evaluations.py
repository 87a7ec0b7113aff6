"""The AGGIR grid: a letter and four adverbs a line, a letter of one's own where the sources disagree."""

from __future__ import annotations

from typing import Any

from django import forms

from alentour.care.mapping import ADVERBS, ALL_VARIABLES, ILLUSTRATIVE, Item, items_of, letter_from
from alentour.ui.forms import UiFormMixin

LETTERS = [("", "non évalué"), ("A", "A, seul"), ("B", "B, en partie"), ("C", "C, ne fait pas")]
OWN = [("", "d'après les lignes"), ("A", "A"), ("B", "B"), ("C", "C")]


class AggirForm(UiFormMixin, forms.Form):
    """Every line may stay empty: the grid is kept as it is, and has no GIR until it is complete."""

    done_on = forms.DateField(
        label="Évaluée le", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label="Remarques", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, answers: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items, own = answers.get("items", {}), answers.get("own", {})
        for variable in ALL_VARIABLES:
            for item in items_of(variable):
                known = items.get(item.key, {})
                self.fields[item.key] = forms.ChoiceField(
                    label=item.label, choices=LETTERS, required=False, initial=known.get("letter", "")
                )
                self.fields[f"{item.key}:adverbs"] = forms.MultipleChoiceField(
                    label=f"{item.label} : le fait", choices=list(ADVERBS.items()), required=False,
                    widget=forms.CheckboxSelectMultiple, initial=known.get("adverbs", []),
                )  # fmt: skip
            if variable.parts:
                self.fields[f"{variable.key}:own"] = forms.ChoiceField(
                    label=f"Lettre de « {variable.label} »",
                    choices=OWN,
                    required=False,
                    initial=own.get(variable.key, ""),
                )

        known = answers.get("illustrative", {})
        for key, label in ILLUSTRATIVE.items():
            self.fields[f"ill:{key}"] = forms.ChoiceField(
                label=label, choices=LETTERS, required=False, initial=known.get(key, "")
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        for variable in ALL_VARIABLES:
            for item in items_of(variable):
                self._agree(item)
        return self.cleaned_data

    def _agree(self, item: Item) -> None:
        """The adverbs say the letter; a letter that they contradict is told. B alone is enough when the detail is not known."""
        adverbs = self.cleaned_data.get(f"{item.key}:adverbs", [])
        letter = self.cleaned_data.get(item.key, "")
        if not adverbs:
            return
        said = letter_from({name: name in adverbs for name in ADVERBS})
        if letter and letter != said:
            self.add_error(item.key, f"Les adverbes cochés donnent {said} : corrigez la lettre ou les adverbes.")
        self.cleaned_data[item.key] = said

    def answers(self) -> dict[str, Any]:
        """What ``services.answer_evaluation`` keeps."""
        items: dict[str, Any] = {}
        own: dict[str, str] = {}
        for variable in ALL_VARIABLES:
            for item in items_of(variable):
                if letter := self.cleaned_data.get(item.key):
                    items[item.key] = {"letter": letter, "adverbs": self.cleaned_data[f"{item.key}:adverbs"]}
            if variable.parts and (letter := self.cleaned_data.get(f"{variable.key}:own")):
                own[variable.key] = letter
        aside = {key: letter for key in ILLUSTRATIVE if (letter := self.cleaned_data.get(f"ill:{key}"))}
        return {"items": items, "own": own, "illustrative": aside}

    def aside(self) -> list[forms.BoundField]:
        """The illustrative variables, kept aside from the computation."""
        return [self[f"ill:{key}"] for key in ILLUSTRATIVE]

    def groups(self) -> list[dict[str, Any]]:
        """The grid as the template walks it."""
        return [
            {
                "variable": variable,
                "own": self[f"{variable.key}:own"] if variable.parts else None,
                "lines": [(self[item.key], self[f"{item.key}:adverbs"]) for item in items_of(variable)],
            }
            for variable in ALL_VARIABLES
        ]
