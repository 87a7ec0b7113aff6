"""The forms of the stay: entering, leaving for a while, coming back, changing room, leaving for good."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from alentour.core.ids import uuid7
from alentour.record.enums import EntryMode, ExitMode, MovementKind, StayKind
from alentour.record.forms.fields import DayField, MomentField, capitalised, one_of, phone_field, said
from alentour.ui.forms import UiFormMixin


class StayForm(UiFormMixin, forms.Form):
    kind = one_of("Accueil", StayKind, required=True)
    starts_on = DayField("Entrée le", required=True, help_text="Un jour à venir est une entrée prévue.")
    unit = said("Unité ou groupe", size=60)
    place = said("Chambre ou secteur", size=40)
    admitted_on = DayField("Admission prononcée le", past=True)
    entry_mode = one_of("Vient de", EntryMode)
    origin = said("Provenance", help_text="Par exemple : CHU de Rennes, médecine gériatrique.")
    referrer = said("Demande faite par")
    planned_end = DayField("Départ prévu le", help_text="Pour un accueil temporaire.")
    file_number = said("Numéro de dossier", size=40)
    inventory = said("Trousseau et objets confiés", size=2000, rows=2)
    comment = said("Commentaire", size=1000, rows=2)


class LeaveForm(UiFormMixin, forms.Form):
    ends_on = DayField(
        "Dernier jour", required=True, help_text="Un jour à venir est un départ prévu, à confirmer le moment venu."
    )
    exit_mode = one_of("Vers", ExitMode)
    destination = said("Destination")
    reason = said("Motif")


class KeyedForm(UiFormMixin, forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {"key": uuid7(), "at": timezone.localtime(), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)


class OutForm(KeyedForm):
    """``why`` is for those who write health only."""

    kind = one_of("Nature", MovementKind, required=True)
    at = MomentField("Départ", required=True)
    where = said("Où", help_text="Par exemple : CHU de Rennes, cardiologie ; chez sa fille à Brest.")
    phone = phone_field("Téléphone sur place")
    expected_on = DayField("Retour prévu le")
    why = said("Motif médical", size=1000, rows=2)

    def __init__(self, *args: Any, with_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        out = [(one.value, one.label) for one in MovementKind if one != MovementKind.CHAMBRE]
        self.fields["kind"].choices = capitalised(out)  # type: ignore[attr-defined]
        if not with_why:
            del self.fields["why"]


class BackForm(KeyedForm):
    at = MomentField("Retour", required=True, help_text="Un moment à venir est un retour prévu.")
    note = said(
        "Au retour", size=1000, rows=2, help_text="Ce que l'équipe doit savoir : surveillances, documents remis."
    )


class RoomForm(KeyedForm):
    at = MomentField("À partir du", required=True)
    unit = said("Unité ou groupe", size=60)
    place = said("Chambre ou secteur", size=40, required=True)
