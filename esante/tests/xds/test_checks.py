"""What a registry refuses in a lot, and the code it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from esante.xds import (
    DocumentEntry,
    Submission,
    SubmissionSet,
    check_deposit,
    check_submission,
    check_update,
    iti41,
    iti57,
    lot,
    meanings,
)


def test_a_sound_lot(submission_set: SubmissionSet, entry: DocumentEntry, document: bytes) -> None:
    request = iti41.Request(submission=lot(submission_set, [entry]), documents={entry.id: document})
    assert check_deposit(request) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"patient_id": "141093523801474^^^&1.2.250.1.213.1.4.10&ISO^NH"}, "XDSPatientIdDoesNotMatch"),
        ({"unique_id": ""}, "XDSRegistryMetadataError"),
        ({"unique_id": "1." * 65}, "XDSRegistryMetadataError"),
        ({"unique_id": "1.2.250.1.999.1.3.1"}, "XDSRegistryDuplicateUniqueIdInMessage"),
        ({"type_code": None}, "XDSRegistryMetadataError"),
        ({"creation_time": "2026-03-02"}, "XDSRegistryMetadataError"),
        ({"service_start": "20260303", "service_stop": "20260302"}, "XDSRegistryMetadataError"),
        ({"hash": "xyz"}, "XDSRegistryMetadataError"),
        ({"title": "x" * 129}, "XDSRegistryMetadataError"),
    ],
)
def test_each_fault_of_an_entry(
    submission_set: SubmissionSet, entry: DocumentEntry, change: dict[str, object], code: str
) -> None:
    changed = replace(entry, **change)  # type: ignore[arg-type]
    assert [fault.code for fault in check_submission(lot(submission_set, [changed]))] == [code]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda s: replace(s, sets=()), "XDSRegistryMetadataError"),
        (lambda s: replace(s, associations=()), "XDSRegistryMetadataError"),
        (
            lambda s: replace(s, associations=(*s.associations, replace(s.associations[0], id="A9", source="ghost"))),
            "UnresolvedReferenceException",
        ),
        (lambda s: replace(s, sets=(replace(s.sets[0], source_id="alentour"),)), "XDSRegistryMetadataError"),
        (lambda s: replace(s, sets=(replace(s.sets[0], submission_time=""),)), "XDSRegistryMetadataError"),
        (lambda s: replace(s, sets=(replace(s.sets[0], content_type=None),)), "XDSRegistryMetadataError"),
    ],
)
def test_each_fault_of_a_lot(
    submission_set: SubmissionSet, entry: DocumentEntry, spoil: Callable[[Submission], Submission], code: str
) -> None:
    assert code in [fault.code for fault in check_submission(spoil(lot(submission_set, [entry])))]


def test_documents_and_entries_must_match(submission_set: SubmissionSet, entry: DocumentEntry) -> None:
    request = iti41.Request(submission=lot(submission_set, [entry]), documents={"Document02": b""})
    assert [fault.code for fault in check_deposit(request)] == ["XDSMissingDocument", "XDSMissingDocumentMetadata"]


def test_a_year_may_end_with_its_last_day(submission_set: SubmissionSet, entry: DocumentEntry) -> None:
    changed = replace(entry, service_start="20261231", service_stop="2026")
    assert check_submission(lot(submission_set, [changed])) == ()


def test_an_update_names_its_lid_and_the_version_it_replaces(
    submission_set: SubmissionSet, entry: DocumentEntry
) -> None:
    current = replace(entry, id="urn:uuid:9", logical_id="urn:uuid:1", version="1")
    sound = iti57.new_metadata(submission_set, current, current).submission
    assert check_update(sound) == ()
    spoiled = replace(
        sound,
        entries=(replace(sound.entries[0], logical_id=""),),
        associations=(replace(sound.associations[0], previous_version=""),),
    )
    assert [fault.code for fault in check_update(spoiled)] == ["XDSMetadataIdentifierError", "XDSMetadataVersionError"]


def test_every_code_has_its_sentence() -> None:
    assert len(meanings()) == 50
    assert all(meaning.sentence.endswith((".", "?")) for meaning in meanings().values())
