"""One screen for each kind of data and act: what a métier that the table grants opens, and what stays closed to the others.

The address may name the person (``{irene}``) or a row made for the test (``{made}``). ``make`` creates that row, for the post that
will ask. A cell of the table without a screen is written in ``NOWHERE`` with its reason: nothing is left out in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post
from alentour.care.enums import Category
from alentour.care.events import EventKind
from alentour.care.models import CareEvent, CareTask, Cible, Evaluation, Transmission
from alentour.care.tasks import Nature, Rhythm
from alentour.core.ids import uuid7
from alentour.documents.enums import DocumentKind, State
from alentour.documents.models import Document
from alentour.identity.models import Usager
from alentour.projects import services as projects
from alentour.record.models import Coverage, Resource

D, R, W, V = DataClass, Act.READ, Act.WRITE, Act.VALIDATE
Make = Callable[[Usager, Post, Post], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """``make(irene, asker, writer)`` returns the row that ``{made}`` names."""

    url: str
    data: dict[str, str] | None = None
    make: Make | None = field(default=None)

    @property
    def about_a_person(self) -> bool:
        return "{irene}" in self.url or self.make is not None


def _document(kind: DocumentKind) -> Make:
    def make(irene: Usager, asker: Post, writer: Post) -> Document:
        return _written(irene, kind, writer, State.VALIDE)

    return make


def _written(irene: Usager, kind: DocumentKind, author: Post, state: State) -> Document:
    return Document.objects.create(
        structure=irene.structure, usager=irene, kind=kind, title="Essai", state=state, author=author,
        media_type="application/pdf",
    )  # fmt: skip


def _draft_to_sign(irene: Usager, asker: Post, writer: Post) -> Document:
    """A draft is its author's: a pharmacist signs dispensations, the others are asked to sign an ordonnance."""
    mine = DocumentKind.DISPENSATION if asker.metier == Metier.PHARMACIEN else DocumentKind.ORDONNANCE
    return _written(irene, mine, asker, State.BROUILLON)


def _transmission(category: Category) -> Make:
    def make(irene: Usager, asker: Post, writer: Post) -> Transmission:
        return Transmission.objects.create(
            structure=irene.structure, usager=irene, author=writer, category=category, data="Vu ce matin.", target="Sommeil",
            done_at=timezone.now(),
        )  # fmt: skip

    return make


def _cible(category: Category) -> Make:
    def make(irene: Usager, asker: Post, writer: Post) -> Cible:
        return Cible.objects.create(
            structure=irene.structure,
            usager=irene,
            category=category,
            label=f"Sommeil {uuid7()}"[:80],
            opened_by=writer,
        )

    return make


def _evaluation(irene: Usager, asker: Post, writer: Post) -> Evaluation:
    number = Evaluation.objects.filter(usager=irene).count() + 1
    return Evaluation.objects.create(
        structure=irene.structure,
        usager=irene,
        grid_version="1",
        number=number,
        author=writer,
        done_on=timezone.localdate(),
    )


def _projet(irene: Usager, asker: Post, writer: Post) -> Any:
    return projects.start(usager=irene, by=writer)


def _coverage(irene: Usager, asker: Post, writer: Post) -> Coverage:
    return Coverage.objects.create(structure=irene.structure, usager=irene, kind="amo", organism="CPAM")


def _resource(irene: Usager, asker: Post, writer: Post) -> Resource:
    return Resource.objects.create(structure=irene.structure, usager=irene, kind="retraite")


def _task(nature: Nature) -> Make:
    def make(irene: Usager, asker: Post, writer: Post) -> CareTask:
        return CareTask.objects.create(
            structure=irene.structure, usager=irene, label="Toilette", nature=nature, rhythm=Rhythm.JOURS, written_by=writer
        )  # fmt: skip

    return make


def _event(irene: Usager, asker: Post, writer: Post) -> CareEvent:
    return CareEvent.objects.create(
        structure=irene.structure, usager=irene, kind=EventKind.CHUTE, story="Au pied du lit.", author=writer,
        happened_at=timezone.now(),
    )  # fmt: skip


RECORD, CARE = "/personnes/{irene}/", "/soins/personne/{irene}/"
SEEN, CLOSE = "/soins/transmission/{made}/vu/", "/soins/cible/{made}/clore/"

SCREENS: dict[tuple[DataClass, Act], Screen] = {
    (D.IDENTITE, R): Screen(url=RECORD),
    (D.IDENTITE, W): Screen(url=RECORD + "contacts/nouveau/"),
    (D.DROITS, R): Screen(url=RECORD + "ligne/couverture/{made}/versions/", make=_coverage),
    (D.DROITS, W): Screen(url=RECORD + "ligne/decision/"),
    (D.SANTE, R): Screen(url=RECORD + "medical/"),
    (D.SANTE, W): Screen(url=RECORD + "ligne/antecedent/"),
    (D.PRESCRIPTION, R): Screen(url="/documents/{made}/", make=_document(DocumentKind.ORDONNANCE)),
    (D.PRESCRIPTION, W): Screen(url="/documents/personne/{irene}/ordonnance/"),
    (D.PRESCRIPTION, V): Screen(url="/documents/{made}/valider/", data={}, make=_draft_to_sign),
    (D.ADMINISTRATION, R): Screen(url=CARE + "traitements/"),
    (D.ADMINISTRATION, W): Screen(url=CARE + "prises/"),
    (D.SOINS, R): Screen(url=CARE + "sante/"),
    (D.SOINS, W): Screen(url=CARE + "constantes/"),
    (D.TRANSMISSIONS_SOIN, R): Screen(url=SEEN, data={}, make=_transmission(Category.SOIN)),
    (D.TRANSMISSIONS_SOIN, W): Screen(url=CLOSE, data={}, make=_cible(Category.SOIN)),
    (D.TRANSMISSIONS_VIE, R): Screen(url=SEEN, data={}, make=_transmission(Category.VIE)),
    (D.TRANSMISSIONS_VIE, W): Screen(url=CLOSE, data={}, make=_cible(Category.VIE)),
    (D.PSYCHOLOGUE, R): Screen(url=SEEN, data={}, make=_transmission(Category.PSY)),
    (D.PSYCHOLOGUE, W): Screen(url=CLOSE, data={}, make=_cible(Category.PSY)),
    (D.SOCIAL, R): Screen(url=RECORD + "ligne/ressource/{made}/versions/", make=_resource),
    (D.SOCIAL, W): Screen(url=RECORD + "ligne/ressource/"),
    (D.EVALUATIONS, R): Screen(url=CARE + "evaluations/"),
    (D.EVALUATIONS, W): Screen(url=CARE + "evaluations/aggir/", data={}),
    (D.EVALUATIONS, V): Screen(url="/soins/evaluation/{made}/valider/", data={}, make=_evaluation),
    (D.PROJET, R): Screen(url="/projets/personne/{irene}/"),
    (D.PROJET, W): Screen(url="/projets/{made}/observation/", data={}, make=_projet),
    (D.PROJET, V): Screen(url="/projets/{made}/geste/valider/", data={}, make=_projet),
    (D.EVENEMENTS, R): Screen(url=CARE + "evenements/"),
    (D.EVENEMENTS, W): Screen(url=CARE + "evenements/declarer/"),
    (D.EVENEMENTS, V): Screen(url="/soins/evenement/{made}/clore/", data={}, make=_event),
    (D.FACTURATION, R): Screen(url="/documents/{made}/", make=_document(DocumentKind.ADMINISTRATIF)),
    (D.COMPTES, R): Screen(url="/comptes/"),
    (D.COMPTES, W): Screen(url="/comptes/nouveau/"),
    (D.TRACES, R): Screen(url="/acces/"),
    (D.INS, R): Screen(url="/identite/a-qualifier/"),
    (D.INS, W): Screen(url="/identite/{irene}/mention/", data={}),
    (D.INS, V): Screen(url="/identite/{irene}/piece/"),
    (D.DMP, R): Screen(url="/dmp/personne/{irene}/"),
    (D.DMP, W): Screen(url="/dmp/personne/{irene}/informer/", data={}),
    (D.MESSAGERIE, R): Screen(url="/messages/"),
    (D.MESSAGERIE, W): Screen(url="/messages/nouveau/"),
}  # fmt: skip

EVENT = "/soins/evenement/{made}/"
PASSAGE, SAY = "/soins/soin/{made}/passage/", "/soins/soin/{made}/noter/"

# Other screens of a cell that already has one: each must answer as the table says too.
ALSO: list[tuple[DataClass, Act, Screen]] = [
    (D.PSYCHOLOGUE, R, Screen(url=CARE + "notes/")),
    (D.EVENEMENTS, R, Screen(url="/soins/evenements/")),
    (D.EVENEMENTS, R, Screen(url=EVENT, make=_event)),
    (D.EVENEMENTS, W, Screen(url=EVENT + "suite/", data={}, make=_event)),
    (D.EVENEMENTS, W, Screen(url=EVENT + "prevenir/", data={}, make=_event)),
    (D.EVENEMENTS, V, Screen(url=EVENT + "autorite/", data={}, make=_event)),
    (D.SOINS, R, Screen(url=PASSAGE, make=_task(Nature.SOIN))),
    (D.SOINS, W, Screen(url=SAY, data={}, make=_task(Nature.SOIN))),
    (D.TRANSMISSIONS_VIE, R, Screen(url=PASSAGE, make=_task(Nature.VIE))),
    (D.TRANSMISSIONS_VIE, W, Screen(url=SAY, data={}, make=_task(Nature.VIE))),
]

NOWHERE: dict[tuple[DataClass, Act], str] = {
    (
        D.SANTE,
        Act.ALERTS,
    ): "a part of the Synthèse, proved by its own test: the page opens to every reader of identities",
    (D.TRANSMISSIONS_SOIN, V): "a transmission is signed by being written; nothing is validated afterwards yet",
    (D.FACTURATION, W): "billing is written outside Alentour; its papers come in as scans, proved in documents",
}
