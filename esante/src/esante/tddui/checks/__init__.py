"""Judging a transfer received, rule by rule, without importing anything: `check_transfer`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from esante.fhirkit import Json
from esante.tddui.checks.attachments import Held, check_attachments
from esante.tddui.checks.business import check_business
from esante.tddui.checks.people import check_duplicates, check_person, check_professional, check_whose
from esante.tddui.checks.profiles import check_profile
from esante.tddui.checks.report import GUIDE, Findings, Report
from esante.tddui.checks.structure import Known, check_references, read_entries
from esante.tddui.checks.values import check_values
from esante.tddui.errors import UnreadableTransfer
from esante.tddui.wire import DEFAULT_LIMITS, Limits, Wire, read_wire

__all__ = ["Held", "Report", "check_content", "check_transfer"]

_BUNDLE = f"{GUIDE}, tddui-bundle"


def check_transfer(
    data: bytes, *, today: date, files: Mapping[str, Held] | None = None, limits: Limits = DEFAULT_LIMITS
) -> Report:
    """Judge the bytes of a Bundle; ``files`` are those that accompany it in an archive.

    Raises UnreadableTransfer when this is no FHIR JSON at all.
    """
    return check_content(read_wire(data, limits), today=today, files=files)


def check_content(wire: Wire, *, today: date, files: Mapping[str, Held] | None = None) -> Report:
    """Same, once parsed."""
    content = wire.content
    if not isinstance(content, dict) or not isinstance(content.get("resourceType"), str):
        raise UnreadableTransfer("Ce fichier n'est pas un transfert de dossier (FHIR).")
    findings = Findings()
    for remark in wire.remarks:
        findings.add(remark)
    if content["resourceType"] != "Bundle":
        sentence = "Ce fichier est une ressource FHIR seule, pas un transfert de dossier."
        findings.error("bundle.type", content["resourceType"][:64], sentence, _BUNDLE)
        return Report(faults=findings.all())
    known = _judge(content, today, files, findings)
    kinds = Counter(entry.kind for entry in known.entries)
    return Report(
        faults=findings.all(),
        usagers=kinds["Patient"],
        resources=dict(sorted(kinds.items())),
        profiles=dict(sorted(Counter(entry.profile for entry in known.entries if entry.profile).items())),
    )


def _judge(bundle: Json, today: date, files: Mapping[str, Held] | None, findings: Findings) -> Known:
    known = read_entries(bundle, findings)
    check_references(known, findings)
    check_duplicates(known, findings)
    check_whose(known, findings)
    for entry in known.entries:
        check_values(entry.resource, entry.location, findings)
        check_profile(entry, known, findings)
        check_business(entry, today, findings)
        check_attachments(entry, files, findings)
        if entry.kind == "Patient":
            check_person(entry, today, findings)
        elif entry.kind in ("Practitioner", "Organization"):
            check_professional(entry, findings)
    _people(known, findings)
    return known


def _people(known: Known, findings: Findings) -> None:
    count = sum(entry.kind == "Patient" for entry in known.entries)
    if not count and any(entry.kind != "DocumentReference" for entry in known.entries):
        findings.error(
            "usager.missing", "Bundle.entry", "Le transfert ne dit pas de quelle personne il s'agit.", _BUNDLE
        )
    elif not count and known.entries:
        sentence = "Le transfert ne contient que des documents : l'usager n'y est pas décrit."
        findings.warning("usager.missing", "Bundle.entry", sentence, _BUNDLE)
    elif count > 1:
        sentence = "Le transfert concerne plusieurs personnes : il sera importé une personne à la fois."
        findings.warning("usager.several", "Bundle.entry", sentence, _BUNDLE)
