"""Every table of the record, care, projects, agenda and documents: what travels, what does not and why.

A test holds the two lists against the models: a new table of a person is in one or the other, never left out in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.agenda.enums import Kind as EntryKind
from alentour.care.enums import Category
from alentour.care.tasks import Nature
from alentour.core.models import StoredFile
from alentour.documents.enums import DocumentKind
from alentour.documents.kinds import kind_of
from alentour.identity.models import Usager
from alentour.record.models import Line

APPS = ("record", "care", "projects", "agenda", "documents")
D = DataClass
# A form sent twice writes once: this belongs to the house where it was written. What the database counts is counted again.
NEVER = frozenset({"id", "structure", "usager", "key"})
# Not what is said: when and how it was kept.
VOLATILE = frozenset({"created_at", "updated_at", "entered_at", "version", "number", "sequence", "chain"})
# Names of rows written without a foreign key.
SOFT = frozenset({"chain", "document_id", "trusted_document_id", "object_id", "source_id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One kind of row. ``owner`` is the path to the person. ``same`` names what makes two rows speak of the same thing.

    ``both``: two rows of the same subject may stand together. ``kept``: it is held for the next export, never written here.
    ``shared``: the row may be about several persons. ``kind``: what opens it; a row that hangs on another is closed with it.
    """

    name: str
    title: str
    kind: DataClass | Callable[[Any], DataClass]
    owner: str = "usager"
    same: tuple[str, ...] = ()
    both: bool = True
    kept: bool = False
    shared: bool = False

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.name)

    @property
    def is_installed(self) -> bool:
        label, name = self.name.lower().split(".")
        return name in apps.all_models[label]

    @property
    def is_line(self) -> bool:
        return issubclass(self.model, Line)

    def kind_of(self, row: Any) -> DataClass:
        return self.kind(row) if callable(self.kind) else self.kind


def _transmission(row: Any) -> DataClass:
    return Category(row.category).kind


def _document(row: Any) -> DataClass:
    return kind_of(DocumentKind(row.kind)).data_class


def _entry(row: Any) -> DataClass:
    return EntryKind(row.kind).detail or D.IDENTITE


def _task(row: Any) -> DataClass:
    return D.SOINS if row.nature == Nature.SOIN else D.SANTE


def _consent(row: Any) -> DataClass:
    return D.IDENTITE


# In this order rows are written: what others point at comes first.
ALL: tuple[Table, ...] = (
    Table(name="record.Stay", title="Séjours", kind=D.IDENTITE, same=("kind", "starts_on")),
    Table(name="record.Movement", title="Absences et mouvements", kind=D.IDENTITE, same=("kind", "at")),
    Table(name="record.Contact", title="Entourage", kind=D.IDENTITE, same=("family_name", "given_name")),
    Table(name="record.ContactVersion", title="Versions de l'entourage", kind=D.IDENTITE, owner="contact__usager"),
    Table(name="record.CirclePro", title="Cercle de soins", kind=D.IDENTITE, same=("name", "role")),
    Table(name="record.CareTeamMember", title="Équipe d'origine", kind=D.IDENTITE, kept=True),
    Table(name="record.Protection", title="Mesures de protection", kind=D.DROITS, same=("kind",)),
    Table(name="record.Restriction", title="Restrictions", kind=D.IDENTITE, same=("kind", "contact")),
    Table(name="record.Consent", title="Accords", kind=_consent),
    Table(name="record.Opposition", title="Oppositions", kind=D.IDENTITE, kept=True),
    Table(name="record.Information", title="Informations données", kind=D.IDENTITE, same=("object", "told_on")),
    Table(name="record.Directive", title="Directives anticipées", kind=D.SANTE, same=("usager",), both=False),
    Table(name="record.Alert", title="Allergies et alertes", kind=D.SANTE, same=("kind", "label")),
    Table(name="record.Problem", title="Antécédents et problèmes", kind=D.SANTE, same=("kind", "label")),
    Table(name="record.Vaccination", title="Vaccinations", kind=D.SANTE, same=("vaccine", "done_on")),
    Table(name="record.Device", title="Dispositifs", kind=D.SANTE, same=("kind", "label")),
    Table(name="record.Habit", title="Habitudes de vie", kind=D.TRANSMISSIONS_VIE, same=("theme",)),
    Table(
        name="record.Administrative", title="Situation administrative", kind=D.IDENTITE, same=("usager",), both=False
    ),
    Table(name="record.Address", title="Adresses", kind=D.IDENTITE, same=("kind", "line")),
    Table(name="record.Coverage", title="Couvertures", kind=D.DROITS, same=("kind", "organism")),
    Table(name="record.Entitlement", title="Droits et décisions", kind=D.DROITS, same=("kind", "number", "starts_on")),
    Table(name="record.Resource", title="Ressources", kind=D.SOCIAL, same=("kind", "starts_on")),
    Table(name="documents.Document", title="Documents", kind=_document, same=("document_oid",), both=False),
    Table(name="documents.Passage", title="Parties des documents", kind=D.IDENTITE, owner="document__usager"),
    Table(
        name="documents.PassageRevision", title="Écritures des documents", kind=D.IDENTITE,
        owner="passage__document__usager",
    ),
    Table(name="care.Evaluation", title="Évaluations", kind=D.EVALUATIONS),
    Table(name="care.Reading", title="Relevés", kind=D.SOINS),
    Table(name="care.Measure", title="Constantes", kind=D.SOINS),
    Table(name="care.Threshold", title="Seuils", kind=D.SOINS, same=("kind", "ended_at"), both=False),
    Table(name="care.CareTask", title="Soins et surveillances", kind=_task),
    Table(name="care.Realisation", title="Soins faits", kind=D.SOINS),
    Table(name="care.CareEvent", title="Évènements", kind=D.EVENEMENTS),
    Table(name="care.EventNotice", title="Personnes prévenues", kind=D.EVENEMENTS, owner="event__usager"),
    Table(name="care.EventStep", title="Suites des évènements", kind=D.EVENEMENTS, owner="event__usager"),
    Table(
        name="care.Cible", title="Cibles", kind=_transmission, same=("category", "label", "closed_at"), both=False
    ),
    Table(name="care.Transmission", title="Transmissions", kind=_transmission),
    Table(name="care.TreatmentLine", title="Plan de prise", kind=D.ADMINISTRATION),
    Table(name="care.Administration", title="Prises", kind=D.ADMINISTRATION),
    Table(name="projects.Projet", title="Projets personnalisés", kind=D.PROJET),
    *(
        Table(name=f"projects.{name}", title=title, kind=D.PROJET, owner="projet__usager")
        for name, title in (
            ("Section", "Parties du projet"), ("Expectation", "Attentes"), ("Need", "Besoins"), ("Goal", "Objectifs"),
            ("Resource", "Moyens"), ("Action", "Actions"), ("Bilan", "Bilans"), ("Opinion", "Avis"),
            ("Accord", "Signatures"), ("Remark", "Observations"), ("Revision", "Écritures du projet"),
        )
    ),
    Table(name="projects.GoalNeed", title="Objectifs et besoins", kind=D.PROJET, owner="goal__projet__usager"),
    Table(name="projects.GoalReview", title="Objectifs au bilan", kind=D.PROJET, owner="bilan__projet__usager"),
    Table(name="agenda.Place", title="Lieux", kind=D.IDENTITE, owner="", same=("kind", "name"), both=False, shared=True),
    Table(name="agenda.Entry", title="Agenda", kind=_entry, owner="invited__usager", shared=True),
    Table(name="agenda.EntryUsager", title="Participations", kind=D.IDENTITE),
    Table(name="agenda.EntryPost", title="Professionnels présents", kind=D.IDENTITE, owner="entry__invited__usager", shared=True),
    Table(name="agenda.Rhythm", title="Rythmes", kind=D.IDENTITE),
    Table(name="agenda.Absence", title="Absences annoncées", kind=D.IDENTITE, same=("reason", "starts_on")),
    Table(name="agenda.Presence", title="Présences", kind=D.IDENTITE, same=("day", "half"), both=False),
)  # fmt: skip

STAYS: dict[str, str] = {
    "record.BreakGlass": "who entered by emergency in this house: the trail of this house",
    "record.BreakGlassNotice": "the same",
    "care.Mention": "a call to a colleague of this house",
    "care.ReadMark": "who read what in this house",
    "care.PrivateNote": "a professional's own notes, which are not of the record (CSP R4127-45)",
    "care.Releve": "until where each colleague read",
    "projects.Cadence": "a setting of the structure",
    "projects.Draft": "what one professional was typing",
    "agenda.Feed": "the subscription of one professional",
    "documents.Arrival": "the messages of this house",
    "documents.FilingItem": "the tray of this house",
    "documents.Typing": "what one professional was typing",
}
TABLES = tuple(table for table in ALL if table.is_installed)
BY_NAME = {table.name: table for table in TABLES}


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of a model, by what they hold."""

    plain: tuple[str, ...]
    rows: dict[str, str]
    posts: tuple[str, ...]
    files: tuple[str, ...]
    soft: tuple[str, ...]
    dropped: tuple[str, ...]


@lru_cache(maxsize=128)
def shape_of(name: str) -> Shape:
    """What each column of the table ``name`` is: a value, a row that travels, a professional, a file, something that stays here."""
    plain, rows, posts, files, soft, dropped = [], {}, [], [], [], []
    for field in BY_NAME[name].model._meta.concrete_fields:
        target = field.related_model if field.is_relation else None
        if field.name in NEVER or target is Usager:
            continue
        if field.name in SOFT:
            soft.append(field.name)
        elif target is None:
            plain.append(field.name)
        elif target is Post:
            posts.append(field.name)
        elif target is StoredFile:
            files.append(field.name)
        elif target._meta.label in BY_NAME:
            rows[field.name] = target._meta.label
        else:
            dropped.append(field.name)
    return Shape(tuple(plain), rows, tuple(posts), tuple(files), tuple(soft), tuple(dropped))


def tables_of_a_person() -> set[str]:
    """Every table of the five apps that belongs to a structure."""
    return {model._meta.label for label in APPS for model in apps.get_app_config(label).get_models()}
