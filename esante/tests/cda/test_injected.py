"""Every fault injected into a sound document is found, theirs or ours: by our rules without any kit, all of them with it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from esante.cda import decode, faults
from esante.cda.validation import Finding, Validator

from .editing import broken
from .injected import AT_HOME, CAUGHT, FAULTS, MISSED, Injected
from .structured import with_narrative

ENTRY = (
    '<entry><act classCode="ACT" moodCode="EVN"><code code="11488-4" codeSystem="2.16.840.1.113883.6.1"><originalText>'
    '<reference value="#mot"/></originalText></code></act></entry>'
)


def identify(fault: Injected) -> str:
    return fault.name


@pytest.fixture(scope="session")
def originals(kits: Path) -> dict[str, bytes]:
    return {name: (kits / "ci-sis" / "ExemplesCDA" / name).read_bytes() for name in {f.document for f in FAULTS}}


@cache
def _intact(validator: Validator, data: bytes) -> Counter[tuple[str, str]]:
    return _summary(validator.validate(data))


def _summary(findings: tuple[Finding, ...]) -> Counter[tuple[str, str]]:
    return Counter((finding.code, finding.sentence) for finding in findings)


def test_there_are_at_least_sixty_faults_of_different_names() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 60


def test_who_sees_how_many() -> None:
    assert (len(FAULTS), len(CAUGHT), len(MISSED)) == (67, 47, 20)
    assert [fault.name for fault in FAULTS if not fault.code] == ["unknown code of an entry"]
    assert all(fault.code for fault in MISSED), "they have no other judge than us"


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.code], ids=identify)
def test_our_rules_name_the_fault_in_a_document_of_ours(fault: Injected, note: bytes) -> None:
    about_sections = fault.code.startswith(("section.", "code."))
    original = with_narrative('<content ID="mot">mot</content>', entries=ENTRY) if about_sections else note
    assert faults(decode(original)) == ()
    damaged = broken(original, AT_HOME.get(fault.name, fault.edit))
    assert fault.code in {found.code for found in faults(decode(damaged))}


@pytest.mark.kits
@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.code], ids=identify)
def test_our_rules_name_the_fault_without_a_kit(fault: Injected, originals: dict[str, bytes]) -> None:
    original = originals[fault.document]
    before = Counter(found.code for found in faults(decode(original)))
    after = Counter(found.code for found in faults(decode(broken(original, fault.edit))))
    assert after[fault.code] > before[fault.code]


@pytest.mark.kits
@pytest.mark.parametrize("fault", FAULTS, ids=identify)
def test_every_fault_is_found_with_the_kit(
    fault: Injected, originals: dict[str, bytes], kit_validator: Validator
) -> None:
    original = originals[fault.document]
    findings = kit_validator.validate(broken(original, fault.edit))
    assert _summary(findings) - _intact(kit_validator, original)
    official = tuple(finding for finding in findings if finding.check != "alentour")
    assert bool(_summary(official) - _intact(kit_validator, original)) == (fault in CAUGHT)
