"""Forms of the log-in and of the accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from alentour.accounts.enums import Metier
from alentour.accounts.models import Professional
from alentour.ui.forms import UiFormMixin

DAY = {"type": "date"}
METIERS = [("", "Choisir…"), *Metier.choices]


class LocalLoginForm(forms.Form):
    """Identifier and password of a local account."""

    username = forms.CharField(label="Identifiant", max_length=80, widget=forms.TextInput({"autocomplete": "username"}))
    password = forms.CharField(
        label="Mot de passe", max_length=200, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )


class CodeForm(UiFormMixin, forms.Form):
    """The six digits of the application, or a recovery code."""

    code = forms.CharField(
        label="Code à six chiffres",
        max_length=40,
        help_text="Celui de votre application ; ou l'un de vos codes de secours.",
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}),
    )


class EnrolForm(UiFormMixin, forms.Form):
    """The first code of a new application, and how one will recognise it."""

    code = forms.CharField(
        label="Code à six chiffres affiché par l'application",
        max_length=10,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    name = forms.CharField(label="Nom de l'appareil", max_length=64, required=False, initial="Mon téléphone")


class PasswordForm(UiFormMixin, forms.Form):
    """A password of twelve characters at least, typed twice."""

    password = forms.CharField(
        label="Mot de passe",
        max_length=200,
        help_text="Douze caractères au moins ; une phrase se retient mieux qu'un mot compliqué.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Le même, une seconde fois", max_length=200, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, person: Professional, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        password = data.get("password")
        if password and data.get("again") and password != data["again"]:
            self.add_error("again", "Les deux mots de passe sont différents.")
        if password:
            try:
                validate_password(password, self.person)
            except forms.ValidationError as refusal:
                self.add_error("password", refusal)
        return data


class ChangePasswordForm(PasswordForm):
    current = forms.CharField(
        label="Mot de passe actuel",
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    field_order = ("current", "password", "again")

    def clean_current(self) -> str:
        current = str(self.cleaned_data["current"])
        if not self.person.check_password(current):
            raise forms.ValidationError("Ce n'est pas votre mot de passe actuel.")
        return current


class PostForm(UiFormMixin, forms.Form):
    """A post to open: métier, wording, first and last days."""

    metier = forms.ChoiceField(label="Métier", choices=METIERS)
    label = forms.CharField(label="Intitulé, s'il est plus précis", max_length=80, required=False)
    starts_on = forms.DateField(label="À partir du", required=False, widget=forms.DateInput(DAY))
    ends_on = forms.DateField(label="Jusqu'au", required=False, widget=forms.DateInput(DAY))

    def clean_metier(self) -> Metier:
        return Metier(self.cleaned_data["metier"])

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "Le dernier jour vient avant le premier.")
        return data


class NewAccountForm(PostForm):
    """A professional and their first post. With a RPPS, Pro Santé Connect opens the account; without, an invitation does."""

    given_name = forms.CharField(label="Prénom", max_length=80)
    family_name = forms.CharField(label="Nom", max_length=80)
    civility = forms.ChoiceField(label="Civilité", choices=[("", "—"), ("MME", "Mme"), ("M", "M.")], required=False)
    username = forms.CharField(
        label="Identifiant du compte local",
        max_length=80,
        required=False,
        help_text="Pour qui n'a ni e-CPS ni carte CPS. Laissez vide avec un numéro RPPS.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    rpps = forms.RegexField(
        label="Numéro RPPS",
        regex=r"^\d{11}$",
        required=False,
        error_messages={"invalid": "Un numéro RPPS a onze chiffres."},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = (
        "given_name",
        "family_name",
        "civility",
        "metier",
        "label",
        "rpps",
        "username",
        "starts_on",
        "ends_on",
    )

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"]).strip().lower()
        if username and Professional.objects.filter(username=username).exists():
            raise forms.ValidationError("Cet identifiant est déjà pris : choisissez-en un autre.")
        return username

    def clean_rpps(self) -> str:
        rpps = str(self.cleaned_data["rpps"] or "")
        if rpps and Professional.objects.filter(idnps=f"8{rpps}").exists():
            raise forms.ValidationError(
                "Ce numéro RPPS a déjà un compte : ouvrez-lui un poste depuis la recherche par RPPS ci-dessous."
            )
        return rpps

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and bool(data.get("username")) == bool(data.get("rpps")):
            self.add_error("username", "Donnez un numéro RPPS, ou un identifiant local : l'un des deux.")
        return data
