"""Every fault injected into an official document is found: ours without any kit, all of them with it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from esante.cda import decode, faults
from esante.cda.validation import Finding, Validator

from .editing import broken
from .injected import CAUGHT, FAULTS, Injected

pytestmark = pytest.mark.kits


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


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.code], ids=identify)
def test_our_rules_name_the_fault_without_a_kit(fault: Injected, originals: dict[str, bytes]) -> None:
    original = originals[fault.document]
    before = Counter(found.code for found in faults(decode(original)))
    after = Counter(found.code for found in faults(decode(broken(original, fault.edit))))
    assert after[fault.code] > before[fault.code]


@pytest.mark.parametrize("fault", CAUGHT, ids=identify)
def test_the_official_rules_find_what_they_are_known_to_catch(
    fault: Injected, originals: dict[str, bytes], kit_validator: Validator
) -> None:
    original = originals[fault.document]
    findings = kit_validator.validate(broken(original, fault.edit))
    official = tuple(finding for finding in findings if finding.check != "alentour")
    assert _summary(official) - _intact(kit_validator, original)
