"""The fields of the record: what people type, checked and said in French."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone

DAY = {"type": "date"}
FIRST, LAST = date(1900, 1, 1), 60 * 365
_PARTIAL = (
    re.compile(r"(?P<d>\d{1,2})[/. -](?P<m>\d{1,2})[/. -](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})(-(?P<d>\d{2}))?"),
    re.compile(r"(?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})"),
)


def capitalised(choices: Any) -> list[tuple[str, str]]:
    return [(value, label[:1].upper() + label[1:]) for value, label in choices]


def said(label: str, *, size: int = 120, rows: int = 0, required: bool = False, help_text: str = "") -> forms.CharField:
    """A few words, or a text of ``rows`` lines."""
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=size, required=required, help_text=help_text, widget=widget)


def phone_field(label: str = "Téléphone") -> forms.CharField:
    return forms.CharField(label=label, max_length=20, required=False, widget=forms.TextInput({"type": "tel"}))


def one_of(label: str, words: type[TextChoices], *, required: bool = False, help_text: str = "") -> forms.ChoiceField:
    choices = capitalised(words.choices)
    return forms.ChoiceField(
        label=label, choices=choices if required else [("", "—"), *choices], required=required, help_text=help_text
    )


def tick(label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


class DayField(forms.DateField):
    """A day that the calendar of a life can hold; ``past``: not after today."""

    def __init__(self, label: str, *, required: bool = False, past: bool = False, help_text: str = "") -> None:
        self.past = past
        super().__init__(
            label=label, required=required, help_text=help_text, widget=forms.DateInput(DAY, format="%Y-%m-%d")
        )

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is None:
            return None
        today = timezone.localdate()
        if self.past and day > today:
            raise ValidationError("Cette date n'est pas encore arrivée.")
        if not FIRST <= day <= today + timedelta(days=LAST):
            raise ValidationError("Vérifiez l'année de cette date.")
        return day


class MomentField(forms.DateTimeField):
    """A day and an hour, as the phone and the desk type them."""

    def __init__(self, label: str, *, required: bool = False, help_text: str = "") -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d"]
        super().__init__(label=label, required=required, help_text=help_text, widget=widget, input_formats=formats)

    def clean(self, value: Any) -> Any:
        moment = super().clean(value)
        if moment is not None and not FIRST <= moment.date() <= timezone.localdate() + timedelta(days=LAST):
            raise ValidationError("Vérifiez l'année de cette date.")
        return moment


class PartialField(forms.CharField):
    """A date of which often only the year is known: « 2012 », « 03/2012 », « 12/03/2012 »; kept as YYYY[-MM[-DD]]."""

    def __init__(self, label: str, *, required: bool = False) -> None:
        super().__init__(
            label=label,
            max_length=10,
            required=required,
            help_text="12/03/2012, 03/2012 ou 2012 si vous n'en savez pas plus.",
        )

    def prepare_value(self, value: Any) -> Any:
        return "/".join(reversed(str(value).split("-"))) if value else value

    def clean(self, value: Any) -> str:
        typed = super().clean(value).strip()
        if not typed:
            return ""
        found = next((match for shape in _PARTIAL if (match := shape.fullmatch(typed))), None)
        if found is None:
            raise ValidationError("Écrivez 12/03/2012, 03/2012 ou 2012.")
        parts = found.groupdict()
        year, month, day = str(parts["y"]), parts.get("m"), parts.get("d")
        try:
            when = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise ValidationError("Cette date n'existe pas au calendrier.") from None
        if not FIRST <= when <= timezone.localdate():
            raise ValidationError("Vérifiez cette date : elle est à venir, ou trop ancienne.")
        return (
            f"{year}-{int(month):02d}-{int(day):02d}"
            if month and day
            else f"{year}-{int(month):02d}"
            if month
            else year
        )


class NirField(forms.CharField):
    """A social security number with its key, as the card writes it; spaces are free. Never taken for an INS."""

    def clean(self, value: Any) -> str:
        typed = re.sub(r"\s", "", super().clean(value)).upper()
        if not typed:
            return ""
        if not re.fullmatch(r"[1-478]\d{4}(\d{2}|2[AB])\d{8}", typed):
            raise ValidationError("Le numéro de sécurité sociale compte quinze caractères, clé comprise.")
        digits = typed[:13].replace("2A", "19").replace("2B", "18")
        if 97 - int(digits) % 97 != int(typed[13:]):
            raise ValidationError("La clé ne correspond pas à ce numéro : vérifiez chaque chiffre.")
        return typed


def decimal_field(label: str, *, top: int, digits: int = 2, help_text: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(top),
        decimal_places=digits,
        help_text=help_text,
    )
