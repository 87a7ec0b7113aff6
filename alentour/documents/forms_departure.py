"""The form of a departure for the emergency ward."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from alentour.documents.urgence.leaving import Departure
from alentour.record.models import Device
from alentour.ui.forms import UiFormMixin

STAMP = "%Y-%m-%dT%H:%M"
KNOWN = [("", "On ne sait pas"), ("oui", "Oui"), ("non", "Non")]


def _moment(label: str, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=STAMP)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[STAMP], **more)


class DepartureForm(UiFormMixin, forms.Form):
    """Everything but the reason may stay empty: what is not known is written as not known."""

    reason = forms.CharField(
        label="Motif du départ", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce qui s'est passé, depuis quand, ce qui a été fait.",
    )  # fmt: skip
    leaves_at = _moment("Départ à")
    destination = forms.CharField(label="Vers", max_length=160, required=False, help_text="L'hôpital, le service.")
    awake = forms.ChoiceField(label="Consciente et éveillée, ou conscient et éveillé", choices=KNOWN, required=False)
    consciousness = forms.CharField(label="Comment elle ou il réagit", max_length=300, required=False)
    pains = forms.CharField(
        label="Où a-t-elle, où a-t-il mal", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Un endroit par ligne. Vide : la question n'a pas été posée.",
    )  # fmt: skip
    no_pain = forms.BooleanField(label="Aucune douleur signalée", required=False)
    last_meal = _moment("Dernier repas", required=False)
    objects = forms.MultipleChoiceField(
        label="Ce qui part avec la personne", required=False, widget=forms.CheckboxSelectMultiple
    )
    comment = forms.CharField(
        label="À dire de plus", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, devices: Sequence[Device], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.devices = {str(one.pk): one for one in devices}
        field = self.fields["objects"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, _name(one)) for key, one in self.devices.items()]
        if not self.devices:
            del self.fields["objects"]

    def clean_leaves_at(self) -> datetime:
        at: datetime = self.cleaned_data["leaves_at"]
        if abs(at - timezone.now()) > timedelta(days=1):
            raise forms.ValidationError("L'heure du départ est à plus d'un jour d'ici : vérifiez la date.")
        return at

    def clean_last_meal(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["last_meal"]
        if at and at > timezone.now():
            raise forms.ValidationError("Le dernier repas ne peut pas être à venir.")
        return at

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("no_pain") and (given.get("pains") or "").strip():
            self.add_error("no_pain", "Vous dites aucune douleur, et vous en écrivez une : gardez l'un des deux.")
        return given

    def said(self) -> Departure:
        given = self.cleaned_data
        places = [line.strip() for line in given["pains"].splitlines() if line.strip()]
        taken = [self.devices[key] for key in given.get("objects", [])]
        return Departure(
            reason=given["reason"].strip(),
            leaves_at=given["leaves_at"].isoformat(),
            destination=given["destination"].strip(),
            awake={"oui": True, "non": False}.get(given["awake"]),
            consciousness=given["consciousness"].strip(),
            pains=[] if given["no_pain"] else places or None,
            last_meal=given["last_meal"].isoformat() if given["last_meal"] else "",
            objects=[{"kind": one.kind, "text": _name(one)} for one in taken] if self.devices else None,
        )


def _name(one: Device) -> str:
    return f"{one.get_kind_display()}, {one.label}" if one.label else str(one.get_kind_display())
