"""Fields that several forms share."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Model

from alentour.accounts.models import Post
from alentour.record.selectors import team_of

LONG = 20_000


def day(label: str, help: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, help_text=help)


def prose(label: str, *, rows: int = 3, required: bool = False, help: str = "", longest: int = LONG) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=longest, help_text=help, widget=forms.Textarea(attrs={"rows": rows})
    )


def line(label: str, *, required: bool = False, help: str = "", longest: int = 120) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=required, max_length=longest, help_text=help, widget=widget)


def key() -> forms.CharField:
    """One per form opened, so that sending it twice writes once."""
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=80, initial=lambda: uuid.uuid4().hex)


def capitalised(choices: Any) -> list[tuple[Any, str]]:
    return [(value, label[:1].upper() + label[1:]) for value, label in choices]


class RowChoice(forms.ChoiceField):
    """One of the rows given, or none; no query of its own."""

    def __init__(self, *, empty: str = "Choisir…", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.empty = empty
        self.rows: dict[str, Model] = {}

    def offer(self, rows: Sequence[tuple[Model, str]]) -> None:
        """``rows``: (row, its words)."""
        self.rows = {str(row.pk): row for row, _ in rows}
        self.choices = [("", self.empty), *((str(row.pk), said) for row, said in rows)]

    def clean(self, value: Any) -> Model | None:
        return self.rows.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return str(value.pk) if isinstance(value, Model) else value


def team_choices(projet: Any, *also: Post | None) -> list[tuple[Post, str]]:
    """The posts beside the person, and those already named in the form."""
    found = {member.post_id: member.post for member in team_of(projet.usager)}
    found |= {post.pk: post for post in also if post is not None}
    return [(post, f"{post.professional} ({post.metier_label})") for post in found.values()]
