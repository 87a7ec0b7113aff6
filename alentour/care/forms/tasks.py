"""Planning a soin, and what is said of a passage."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from alentour.accounts.enums import Metier
from alentour.accounts.models import Post
from alentour.care.selectors.tasks import writable_natures
from alentour.care.tasks import WEEKDAYS, Done, Kind, Nature, Rhythm, TaskMoment, TaskSource, pack
from alentour.ui.forms import UiFormMixin

NOBODYS = {Metier.DPO, Metier.ADMIN, Metier.SECRETAIRE}
ASKED_BY = [(one.value, one.label) for one in TaskSource if one != TaskSource.EVENEMENT]


def _date(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _many(label: str, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **more
    )


class TaskForm(UiFormMixin, forms.Form):
    """What, how often, by whom, since and until when, asked by what."""

    label = forms.CharField(
        label="Soin, surveillance ou accompagnement",
        max_length=120,
        widget=forms.TextInput(attrs={"list": "catalogue", "autocomplete": "off"}),
    )
    nature = forms.ChoiceField(label="De quoi s'agit-il")
    rhythm = forms.ChoiceField(label="Rythme", choices=Rhythm.choices, initial=Rhythm.JOURS)
    moments = _many("Moments de la journée", TaskMoment.choices, help_text="Rien de coché : dans la journée.")
    weekdays = _many("Jours de la semaine", [(str(number), day) for number, day in enumerate(WEEKDAYS)])
    every = forms.IntegerField(
        label="Tous les combien",
        required=False,
        min_value=1,
        max_value=365,
        help_text="Un nombre de jours ou d'heures.",
    )
    at = forms.TimeField(
        label="Première heure",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Pour un rythme en heures.",
    )
    metiers = _many(
        "Par qui",
        [(one.value, one.label) for one in Metier if one not in NOBODYS],
        help_text="Rien de coché : toute l'équipe.",
    )
    starts_on = _date("À partir du", initial=timezone.localdate)
    ends_on = _date("Jusqu'au", required=False)
    instructions = forms.CharField(
        label="Consigne", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.ChoiceField(label="Demandé par", choices=ASKED_BY, initial=TaskSource.EQUIPE)
    source_label = forms.CharField(
        label="Référence", required=False, max_length=160, help_text="Par exemple : ordonnance du 12/11/2026."
    )
    source_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    slug = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nature = self.fields["nature"]
        assert isinstance(nature, forms.ChoiceField)
        nature.choices = [(one.value, one.label) for one in writable_natures(post)]

    def done(self) -> dict[str, Any]:
        """The arguments of ``services.plan_task``."""
        given = dict(self.cleaned_data)
        for name in ("moments", "weekdays", "metiers"):
            given[name] = pack(given[name])
        given["nature"] = Nature(given["nature"])
        rhythm = given["rhythm"]
        if rhythm == Rhythm.HEURES:
            given["moments"], given["at"] = "", given["at"] or time(8)
        if rhythm != Rhythm.SEMAINE:
            given["weekdays"] = ""
        return given


def from_catalogue(kind: Kind) -> dict[str, Any]:
    """The first values of a form for a line of the catalogue: usual, and free to change."""
    return {
        "slug": kind.slug,
        "label": kind.label,
        "nature": kind.nature.value,
        "rhythm": kind.rhythm.value,
        "every": kind.every,
        "moments": [one.value for one in kind.moments],
        "metiers": [one.value for one in kind.metiers],
    }


class SaidForm(UiFormMixin, forms.Form):
    """What came of a passage; « fait » needs one touch, the rest says why."""

    state = forms.ChoiceField(label="Ce qui s'est passé", choices=Done.choices)
    reason = forms.CharField(label="Motif", required=False, max_length=2000)
    comment = forms.CharField(
        label="Remarque", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    done_at = forms.DateTimeField(
        label="Heure du geste",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text="Laissez vide si c'est maintenant.",
    )
    postponed_at = forms.TimeField(
        label="Reporté à",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Une heure déjà passée est celle de demain.",
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def done(self) -> dict[str, Any]:
        """The arguments of ``services.record_realisation`` that a person types."""
        given = dict(self.cleaned_data)
        at, state = given.pop("postponed_at"), Done(given["state"])
        return given | {"state": state, "postponed_to": _next(at) if at and state == Done.POSTPONED else None}


def _next(at: time) -> datetime:
    """The next time the clock shows this hour."""
    now = timezone.localtime()
    found = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return found if found > now else found + timedelta(days=1)
