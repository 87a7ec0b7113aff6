"""Forms of the record."""

from __future__ import annotations

from typing import Any

from django import forms

from alentour.accounts.models import Post
from alentour.identity.models import Usager
from alentour.record import rules, selectors
from alentour.record.enums import (
    CircleRole,
    ConsentObject,
    Decision,
    GivenBy,
    Means,
    TeamRole,
)
from alentour.record.forms.fields import DAY, capitalised
from alentour.ui.forms import UiFormMixin


class TeamForm(UiFormMixin, forms.Form):
    """A post of the structure that is not yet beside the person."""

    post = forms.ModelChoiceField(label="Professionnel", queryset=Post.objects.none(), empty_label="Choisir…")
    role = forms.ChoiceField(label="Place dans l'équipe", choices=capitalised(TeamRole.choices))
    starts_on = forms.DateField(label="À partir du", required=False, widget=forms.DateInput(DAY))

    def __init__(self, *args: Any, usager: Usager, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = selectors.could_join(usager)  # type: ignore[attr-defined]
        self.fields["role"].initial = TeamRole.SOINS


class CircleForm(UiFormMixin, forms.Form):
    """Somebody the directory does not know; what it knows is added from its lines."""

    role = forms.ChoiceField(label="Rôle auprès de la personne", choices=capitalised(CircleRole.choices))
    name = forms.CharField(label="Nom", max_length=120)
    profession = forms.CharField(label="Profession", max_length=80, required=False)
    structure_name = forms.CharField(label="Structure", max_length=120, required=False)
    town = forms.CharField(label="Commune", max_length=80, required=False)
    phone = forms.CharField(label="Téléphone", max_length=20, required=False, widget=forms.TextInput({"type": "tel"}))


class ConsentForm(UiFormMixin, forms.Form):
    """What the person decided, about what, by whom and how she said it."""

    object = forms.ChoiceField(label="La décision porte sur")
    decision = forms.ChoiceField(label="Décision", choices=capitalised(Decision.choices), widget=forms.RadioSelect)
    given_by = forms.ChoiceField(label="Donnée par", choices=capitalised(GivenBy.choices))
    given_by_name = forms.CharField(
        label="Nom de qui la donne, si ce n'est pas la personne", max_length=120, required=False
    )
    means = forms.ChoiceField(label="Recueillie", choices=capitalised(Means.choices))
    until = forms.DateField(label="Valable jusqu'au", required=False, widget=forms.DateInput(DAY))
    note = forms.CharField(label="Précision", max_length=500, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, one.label) for one in rules.collectable(post)]
        self.fields["object"].choices = capitalised(choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        if data.get("given_by") not in {None, GivenBy.PERSONNE} and not data.get("given_by_name"):
            self.add_error("given_by_name", "Écrivez le nom de la personne qui a donné cette décision.")
        for name, kind in (("object", ConsentObject), ("decision", Decision), ("given_by", GivenBy), ("means", Means)):
            if name in data:
                data[name] = kind(data[name])
        return data


class PeopleFilter(UiFormMixin, forms.Form):
    """The filters of the list of persons."""

    q = forms.CharField(
        label="Nom, prénom ou date de naissance",
        max_length=80,
        required=False,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    mine = forms.BooleanField(label="Mon équipe seulement", required=False)
    active = forms.ChoiceField(label="Suivi", choices=[("", "En cours"), ("tous", "Tous les dossiers")], required=False)
