"""Forms of the documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.documents.consents import Agreement
from alentour.documents.enums import DocumentKind
from alentour.documents.kinds import Kind, scannable_kinds, writable_kinds
from alentour.documents.services.ordonnance import MAX_LINES, Line
from alentour.record.enums import GivenBy, Means
from alentour.ui.forms import UiFormMixin


def choices(kinds: list[Kind]) -> list[tuple[str, str]]:
    return [(row.kind.value, row.label) for row in kinds]


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PhotoForm(UiFormMixin, forms.Form):
    """What goes with a photo; the files are read apart. The agreement may be one still in force (``already``)."""

    title = forms.CharField(
        label="Ce que montre la photo", max_length=200, required=False, help_text="« Plaie au talon gauche »"
    )
    note = forms.CharField(label="À savoir", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False)
    given_by = forms.ChoiceField(label="Accord donné par", choices=GivenBy.choices, initial=GivenBy.PERSONNE)
    means = forms.ChoiceField(label="Recueilli", choices=Means.choices, initial=Means.ORAL)
    agrees = forms.BooleanField(required=False)

    def agreement(self) -> Agreement | None:
        """The agreement ticked on this screen."""
        if not self.cleaned_data["agrees"]:
            return None
        return Agreement(given_by=GivenBy(self.cleaned_data["given_by"]), means=Means(self.cleaned_data["means"]))


class OrdonnanceForm(UiFormMixin, forms.Form):
    """The frame of a prescription; its lines are :class:`LineForm`."""

    kind = forms.ChoiceField(label="Nature")
    title = forms.CharField(
        label="Intitulé", max_length=200, required=False, help_text="Ce que l'équipe lira dans les listes."
    )
    valid_until = forms.DateField(label="À servir avant le", required=False, widget=DateInput())
    renewals = forms.IntegerField(label="Nombre de renouvellements", min_value=0, max_value=12, initial=0)
    note = forms.CharField(label="Précision", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = choices(writable_kinds(post, "ordonnance"))
        self.fields["valid_until"].widget.attrs["min"] = timezone.localdate().isoformat()


class LineForm(UiFormMixin, forms.Form):
    text = forms.CharField(label="Prescription", max_length=300, required=False)
    posology = forms.CharField(label="Posologie, modalités", max_length=300, required=False)
    duration = forms.CharField(label="Durée", max_length=80, required=False)

    def line(self) -> Line:
        return Line(
            text=self.cleaned_data.get("text", ""),
            posology=self.cleaned_data.get("posology", ""),
            duration=self.cleaned_data.get("duration", ""),
        )


LineFormSet = forms.formset_factory(LineForm, extra=3, max_num=MAX_LINES, absolute_max=MAX_LINES)


class ScanForm(UiFormMixin, forms.Form):
    """A paper to keep; the file is read apart."""

    kind = forms.ChoiceField(label="Nature du document")
    title = forms.CharField(label="Intitulé", max_length=200, required=False)
    author_name = forms.CharField(
        label="Auteur écrit sur le document",
        max_length=160,
        required=False,
        help_text="Laissez vide s'il est de votre établissement.",
    )
    author_structure = forms.CharField(label="Son établissement", max_length=200, required=False)
    dated = forms.DateField(label="Date du document", required=False, widget=DateInput())
    note = forms.CharField(label="À savoir", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = choices(scannable_kinds(post))


class KindForm(UiFormMixin, forms.Form):
    """The nature of a file that came without one."""

    kind = forms.ChoiceField(label="Nature du document", choices=DocumentKind.choices)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = choices(scannable_kinds(post))
