"""Forms of the two exceptions: what the person closes, what an emergency opens."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from alentour.accounts.enums import DataClass, Metier
from alentour.accounts.models import Post
from alentour.identity.models import Usager
from alentour.record import breakglass, oppositions
from alentour.record.barriers import EmergencyReason, Verdict
from alentour.record.enums import GivenBy, Means
from alentour.ui.forms import UiFormMixin


def _capitalised(choices: Any) -> list[tuple[str, str]]:
    return [(value, label[:1].upper() + label[1:]) for value, label in choices]


class OppositionForm(UiFormMixin, forms.Form):
    """What she closes, to whom, how she said it."""

    kind = forms.ChoiceField(label="Elle ne veut pas que soient lus")
    metier = forms.ChoiceField(label="Par ce métier", required=False)
    post = forms.ModelChoiceField(
        label="Ou par cette personne",
        queryset=Post.objects.none(),
        required=False,
        empty_label="Personne en particulier",
    )
    in_emergency = forms.BooleanField(
        label="Elle le refuse même si sa vie est en danger et qu'elle ne peut pas parler", required=False
    )
    given_by = forms.ChoiceField(label="Exprimée par", choices=_capitalised(GivenBy.choices))
    given_by_name = forms.CharField(
        label="Nom de qui l'exprime, si ce n'est pas la personne", max_length=120, required=False
    )
    means = forms.ChoiceField(label="Recueillie", choices=_capitalised(Means.choices))
    note = forms.CharField(label="Précision", max_length=500, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, usager: Usager, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, _whole(kind)) for kind in oppositions.opposable()]
        self.fields["kind"].choices = _capitalised(kinds)  # type: ignore[attr-defined]
        metiers = [(metier.value, metier.label) for metier in oppositions.closable_metiers()]
        self.fields["metier"].choices = [("", "Aucun métier en entier"), *metiers]  # type: ignore[attr-defined]
        self.fields["post"].queryset = oppositions.recipients(usager)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        if data.get("given_by") not in {None, GivenBy.PERSONNE} and not data.get("given_by_name"):
            self.add_error("given_by_name", "Écrivez le nom de la personne qui l'a exprimée.")
        data["metier"] = Metier(data["metier"]) if data.get("metier") else None
        for name, words in (("kind", DataClass), ("given_by", GivenBy), ("means", Means)):
            if name in data:
                data[name] = words(data[name])
        return data


def _whole(kind: DataClass) -> str:
    return "tout le dossier (pour une personne nommée)" if kind == DataClass.IDENTITE else kind.label


class EmergencySearch(UiFormMixin, forms.Form):
    """The exact name and birth date of somebody one does not follow."""

    name = forms.CharField(
        label="Nom exact",
        max_length=120,
        help_text="De naissance ou utilisé.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    birth = forms.CharField(
        label="Date de naissance",
        max_length=10,
        help_text="JJ/MM/AAAA",
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric", "placeholder": "12/03/1938"}),
    )

    def clean_birth(self) -> str:
        found = re.fullmatch(r"(\d{2})[/. -](\d{2})[/. -](\d{4})", str(self.cleaned_data["birth"]).strip())
        if found is None:
            raise forms.ValidationError("Écrivez la date comme 12/03/1938.")
        return f"{found[3]}-{found[2]}-{found[1]}"


class EmergencyForm(UiFormMixin, forms.Form):
    """Why, and what is happening."""

    reason = forms.ChoiceField(label="Motif", choices=EmergencyReason.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Ce qui se passe",
        max_length=breakglass.MOST_LETTERS,
        min_length=breakglass.FEWEST_LETTERS,
        help_text="Lu par le médecin ou l'IDEC, la direction et le DPO : dites la situation, sans détail médical.",
        error_messages={"min_length": f"Écrivez ce qui se passe, en {breakglass.FEWEST_LETTERS} caractères au moins."},
        widget=forms.Textarea({"rows": 3}),
    )

    def clean_reason(self) -> EmergencyReason:
        return EmergencyReason(self.cleaned_data["reason"])


class ReviewForm(UiFormMixin, forms.Form):
    verdict = forms.ChoiceField(label="Conclusion", choices=_capitalised(Verdict.choices))
    note = forms.CharField(label="Remarque", max_length=300, required=False)

    def clean_verdict(self) -> Verdict:
        return Verdict(self.cleaned_data["verdict"])
