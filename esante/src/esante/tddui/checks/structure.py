"""The Bundle itself: a transaction of creations, told apart, whose references stay inside (TDDUI 2.3.0, flux 1.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from esante.fhirkit import Json, reference_key
from esante.fhirkit.reading import objects, text
from esante.tddui.checks.report import GUIDE, Findings
from esante.tddui.refs import profiles_of

_FLOW = f"{GUIDE}, flux 1.1"
_BUNDLE = f"{GUIDE}, tddui-bundle"
_URN = re.compile(r"urn:uuid:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_ABSOLUTE = re.compile(r"(?:https?|urn):\S+")
_TYPE = re.compile(r"[A-Z][A-Za-z]{1,63}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource, where it is, and the profile it claims ("" for none)."""

    location: str
    resource: Json
    profile: str

    @property
    def kind(self) -> str:
        return text(self.resource.get("resourceType"))


class Known:
    """The resources of a bundle, found again by what references may say."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._by_url: dict[str, Entry] = {}

    def add(self, entry: Entry, url: str) -> bool:
        """False when the fullUrl was already taken."""
        fresh = not url or url not in self._by_url
        if url and fresh:
            self._by_url[url] = entry
        identity = entry.resource.get("id")
        if isinstance(identity, str) and identity:
            self._by_url.setdefault(f"{entry.kind}/{identity}", entry)
        self.entries.append(entry)
        return fresh

    def find(self, reference: Json) -> Entry | None:
        """The entry a Reference leads to."""
        return self._by_url.get(text(reference.get("reference"))) or self._by_url.get(reference_key(reference))


def read_entries(bundle: Json, findings: Findings) -> Known:
    """Judge the envelope of each entry and keep its resource."""
    known = Known()
    if bundle.get("type") != "transaction":
        findings.error("bundle.type", "Bundle.type", "Le Bundle n'est pas une transaction.", _BUNDLE)
    entries = bundle.get("entry")
    if not isinstance(entries, list) or not entries:
        findings.error("bundle.empty", "Bundle.entry", "Le transfert ne contient aucun élément.", _BUNDLE)
        return known
    for at, entry in enumerate(entries):
        _read(f"Bundle.entry[{at}]", entry, known, findings)
    if not any("tddui-bundle" in name for name in profiles_of(bundle)):
        sentence = "Le Bundle n'annonce pas le profil tddui-bundle."
        findings.warning("bundle.profile", "Bundle.meta.profile", sentence, _BUNDLE)
    return known


def check_references(known: Known, findings: Findings) -> None:
    """Every literal reference leads to an entry of the bundle, or to a contained resource."""
    for entry in known.entries:
        contained = {f"#{text(one.get('id'))}" for one in objects(entry.resource.get("contained"))}
        for where, reference in references(entry):
            said = reference.get("reference")
            if said is None or (isinstance(said, str) and said in contained):
                continue
            if not isinstance(said, str) or known.find(reference) is None:
                sentence = "Un élément en désigne un autre qui n'est pas dans le transfert."
                findings.error("reference.dangling", where, sentence, _FLOW)


def references(entry: Entry) -> Iterator[tuple[str, Json]]:
    """Every Reference of a resource, and where."""
    waiting: list[tuple[str, Any]] = [(entry.location, entry.resource)]
    while waiting:
        where, value = waiting.pop()
        if isinstance(value, dict):
            if "reference" in value:
                yield f"{where}.reference", value
            waiting += [(f"{where}.{name[:80]}", one) for name, one in value.items() if isinstance(one, dict | list)]
        elif isinstance(value, list):
            waiting += [(f"{where}[{at}]", one) for at, one in enumerate(value) if isinstance(one, dict | list)]


def _read(where: str, entry: Any, known: Known, findings: Findings) -> None:
    resource = entry.get("resource") if isinstance(entry, dict) else None
    if not isinstance(resource, dict) or not resource:
        findings.error("entry.resource", f"{where}.resource", "Une entrée du transfert est vide.", _BUNDLE)
        return
    kind = resource.get("resourceType")
    if not isinstance(kind, str) or not _TYPE.fullmatch(kind):
        sentence = "Une entrée ne dit pas de quelle sorte de ressource il s'agit."
        findings.error("entry.type", f"{where}.resource.resourceType", sentence, "FHIR R4 2.6.2")
        return
    _request(where, entry.get("request"), kind, findings)
    url = _full_url(where, entry.get("fullUrl"), findings)
    profile = next((name for name in profiles_of(resource) if name.startswith("tddui-")), "")
    if not known.add(Entry(f"{where}.resource", resource, profile), url):
        findings.error("entry.duplicate", f"{where}.fullUrl", "Deux entrées portent la même adresse.", "FHIR R4 2.36.4")


def _request(where: str, request: Any, kind: str, findings: Findings) -> None:
    if not isinstance(request, dict):
        findings.error("entry.request", f"{where}.request", "Une entrée ne dit pas qu'elle est une création.", _BUNDLE)
        return
    if request.get("method") != "POST":
        sentence = "Une entrée n'est pas une création : seul POST est permis."
        findings.error("entry.method", f"{where}.request.method", sentence, _FLOW)
    url = request.get("url")
    if not isinstance(url, str) or not url:
        findings.error("entry.url", f"{where}.request.url", "Une création ne dit pas de quel type.", "FHIR R4 2.36.4")
    elif url != kind:
        if _TYPE.fullmatch(url) and not url.startswith("TDDUI"):
            sentence = "Le type annoncé par la création n'est pas celui de la ressource."
            findings.error("entry.url", f"{where}.request.url", sentence, _FLOW)
        else:
            sentence = "La création nomme un profil au lieu du type de la ressource (accepté en lecture)."
            findings.warning("entry.url", f"{where}.request.url", sentence, _FLOW)
    if any(name.startswith("if") for name in request):
        sentence = "Une création est conditionnelle : la condition ne sera pas suivie."
        findings.warning("entry.conditional", f"{where}.request", sentence, _FLOW)


def _full_url(where: str, url: Any, findings: Findings) -> str:
    if url is None:
        findings.warning("entry.full-url", where, "Une entrée n'a pas d'adresse (fullUrl).", _FLOW)
        return ""
    if not isinstance(url, str) or not _ABSOLUTE.fullmatch(url):
        sentence = "L'adresse d'une entrée n'est ni un urn:uuid ni une adresse absolue."
        findings.error("entry.full-url", f"{where}.fullUrl", sentence, _FLOW)
        return url if isinstance(url, str) else ""
    if url.startswith("urn:uuid:") and not _URN.fullmatch(url):
        findings.warning("entry.full-url", f"{where}.fullUrl", "L'urn:uuid d'une entrée est mal formé.", _FLOW)
    return url
