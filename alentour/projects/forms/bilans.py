"""A bilan: one answer an objective, then the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from alentour.projects.content import GoalContent
from alentour.projects.enums import BilanKind, ItemState, Result
from alentour.projects.forms.fields import capitalised, day, key, prose
from alentour.ui.forms import UiFormMixin


class BilanForm(UiFormMixin, forms.Form):
    """``goals``: those of the version; the active ones need a result."""

    kind = forms.ChoiceField(label="Nature", choices=capitalised(BilanKind.choices), initial=BilanKind.ANNUEL)
    done_on = day("Tenu le")
    present = prose("Étaient là", rows=2, longest=2000)
    said = prose("Ce que la personne en dit", rows=3, help="Dans ses mots.")
    synthesis = prose("Synthèse", rows=5, required=True)
    next_on = day("Prochain bilan", "Dans l'année ; laissez vide pour le rythme de la structure.")
    key = key()

    def __init__(self, *args: Any, goals: Iterable[GoalContent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = [one for one in goals if one.state == ItemState.ACTIF]
        for goal in self.goals:
            self.fields[f"result-{goal.id}"] = forms.ChoiceField(
                label=goal.title, choices=capitalised(Result.choices), widget=forms.RadioSelect
            )
            self.fields[f"text-{goal.id}"] = prose(
                "Ce qu'on a vu, ce qui a aidé, ce qui a manqué", rows=2, longest=5000
            )

    def per_goal(self) -> Iterator[tuple[GoalContent, BoundField, BoundField]]:
        for goal in self.goals:
            yield goal, self[f"result-{goal.id}"], self[f"text-{goal.id}"]

    def reviews(self) -> dict[Any, tuple[Result, str]]:
        """By id of objective."""
        given = self.cleaned_data
        return {g.id: (Result(given[f"result-{g.id}"]), given[f"text-{g.id}"]) for g in self.goals}
