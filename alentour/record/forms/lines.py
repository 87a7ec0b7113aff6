"""The forms of the lines: one small page each; ``contents()`` is what the line says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from alentour.core.ids import uuid7
from alentour.identity.models import Usager
from alentour.record import selectors
from alentour.record.enums import (
    AddressKind,
    AlertKind,
    AlertTopic,
    Authority,
    Certainty,
    CoverageKind,
    DeviceKind,
    DirectiveState,
    EntitlementKind,
    EntitlementNature,
    EntitlementStatus,
    FamilySituation,
    GivenBy,
    HabitTheme,
    Household,
    InformationObject,
    Means,
    PerPeriod,
    ProblemKind,
    ProtectionKind,
    QuotaUnit,
    Regime,
    ResourceKind,
    RestrictionKind,
    Severity,
)
from alentour.record.forms.fields import DayField, NirField, PartialField, decimal_field, one_of, said, tick
from alentour.record.models import Contact, Line
from alentour.ui.forms import UiFormMixin

INFORMABLE = [("1", "Non : rien ne doit lui être dit"), ("0", "Oui : la décision ne l'interdit pas")]
STALE = "Ce formulaire est incomplet : enregistrez à nouveau."
BEFORE = "La fin ne peut pas précéder le début."


class LineForm(UiFormMixin, forms.Form):
    """``key`` makes the form written once; ``base`` is the version that the writer had under the eyes."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": STALE, "required": STALE})
    base = forms.UUIDField(widget=forms.HiddenInput, required=False)
    ORDERED = (("starts_on", "ends_on"),)

    def __init__(
        self, *args: Any, usager: Usager, line: Line | None = None, preset: dict[str, str] | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"key": uuid7(), **(preset or {})}
        if line is not None:
            initial |= {name: getattr(line, name) for name in self.base_fields if hasattr(line, name)}
            initial |= {"key": uuid7(), "base": line.pk}
        super().__init__(*args, initial=initial, **kwargs)
        self.usager, self.held = usager, line

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        for first, last in self.ORDERED:
            if data.get(first) and data.get(last) and data[last] < data[first]:
                self.add_error(last, BEFORE)
        return data

    def contents(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"key", "base"}}

    def full_clean(self) -> None:
        """A form whose key was lost gets a new one: what was typed is kept, and the next sending passes."""
        super().full_clean()
        if "key" in self.errors:
            self.add_error(None, STALE)
            self.data = {**self.data.dict(), "key": str(uuid7())}  # type: ignore[attr-defined]

    @property
    def sent_key(self) -> UUID:
        return UUID(str(self.cleaned_data["key"]))


class AllergyForm(LineForm):
    label = said("Substance ou produit", required=True, help_text="Par exemple : pénicilline, arachide, latex.")
    reaction = said("Réaction observée", size=300, rows=2)
    severity = one_of("Gravité", Severity)
    certainty = one_of("Certitude", Certainty)
    since = DayField("Depuis le", past=True)
    code = said("Code, si vous le connaissez", size=30)
    code_system = said("Nomenclature du code", size=80)

    def contents(self) -> dict[str, Any]:
        return _since(self, super().contents()) | {"kind": AlertKind.ALLERGIE}


class AlertLineForm(LineForm):
    kind = one_of("Nature", AlertKind, required=True)
    topic = one_of("Sujet", AlertTopic)
    label = said("En clair", size=200, help_text="Par exemple : la nuit surtout ; eau gélifiée ; sort par la cuisine.")
    since = DayField("Depuis le", past=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        out = {AlertKind.ALLERGIE, AlertKind.SANS_ALLERGIE}
        choices = [(one.value, one.label) for one in AlertKind if one not in out]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("label") and data.get("topic") in {"", None, AlertTopic.AUTRE}:
            self.add_error("label", "Écrivez en clair ce qu'il faut savoir, ou choisissez un sujet.")
        return data

    def contents(self) -> dict[str, Any]:
        return _since(self, super().contents())


def _since(form: LineForm, data: dict[str, Any]) -> dict[str, Any]:
    """A day not typed is today for a new line, and is left alone by a correction."""
    return data if data.get("since") else {name: value for name, value in data.items() if name != "since"}


class ProblemForm(LineForm):
    kind = one_of("Nature", ProblemKind, required=True)
    label = said("Problème ou antécédent", size=200, required=True)
    code = forms.RegexField(
        r"[A-Za-z][0-9]{2}([.][0-9A-Za-z+]{1,4}|[0-9A-Za-z+]{0,4})", label="Code CIM-10", required=False, max_length=10,
        error_messages={"invalid": "Un code CIM-10 s'écrit comme I10, G30.1 ou S72.00."},
    )  # fmt: skip
    since = PartialField("Depuis")
    until = PartialField("Jusqu'à")
    note = said("Précision", size=500, rows=2)
    ORDERED = (("since", "until"),)


class VaccinationForm(LineForm):
    vaccine = said("Vaccin ou maladie visée", required=True)
    done_on = PartialField("Fait le", required=True)
    dose = said("Dose", size=40, help_text="Par exemple : 2e dose, rappel.")
    lot = said("Lot", size=40)
    due_on = DayField("Prochain rappel")
    code = said("Code du vaccin", size=30)
    code_system = said("Nomenclature du code", size=80)


class DeviceForm(LineForm):
    kind = one_of("Dispositif ou aide", DeviceKind, required=True)
    label = said("Précision", size=200, help_text="Par exemple : de loin ; haut et bas ; oreille droite.")
    since = PartialField("Depuis")
    note = said("À savoir", size=500, rows=2, help_text="Où c'est rangé, comment l'entretenir, qui le change.")


class HabitForm(LineForm):
    theme = one_of("Thème", HabitTheme, required=True)
    text = said("Ses habitudes", size=3000, rows=6, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.held is not None:
            self.fields["theme"].widget = forms.HiddenInput()


class DirectiveForm(LineForm):
    state = one_of("Directives anticipées", DirectiveState, required=True)
    written_on = DayField("Rédigées le", past=True)
    kept_where = said(
        "Conservées",
        size=200,
        help_text="Par exemple : au coffre de l'infirmerie ; chez sa fille.",
    )
    trusted_informed = tick("La personne de confiance en est informée")
    content = said("Ce qu'elles disent", size=5000, rows=5)
    wishes = said("Souhaits de fin de vie", size=5000, rows=4)


class InformationForm(LineForm):
    object = one_of("Ce qui a été dit ou remis", InformationObject, required=True)
    detail = said("Précision")
    told_to = one_of("À qui", GivenBy, required=True)
    told_name = said("Son nom, si ce n'est pas la personne")
    means = one_of("Comment", Means, required=True)
    told_on = DayField("Le", required=True, past=True)
    until = DayField("À redonner avant le")
    note = said("Remarque", size=500, rows=2)
    ORDERED = (("told_on", "until"),)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("told_to") not in {None, "", GivenBy.PERSONNE} and not data.get("told_name"):
            self.add_error("told_name", "Écrivez le nom de la personne informée.")
        return data


class AroundForm(LineForm):
    """A line about one of the contacts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = selectors.contacts_of(self.usager)  # type: ignore[attr-defined]


class ProtectionForm(AroundForm):
    kind = one_of("Mesure", ProtectionKind, required=True)
    contact = forms.ModelChoiceField(
        label="Exercée par",
        queryset=Contact.objects.none(),
        required=False,
        empty_label="Quelqu'un qui n'est pas encore dans l'entourage",
    )
    holder = said("Nom ou organisme, s'il n'est pas dans l'entourage", size=80)
    on_person = tick("Porte sur la personne")
    on_goods = tick("Porte sur les biens")
    court = said("Juridiction")
    decided_on = DayField("Décidée le", past=True)
    starts_on = DayField("Depuis le")
    ends_on = DayField("Jusqu'au")
    review_on = DayField("Révision le", help_text="Un rappel paraît deux mois avant.")
    note = said("À savoir", size=1000, rows=3)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("contact") and not data.get("holder"):
            self.add_error("contact", "Indiquez qui exerce la mesure.")
        return data


class RestrictionForm(AroundForm):
    contact = forms.ModelChoiceField(
        label="Concerne", queryset=Contact.objects.none(), empty_label="Choisir dans l'entourage"
    )
    kind = one_of("Décision", RestrictionKind, required=True)
    bars_information = forms.TypedChoiceField(
        label="Peut-on lui donner des nouvelles ?", choices=INFORMABLE,
        coerce=lambda value: value == "1", widget=forms.RadioSelect, initial="1",
    )  # fmt: skip
    court = said("Juridiction")
    decided_on = DayField("Décidée le", past=True)
    starts_on = DayField("Depuis le")
    ends_on = DayField("Jusqu'au")
    note = said("Modalités", size=1000, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.held is not None:
            self.initial["bars_information"] = "1" if self.initial.get("bars_information") else "0"


class AdministrativeForm(LineForm):
    family_situation = one_of("Situation familiale", FamilySituation)
    household = one_of("Vit", Household)
    nationality = said("Nationalité")
    languages = said("Langues parlées")
    interpreter = said("Interprète", help_text="Qui peut traduire, et comment le joindre.")
    profession = said("Profession, actuelle ou antérieure")
    school = said("Établissement scolaire")
    school_level = said("Classe ou niveau", size=80)
    school_contact = said("Référent scolaire")
    mdph_number = said("Numéro d'individu à la MDPH", size=40)
    birth_order = forms.IntegerField(
        label="Rang de naissance à l'état civil", required=False, min_value=1, max_value=999,
        help_text="Les trois derniers chiffres du numéro de sécurité sociale avant la clé.",
    )  # fmt: skip
    comment = said("À savoir", size=1000, rows=3)


class AddressForm(LineForm):
    kind = one_of("Nature", AddressKind, required=True)
    recipient = said("Chez")
    line = said("Numéro et voie", size=200, required=True)
    postal_code = said("Code postal", size=10)
    city = said("Commune", size=80)
    country = said("Pays", size=60)
    starts_on = DayField("Depuis le", past=True)
    ends_on = DayField("Jusqu'au")


class CoverageForm(LineForm):
    kind = one_of("Couverture", CoverageKind, required=True)
    regime = one_of("Régime", Regime)
    organism = said("Organisme", required=True)
    organism_code = said("Code de l'organisme", size=20)
    insured_nir = NirField(
        label="Numéro de sécurité sociale de l'assuré", max_length=30, required=False,
        help_text="Sert au remboursement ; ce n'est pas l'identité nationale de santé.",
    )  # fmt: skip
    insured_name = said("Assuré, si ce n'est pas la personne")
    contract = said("Numéro de contrat", size=40)
    is_c2s = tick("Complémentaire santé solidaire")
    ald = tick("Exonération au titre d'une ALD (100 %)")
    ald_until = DayField("ALD jusqu'au")
    starts_on = DayField("Droits ouverts le")
    ends_on = DayField("Droits jusqu'au")


class EntitlementForm(LineForm):
    kind = one_of("Droit ou prestation", EntitlementKind, required=True)
    label = said("Intitulé exact", size=160)
    status = one_of("État", EntitlementStatus, required=True)
    authority = one_of("Décidé par", Authority, required=True)
    organism = said("Organisme", help_text="Par exemple : MDPH d'Ille-et-Vilaine.")
    number = said("Numéro de décision", size=60)
    nature = one_of("Nature", EntitlementNature)
    code = said("Code national du droit", size=20)
    asked_on = DayField("Demandé le", past=True)
    decided_on = DayField("Décidé le", past=True)
    starts_on = DayField("Ouvert le")
    ends_on = DayField("Échéance", help_text="Un rappel paraît six mois avant : c'est le délai d'un renouvellement.")
    rate = decimal_field("Taux (%)", top=100)
    quota = decimal_field("Quantité", top=9999)
    quota_unit = one_of("Unité", QuotaUnit)
    per = one_of("Par", PerPeriod)
    care_mode = said("Mode d'accueil", size=80)
    designated = said("Établissements désignés", size=200)
    beneficiary_number = said("Numéro d'allocataire", size=40)
    has_pag = tick("Associé à un plan d'accompagnement global")
    is_creton = tick("Maintien au titre de l'amendement Creton")
    comment = said("Commentaire", size=1000, rows=2)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("quota") is not None and not (data.get("quota_unit") and data.get("per")):
            self.add_error("quota_unit", "Précisez l'unité et la période de cette quantité.")
        return data


class ResourceForm(LineForm):
    kind = one_of("Ressource", ResourceKind, required=True)
    organism = said("Versée par")
    amount = decimal_field("Montant (€)", top=9_999_999)
    per = one_of("Par", PerPeriod, required=True)
    starts_on = DayField("Depuis le")
    ends_on = DayField("Jusqu'au")
    comment = said("Commentaire", size=1000, rows=2)
