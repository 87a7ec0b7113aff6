"""Reading a transfer: every resource is first given its place, then read; what has no place is kept."""

from __future__ import annotations

import dataclasses
from typing import Any

from esante.fhirkit import Json
from esante.fhirkit.reading import objects
from esante.tddui import document, extras
from esante.tddui.codecs import SPECS, Spec
from esante.tddui.model import Document
from esante.tddui.refs import Arrived, Inward, key_of, url_of


class Reader:
    """One reading of one transfer."""

    def __init__(self, into: Inward, files: document.Files | None = None) -> None:
        self._into = into
        self._files = files
        self._of: dict[str, list[tuple[str, Arrived]]] = {spec.attr: [] for spec in SPECS}
        self._documents: list[Document] = []
        self._extras: dict[str, list[Json]] = {}
        self._read_documents()
        for spec in SPECS:
            self._place(spec)
        if self._of["presences"]:
            for one in list(into.of("Schedule"))[:1]:
                into.place("schedule", "", one)

    def objects(self) -> dict[str, Any]:
        """Attributes of `Transfer`, each with its objects."""
        held: dict[str, Any] = {
            spec.attr: tuple(self._read(spec, key, one) for key, one in self._of[spec.attr]) for spec in SPECS
        }
        return {**held, "documents": tuple(self._documents)}

    @property
    def extras(self) -> dict[str, list[Json]]:
        """What our own software added."""
        return self._extras

    def others(self) -> tuple[Arrived, ...]:
        """Resources that have no place in our words. Call it last."""
        return tuple(one for one in self._into.arrived if not self._into.key(one))

    def addresses(self, others: tuple[Arrived, ...]) -> dict[str, str]:
        """fullUrl of each resource, when it is not the one we would give."""
        held = [(kind, key, one) for (kind, key), one in self._into.placed.items()]
        held += [("other", str(number), one) for number, one in enumerate(others)]
        return {key_of(kind, key): one.url for kind, key, one in held if one.url and one.url != url_of(kind, key)}

    def _place(self, spec: Spec) -> None:
        for one in list(spec.candidates(self._into)):
            held = self._of[spec.attr]
            key = str(len(held)) if spec.numbered else spec.identity(one.resource)
            if not key and spec.kind in ("structure", "professional"):
                self._into.fault("identifier", one.where, "Une structure ou un professionnel n'a pas d'identifiant.")
            elif self._into.place(spec.kind, key, one):
                held.append((key, one))
            else:
                self._into.fault("identifier", one.where, "Deux éléments portent le même identifiant.")

    def _read(self, spec: Spec, key: str, one: Arrived) -> Any:
        read = spec.decode(one.resource, self._into, one.where)
        return read if spec.numbered or read.id == key else dataclasses.replace(read, id=key)

    def _read_documents(self) -> None:
        for one in list(self._into.of("DocumentReference")):
            if extras.is_extras(one.resource):
                held = extras.decode_extras(one.resource, self._into, one.where, self._files)
                if held is not None and self._into.place("extras", "", one):
                    self._extras = held
                continue
            read = document.decode_document(one.resource, self._files)
            if read is None:
                self._into.fault("missing", one.where, "Une pièce jointe annoncée ne contient pas de fichier.")
            elif len(objects(one.resource.get("content"))) > 1:
                continue
            elif self._into.place("document", read.id, one):
                self._documents.append(read)
            else:
                self._into.fault("identifier", one.where, "Deux éléments portent le même identifiant.")
