"""The form of an entry: for whom, when, where, and how it comes back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from alentour.accounts.models import Post
from alentour.agenda.enums import Extent, Frequency, Kind, PlaceKind
from alentour.agenda.models import Place
from alentour.agenda.presenters.items import first_up
from alentour.agenda.recurrence import NAMES, Rule, at, local, midnight
from alentour.agenda.selectors.entries import Occurrence, colleagues, places
from alentour.agenda.services import Plan
from alentour.identity.models import Usager
from alentour.record.access import visible_usagers
from alentour.ui.forms import UiFormMixin


def date_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def time_field(label: str) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class EntryForm(UiFormMixin, forms.Form):
    """``people`` are the persons it is for, among those the post meets; the others are left out without a word."""

    kind = forms.ChoiceField(label="Nature", choices=[(one.value, first_up(one.label)) for one in Kind])
    title = forms.CharField(label="Intitulé", required=False, max_length=160)
    day = date_field("Jour")
    start = time_field("De")
    end = time_field("À")
    end_day = date_field("Finit un autre jour, le", required=False)
    all_day = forms.BooleanField(label="Toute la journée", required=False)
    posts = forms.MultipleChoiceField(label="Professionnels", required=False, widget=forms.CheckboxSelectMultiple)
    place = forms.ChoiceField(label="Salle ou lieu", required=False)
    vehicle = forms.ChoiceField(label="Véhicule", required=False)
    where = forms.CharField(label="Autre lieu", required=False, max_length=200)
    outside_pro = forms.CharField(label="Professionnel extérieur", required=False, max_length=160)
    note = forms.CharField(label="Note", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    frequency = forms.ChoiceField(label="Répétition", required=False, choices=Frequency.choices)
    every = forms.IntegerField(label="Une fois sur", required=False, min_value=1, max_value=52)
    weekdays = forms.MultipleChoiceField(
        label="Les jours",
        required=False,
        choices=[(str(rank), name) for rank, name in enumerate(NAMES)],
        widget=forms.CheckboxSelectMultiple,
    )
    until = date_field("Jusqu'au (compris)", required=False)
    keep = forms.BooleanField(label="Maintenir malgré le conflit", required=False)
    extent = forms.ChoiceField(
        label="Ce changement vaut pour", required=False, choices=Extent.choices, widget=forms.RadioSelect
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, post: Post, usagers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people_of(post, usagers)
        self.colleagues = {str(one.id): one for one in colleagues(post)}
        self.places: dict[str, Place] = {str(one.id): one for one in places(post)}
        self._choices(
            "posts", [(key, f"{one.professional} ({one.metier_label})") for key, one in self.colleagues.items()]
        )
        cars = [(key, one.name) for key, one in self.places.items() if one.kind == PlaceKind.VEHICULE]
        rooms = [(key, one.name) for key, one in self.places.items() if one.kind != PlaceKind.VEHICULE]
        self._choices("place", [("", "aucun"), *rooms])
        self._choices("vehicle", [("", "aucun"), *cars])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("all_day"):
            for name in ("start", "end"):
                if given.get(name) is None and name not in self.errors:
                    self.add_error(name, "À renseigner, ou cochez « Toute la journée ».")
        return given

    def done(self) -> Plan:
        """What was decided, for the services."""
        given = self.cleaned_data
        last: date = given["end_day"] or given["day"]
        whole = given["all_day"]
        return Plan(
            kind=Kind(given["kind"]),
            starts_at=midnight(given["day"]) if whole else at(given["day"], given["start"]),
            ends_at=midnight(last + timedelta(1)) if whole else at(last, given["end"]),
            all_day=whole,
            usagers=tuple(self.people),
            posts=tuple(self.colleagues[one] for one in given["posts"]),
            place=self.places.get(given["place"]),
            vehicle=self.places.get(given["vehicle"]),
            rule=self._rule(),
            **{name: given[name] for name in ("title", "note", "where", "outside_pro")},
        )

    def _rule(self) -> Rule | None:
        given = self.cleaned_data
        if not given["frequency"]:
            return None
        weekly = given["frequency"] == Frequency.WEEK
        return Rule(
            frequency=Frequency(given["frequency"]),
            every=given["every"] or 1,
            weekdays=frozenset(int(one) for one in given["weekdays"]) if weekly else frozenset(),
            until=given["until"],
        )

    @property
    def chosen(self) -> list[str]:
        """The professionals ticked, to leave the list folded when it is right."""
        return [str(self.colleagues[one].professional) for one in self["posts"].value() or [] if one in self.colleagues]


def people_of(post: Post, ids: list[str]) -> list[Usager]:
    """The persons of these ids whom the post meets, in the order of their names."""
    found = []
    for text in ids[:200]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(visible_usagers(post).filter(pk__in=found).order_by("nom_n", "prenom_n")) if found else []


def initial_of(one: Occurrence) -> dict[str, Any]:
    """The form of an entry as it stands."""
    entry, start, end = one.entry, local(one.starts_at), local(one.ends_at)
    last = (end - timedelta(seconds=1)).date() if entry.all_day else end.date()
    return {
        **{name: getattr(entry, name) for name in ("kind", "title", "where", "outside_pro", "note", "all_day")},
        "day": start.date(),
        "end_day": last if last != start.date() else None,
        "start": None if entry.all_day else start.time(),
        "end": None if entry.all_day else end.time(),
        "posts": [str(colleague.id) for colleague in one.posts],
        "place": str(entry.place_id or ""),
        "vehicle": str(entry.vehicle_id or ""),
        "frequency": entry.frequency,
        "every": entry.every,
        "weekdays": entry.weekdays.split(",") if entry.weekdays else [],
        "until": entry.until,
        "extent": Extent.THIS,
        "based_on": entry.sequence,
    }
