"""Reading the objects of a transfer that point at others: each reference becomes the business identifier it leads to."""

from __future__ import annotations

from collections.abc import Iterator

from esante.fhirkit import Json
from esante.fhirkit.reading import objects
from esante.tddui import document, evaluation, people, project, stay
from esante.tddui.model import Accord, Action, Besoin, Document, Evaluation, Objectif, Projet, Sejour
from esante.tddui.parts import discriminator, identity
from esante.tddui.refs import Inward

_PEOPLE = ("Patient", "Organization", "Practitioner", "RelatedPerson")


class Reader:
    """One reading of one transfer; remembers what found its place, so that the rest can be kept too."""

    def __init__(self, held: Inward, files: document.Files | None = None) -> None:
        self._held = held
        self._files = files
        self._placed: set[int] = set()

    def sejours(self) -> tuple[Sejour, ...]:
        """Stays; events of the agenda are other Encounters."""
        found = self._of("Encounter", "tddui-encounter-sejour")
        return tuple(
            stay.decode_sejour(one, self._structure(one.get("serviceProvider"), where)) for where, one in found
        )

    def projets(self) -> tuple[Projet, ...]:
        """Projets personnalisés; one without agreement of the structure is a fault."""
        return tuple(self._projet(where, one) for where, one in self._of("CarePlan"))

    def besoins(self) -> tuple[Besoin, ...]:
        """Needs."""
        found = self._of("ServiceRequest", "tddui-service-request-besoin")
        return tuple(project.decode_besoin(one, self._first(one.get("basedOn"), where)) for where, one in found)

    def objectifs(self) -> tuple[Objectif, ...]:
        """Goals of a projet; attentes and projets de vie are other Goals."""
        found = self._of("Goal", "tddui-goal-objectif")
        return tuple(project.decode_objectif(one, self._all(one.get("addresses"), where)) for where, one in found)

    def actions(self) -> tuple[Action, ...]:
        """Actions of a projet; bilans, transports, prestations are other Tasks."""
        return tuple(self._action(where, one) for where, one in self._of("Task", "tddui-task-action"))

    def evaluations(self) -> tuple[Evaluation, ...]:
        """AGGIR evaluations; the GIR told is compared with the one the letters make."""
        return tuple(
            self._evaluation(where, one) for where, one in self._of("QuestionnaireResponse") if evaluation.is_aggir(one)
        )

    def documents(self) -> tuple[Document, ...]:
        """Files; a DocumentReference without file is a fault."""
        read = []
        for where, one in self._of("DocumentReference"):
            held = document.decode_document(one, self._files)
            if held:
                read.append(held)
            else:
                self._held.fault("missing", where, "Une pièce jointe annoncée ne contient pas de fichier.")
        return tuple(read)

    def others(self) -> tuple[Json, ...]:
        """Resources that have no place in our words: kept, never lost. Call it last."""
        return tuple(
            one
            for _, one in self._held.resources
            if id(one) not in self._placed and one.get("resourceType") not in _PEOPLE
        )

    def _of(self, kind: str, *profiles: str) -> Iterator[tuple[str, Json]]:
        for where, one in self._held.of(kind, *profiles):
            if kind != "QuestionnaireResponse" or evaluation.is_aggir(one):
                self._placed.add(id(one))
            yield where, one

    def _projet(self, where: str, resource: Json) -> Projet:
        structure, usager = (
            self._accords(where, resource, "accordStructure"),
            self._accords(where, resource, "accordUsager"),
        )
        if not structure:
            self._held.fault("missing", where, "Un projet personnalisé ne porte pas l'accord de la structure.")
        return project.decode_projet(resource, structure, usager)

    def _accords(self, where: str, resource: Json, what: str) -> tuple[Accord, ...]:
        held = []
        for reference in objects(resource.get("supportingInfo")):
            consent = self._held.resolve(reference, where) if discriminator(reference) == what else None
            if consent is not None:
                self._placed.add(id(consent))
                performer = next(iter(objects(consent.get("performer"))), None)
                held.append(project.decode_accord(consent, self._professional(performer, where)))
        return tuple(held)

    def _action(self, where: str, resource: Json) -> Action:
        references = [one.get("valueReference") for one in project.inputs_of(resource, "objectif")]
        objectifs = tuple(key for one in references if (key := self._business(one, where)))
        owner = self._professional(resource.get("owner"), where)
        return project.decode_action(resource, self._first(resource.get("basedOn"), where), owner, objectifs)

    def _evaluation(self, where: str, resource: Json) -> Evaluation:
        read = evaluation.decode_evaluation(resource, self._professional(resource.get("author"), where))
        made = evaluation.gir_of(read.letters)
        if made and read.gir and made != read.gir:
            self._held.fault("gir-differs", where, f"Le GIR annoncé ({read.gir}) n'est pas celui des lettres ({made}).")
        return read

    def _structure(self, reference: object, where: str) -> str:
        found = self._held.resolve(reference, where)
        return people.decode_structure(found).id if found else ""

    def _professional(self, reference: object, where: str) -> str:
        found = self._held.resolve(reference, where) if reference else None
        return identity(found) if found and found.get("resourceType") == "Practitioner" else ""

    def _business(self, reference: object, where: str) -> str:
        found = self._held.resolve(reference, where)
        return identity(found) if found else ""

    def _first(self, references: object, where: str) -> str:
        return next(iter(self._all(references, where)), "")

    def _all(self, references: object, where: str) -> tuple[str, ...]:
        return tuple(identity(one) for one in self._held.resolve_all(references, where))
