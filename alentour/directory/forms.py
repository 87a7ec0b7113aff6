"""The search of the directory."""

from __future__ import annotations

from django import forms

from alentour.directory.enums import MailboxKind
from alentour.ui.forms import UiFormMixin

PROFESSIONS = [
    ("", "Toutes"),
    ("G15_10", "Médecin"),
    ("G15_60", "Infirmière, infirmier"),
    ("G15_21", "Pharmacienne, pharmacien"),
    ("G15_70", "Kinésithérapeute"),
    ("G15_91", "Orthophoniste"),
    ("G15_94", "Ergothérapeute"),
    ("G15_96", "Psychomotricienne, psychomotricien"),
    ("G15_80", "Pédicure-podologue"),
    ("G15_40", "Chirurgien-dentiste"),
    ("G15_50", "Sage-femme"),
]
KINDS = [("", "Tous"), *((kind.value, kind.label.capitalize()) for kind in MailboxKind if kind.value)]


class SearchForm(UiFormMixin, forms.Form):
    """One field for everything, three filters. Nothing is required: an empty search shows nothing."""

    q = forms.CharField(label="Nom, structure, commune, RPPS, adresse", max_length=80, required=False)
    profession = forms.ChoiceField(label="Profession", choices=PROFESSIONS, required=False)
    town = forms.CharField(label="Commune ou code postal", max_length=60, required=False)
    kind = forms.ChoiceField(label="Boîte", choices=KINDS, required=False)
