"""A refusal says why, and a proxy's error page is not a refusal."""

from __future__ import annotations

import json

import pytest
from esante.fhirkit import Issue, NotFhir, encode_outcome, read_outcome
from fhir.resources.R4B.operationoutcome import OperationOutcome

UNSERVED = Issue(code="not-supported", diagnostics="Parameter mailbox-mss-type not found")


def test_an_outcome_goes_and_comes_back() -> None:
    assert read_outcome(json.dumps(encode_outcome([UNSERVED]))) == (UNSERVED,)


def test_an_independent_reader_finds_it_valid() -> None:
    OperationOutcome.model_validate(encode_outcome([UNSERVED, Issue(code="invalid")]))


def test_the_text_of_details_stands_in_for_diagnostics() -> None:
    issue = {"severity": "fatal", "code": "exception", "details": {"text": "overloaded"}}
    body = json.dumps({"resourceType": "OperationOutcome", "issue": [issue]})
    assert read_outcome(body) == (Issue(severity="fatal", code="exception", diagnostics="overloaded"),)


@pytest.mark.parametrize("body", ["", "<html/>", "{}", '{"resourceType": "Bundle"}'])
def test_anything_else_is_not_fhir(body: str) -> None:
    with pytest.raises(NotFhir):
        read_outcome(body)
