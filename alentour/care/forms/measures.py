"""Forms of the constantes: the relevé, the limits of a person."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from alentour.care.constantes import Constante, constantes, why_impossible
from alentour.care.selectors.measures import Limits
from alentour.care.services.measures import Unlikely, check
from alentour.core.doors import Refused
from alentour.ui.forms import UiFormMixin

PAIN = "douleur"
NUMBER = re.compile(r"[0-9]{1,6}([.,][0-9]{1,4})?")


class MeasureField(forms.CharField):
    """A number as people write it (« 37,5 »), checked against what is possible."""

    def __init__(self, kind: Constante, **kwargs: Any) -> None:
        self.kind = kind
        attrs = {"inputmode": "decimal" if kind.decimals else "numeric", "autocomplete": "off"}
        kwargs.setdefault("label", kind.label)
        super().__init__(required=False, max_length=8, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if not NUMBER.fullmatch(text.replace(" ", "")):
            raise forms.ValidationError("Un nombre est attendu, par exemple 37,5.")
        number = Decimal(text.replace(",", ".").replace(" ", ""))
        if trouble := why_impossible(self.kind, number):
            raise forms.ValidationError(trouble)
        return number


def hour_field() -> forms.DateTimeField:
    return forms.DateTimeField(
        label="Heure de la mesure",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text="Laissez vide si c'est maintenant.",
    )


class ReadingForm(UiFormMixin, forms.Form):
    """Every constante on one screen. Unusual values come back with a box to tick; nothing typed is lost."""

    note = forms.CharField(label="Remarque", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for slug, kind in constantes().items():
            if slug == PAIN:
                choices = [("", "non cotée")] + [(str(step), str(step)) for step in range(11)]
                self.fields[slug] = forms.ChoiceField(
                    label=kind.label, choices=choices, required=False, widget=forms.RadioSelect
                )
            else:
                self.fields[slug] = MeasureField(kind)
        self.fields["done_at"] = hour_field()
        self.fields["confirmed"] = forms.BooleanField(label="J'ai vérifié ces valeurs", required=False)
        self.unusual = ""

    def values(self) -> dict[str, Decimal]:
        given = {slug: self.cleaned_data.get(slug) for slug in constantes()}
        return {slug: Decimal(value) for slug, value in given.items() if value not in (None, "")}

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            try:
                check(self.values(), confirmed=bool(self.cleaned_data.get("confirmed")))
            except Unlikely as doubt:
                self.unusual = doubt.sentence
                self.add_error("confirmed", "Cochez pour garder ces valeurs, ou corrigez-les.")
            except Refused as refusal:
                raise forms.ValidationError(refusal.sentence) from None
        return self.cleaned_data

    def done(self) -> dict[str, Any]:
        """The arguments of ``services.take``."""
        given = self.cleaned_data
        done_at: datetime | None = given["done_at"]
        return {
            "values": self.values(), "done_at": done_at, "note": given["note"], "key": given["key"],
            "confirmed": given["confirmed"],
        }  # fmt: skip


class ThresholdForm(UiFormMixin, forms.Form):
    """The limits of one person, every constante on one screen: « au moins », « au plus »."""

    def __init__(self, *args: Any, limits: dict[str, Limits], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for slug, kind in constantes().items():
            own = limits[slug].threshold
            for side, words in (("low", "au moins"), ("high", "au plus")):
                value = getattr(own, side) if own else None
                self.fields[f"{slug}_{side}"] = MeasureField(
                    kind, label=f"{kind.label}, {words}", initial=kind.write(value) if value is not None else ""
                )

    def clean(self) -> dict[str, Any]:
        super().clean()
        for slug in constantes():
            low, high = self.cleaned_data.get(f"{slug}_low"), self.cleaned_data.get(f"{slug}_high")
            if low is not None and high is not None and low >= high:
                self.add_error(f"{slug}_high", "Le seuil haut doit être plus grand que le seuil bas.")
        return self.cleaned_data

    def rows(self) -> list[tuple[Constante, forms.BoundField, forms.BoundField]]:
        return [(kind, self[f"{slug}_low"], self[f"{slug}_high"]) for slug, kind in constantes().items()]
