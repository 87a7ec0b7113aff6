from __future__ import annotations

from django import forms


class LocalLoginForm(forms.Form):
    """Identifier and password of a local account."""

    username = forms.CharField(label="Identifiant", max_length=80, widget=forms.TextInput({"autocomplete": "username"}))
    password = forms.CharField(
        label="Mot de passe", max_length=200, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
