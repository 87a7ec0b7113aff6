"""The kinds of lines that people write: the form of each, who reads and writes it, where it shows. One table for all the screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.identity.models import Usager
from alentour.record import models, services
from alentour.record.enums import AlertKind
from alentour.record.forms import lines as forms

Write = Callable[..., models.Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """``writers``: any of these classes of data opens the writing. ``page`` and ``anchor``: where its lines show.

    ``single``: one line in force, so that the form opens what is there.
    """

    slug: str
    model: type[models.Line]
    form: type[forms.LineForm]
    title: str
    read: DataClass
    writers: tuple[DataClass, ...]
    page: str
    single: bool = False

    def writer(self, post: Post) -> DataClass:
        """The class whose door is asked to write: the first that this post writes, or the one that will say who does."""
        return next((kind for kind in self.writers if rights.can(post, Act.WRITE, kind)), self.writers[0])

    def may_write(self, post: Post) -> bool:
        return rights.can(post, Act.WRITE, self.writer(post))

    def write(self, *, usager: Usager, by: Post, key: UUID, said: dict[str, Any]) -> models.Line:
        """A new line."""
        if self.model is models.Protection:
            return services.protect(usager=usager, by=by, key=key, **said)
        if self.model is models.Alert:
            return services.raise_alert(usager=usager, by=by, key=key, **said | {"kind": AlertKind(said["kind"])})
        return services.write(self.model, usager=usager, by=by, key=key, **said)

    def correct(self, line: models.Line, *, by: Post, key: UUID, said: dict[str, Any]) -> models.Line:
        """The next version of ``line``."""
        if isinstance(line, models.Protection):
            return services.protect(usager=line.usager, by=by, key=key, line=line, **said)
        return services.correct(line, by=by, key=key, **said)

    def fits(self, line: models.Line) -> bool:
        """Allergies and other alerts share a table, not a form."""
        if isinstance(line, models.Alert):
            return (line.kind == AlertKind.ALLERGIE) == (self.slug == "allergie")
        return True


D = DataClass
LIFE = (D.TRANSMISSIONS_VIE, D.TRANSMISSIONS_SOIN, D.SOINS)
_KINDS = (
    Kind(slug="allergie", model=models.Alert, form=forms.AllergyForm, title="Allergie", read=D.SANTE, writers=(D.SANTE,),
         page="record:health"),
    Kind(slug="alerte", model=models.Alert, form=forms.AlertLineForm, title="Alerte", read=D.SANTE, writers=(D.SANTE,),
         page="record:health"),
    Kind(slug="antecedent", model=models.Problem, form=forms.ProblemForm, title="Problème ou antécédent", read=D.SANTE,
         writers=(D.SANTE,), page="record:health"),
    Kind(slug="vaccin", model=models.Vaccination, form=forms.VaccinationForm, title="Vaccination", read=D.SANTE,
         writers=(D.SANTE,), page="record:health"),
    Kind(slug="aide", model=models.Device, form=forms.DeviceForm, title="Dispositif ou aide", read=D.SANTE,
         writers=(D.SANTE, D.SOINS), page="record:health"),
    Kind(slug="directives", model=models.Directive, form=forms.DirectiveForm, title="Directives anticipées", read=D.SANTE,
         writers=(D.SANTE,), page="record:health", single=True),
    Kind(slug="habitude", model=models.Habit, form=forms.HabitForm, title="Habitudes de vie", read=D.TRANSMISSIONS_VIE,
         writers=LIFE, page="record:habits"),
    Kind(slug="information", model=models.Information, form=forms.InformationForm, title="Information donnée", read=D.IDENTITE,
         writers=(D.IDENTITE, D.DROITS, D.PROJET), page="record:consents"),
    Kind(slug="protection", model=models.Protection, form=forms.ProtectionForm, title="Mesure de protection", read=D.DROITS,
         writers=(D.DROITS,), page="record:entourage"),
    Kind(slug="decision", model=models.Restriction, form=forms.RestrictionForm, title="Décision de justice", read=D.DROITS,
         writers=(D.DROITS,), page="record:entourage"),
    Kind(slug="situation", model=models.Administrative, form=forms.AdministrativeForm, title="Situation administrative",
         read=D.IDENTITE, writers=(D.IDENTITE, D.DROITS), page="record:rights", single=True),
    Kind(slug="adresse", model=models.Address, form=forms.AddressForm, title="Adresse", read=D.IDENTITE,
         writers=(D.IDENTITE, D.DROITS), page="record:rights"),
    Kind(slug="couverture", model=models.Coverage, form=forms.CoverageForm, title="Couverture maladie", read=D.DROITS,
         writers=(D.FACTURATION, D.DROITS), page="record:rights"),
    Kind(slug="droit", model=models.Entitlement, form=forms.EntitlementForm, title="Droit ou prestation", read=D.DROITS,
         writers=(D.DROITS, D.SOCIAL), page="record:rights"),
    Kind(slug="ressource", model=models.Resource, form=forms.ResourceForm, title="Ressource", read=D.SOCIAL,
         writers=(D.SOCIAL,), page="record:rights"),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.slug: kind for kind in _KINDS}


def kind_of(line: models.Line) -> Kind:
    """The kind of a line already written."""
    return next(kind for kind in _KINDS if isinstance(line, kind.model) and kind.fits(line))
