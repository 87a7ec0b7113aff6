"""Forms of the identity."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from alentour.identity import dates, pieces
from alentour.identity.enums import Attribut, Sexe
from alentour.identity.mapping import first_of
from alentour.identity.models import Usager
from alentour.ui import words
from alentour.ui.forms import UiFormMixin

PLACE = re.compile(r"(?:\d{2}|2[AB])\d{3}")


class TraitsForm(UiFormMixin, forms.Form):
    """The strict traits, then the names in use and how to reach the person. ``cleaned_data`` holds fields of ``Usager``."""

    birth_name = forms.CharField(label="Nom de naissance", max_length=100)
    given_names = forms.CharField(
        label="Prénoms de naissance",
        max_length=100,
        help_text="Tous, dans l'ordre de l'acte de naissance, séparés par des espaces.",
    )
    first_given_name = forms.CharField(
        label="Premier prénom de naissance",
        max_length=100,
        required=False,
        help_text="À préciser s'il est composé ; sinon, c'est le premier de la liste.",
    )
    birth_date = forms.CharField(label="Date de naissance", max_length=10, help_text="12/03/1938")
    sex = forms.ChoiceField(label="Sexe", choices=Sexe.choices, widget=forms.RadioSelect)
    birth_place = forms.CharField(
        label="Code du lieu de naissance",
        max_length=5,
        required=False,
        help_text="Code INSEE de la commune (35238 pour Rennes), ou 99… pour un pays étranger.",
    )
    used_name = forms.CharField(label="Nom utilisé", max_length=100, required=False)
    used_given_name = forms.CharField(label="Prénom utilisé", max_length=100, required=False)
    phone = forms.CharField(label="Téléphone", max_length=20, required=False, widget=forms.TextInput({"type": "tel"}))
    email = forms.EmailField(label="Courriel", required=False)
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    postal_code = forms.RegexField(r"^\d{5}$", label="Code postal", required=False)
    city = forms.CharField(label="Commune", max_length=80, required=False)

    def clean_birth_date(self) -> dates.BirthDate:
        try:
            return dates.read(self.cleaned_data["birth_date"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_birth_place(self) -> str:
        place = str(self.cleaned_data["birth_place"]).strip().upper()
        if place and not PLACE.fullmatch(place):
            raise forms.ValidationError("Un code de lieu compte cinq caractères, comme 35238, 2A004 ou 99100.")
        return place

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        born = data.pop("birth_date", None)
        if born is not None:
            data["birth_date_text"], data["birth_date_uncertain"] = born.text, born.uncertain
        if data.get("given_names") and not data.get("first_given_name"):
            data["first_given_name"] = first_of(data["given_names"])
        return data


class NewUsagerForm(TraitsForm):
    """A first meeting: the traits, and the matricule if a document shows it (its key is checked, it proves nothing)."""

    matricule = forms.CharField(
        label="Matricule INS lu sur un document",
        max_length=21,
        required=False,
        help_text="15 chiffres. Il sera confirmé par INSi.",
    )
    fictif = forms.BooleanField(
        label="Identité fictive",
        required=False,
        help_text="Pour une formation, ou une prise en charge confidentielle : l'INS ne sera jamais demandée.",
    )


class PieceForm(UiFormMixin, forms.Form):
    """Which document was shown, and the person's word that its traits are the ones on the screen."""

    document = forms.ChoiceField(label="Pièce présentée", widget=forms.RadioSelect)
    pairing = forms.ChoiceField(label="Présentée avec", required=False)
    same = forms.BooleanField(
        label="J'ai la pièce sous les yeux : chaque trait est identique à celui affiché ici",
        error_messages={"required": "Comparez chaque trait à la pièce, puis cochez cette case."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = piece_choices()  # type: ignore[attr-defined]
        self.fields["pairing"].choices = [("", "rien d'autre"), *pieces.PAIRINGS.items()]  # type: ignore[attr-defined]


class EditForm(TraitsForm):
    """Traits changed by hand; the document seen again, if it was, keeps the identity validée."""

    document = forms.ChoiceField(label="Pièce vérifiée à cette occasion", required=False)
    pairing = forms.ChoiceField(label="Présentée avec", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = [("", "aucune"), *piece_choices()]  # type: ignore[attr-defined]
        self.fields["pairing"].choices = [("", "rien d'autre"), *pieces.PAIRINGS.items()]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(usager: Usager) -> dict[str, Any]:
        names = [name for name in TraitsForm.base_fields if name != "birth_date"]
        return {name: getattr(usager, name) for name in names} | {"birth_date": words.birth(usager.birth_date_text)}


class AttributForm(UiFormMixin, forms.Form):
    attribut = forms.ChoiceField(label="Mention", choices=Attribut.choices)
    on = forms.BooleanField(required=False)
    reason = forms.CharField(label="Pourquoi", max_length=200, required=False)


def piece_choices() -> list[tuple[str, str]]:
    """The documents, those that validate first; the others are there so that their insufficiency is said."""
    ordered = sorted(pieces.table().values(), key=lambda piece: not piece.is_high_trust)
    return [(piece.code, piece.label if piece.is_high_trust else f"{piece.label} (ne suffit pas)") for piece in ordered]
