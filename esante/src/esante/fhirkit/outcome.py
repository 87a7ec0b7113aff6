"""OperationOutcome (FHIR R4): why a server refused."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from esante.fhirkit.errors import Json, NotFhir
from esante.fhirkit.reading import objects, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One remark: ``severity`` fatal|error|warning|information, ``code`` of IssueType, free ``diagnostics``."""

    severity: str = "error"
    code: str
    diagnostics: str = ""


def encode_outcome(issues: Iterable[Issue]) -> Json:
    """Build the OperationOutcome a server answers with a 4xx or a 5xx."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [
            {"severity": issue.severity, "code": issue.code, "diagnostics": issue.diagnostics or issue.code}
            for issue in issues
        ],
    }


def read_outcome(data: bytes | str) -> tuple[Issue, ...]:
    """Decode an OperationOutcome; the text of ``details`` stands in for absent ``diagnostics``.

    Raises NotFhir when it is anything else (a proxy's HTML page, an empty body).
    """
    try:
        outcome = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotFhir("the refusal is not JSON") from error
    if not isinstance(outcome, dict) or outcome.get("resourceType") != "OperationOutcome":
        raise NotFhir("the refusal is not an OperationOutcome")
    return tuple(_issue(one) for one in objects(outcome.get("issue")))


def _issue(one: Json) -> Issue:
    details = one.get("details")
    fallback = text(details.get("text")) if isinstance(details, dict) else ""
    return Issue(
        severity=text(one.get("severity")) or "error",
        code=text(one.get("code")) or "unknown",
        diagnostics=text(one.get("diagnostics")) or fallback,
    )
