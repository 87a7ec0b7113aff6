"""What arrives: compared, decided by people, written once, taken back."""

from __future__ import annotations

import io
from typing import Any

import pytest

from alentour.accounts.models import Post, Structure
from alentour.care.models import Threshold, Transmission
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents.models import Document
from alentour.identity.models import Usager
from alentour.identity.tests.people import IRENE, MARCEL, meet, qualified
from alentour.portability import jobs, selectors, services
from alentour.portability.enums import Choice, JobState, Standing
from alentour.portability.models import Import, Origin
from alentour.portability.tests.conftest import finished
from alentour.portability.tests.test_round_trip import archive_of, said, taken
from alentour.record.enums import AlertKind
from alentour.record.models import Alert, Contact
from alentour.record.services import correct, raise_alert

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(full: Usager, nadia: Post) -> bytes:
    return archive_of(full, nadia)


@pytest.fixture
def there(ehpad: Structure, claire: Post) -> Usager:
    """Irène is known at the EHPAD too, identity qualifiée."""
    return qualified(ehpad, IRENE, claire)


def received(archive: bytes, by: Post, key: str = "i") -> Import:
    job: Import = finished(services.receive(by=by, key=key, stream=io.BytesIO(archive), name="dossier.zip"))
    return job


def test_a_certain_identity_is_attached_and_a_doubt_waits_for_a_person(
    archive: bytes, there: Usager, claire: Post
) -> None:
    assert received(archive, claire).people.get().usager == there

    Usager.objects.filter(pk=there.pk).update(matricule="", statut="provisoire")
    arriving = received(archive, claire, key="j").people.get()
    assert arriving.state == Standing.DOUBT
    assert arriving.usager is None


def test_nothing_is_written_before_somebody_says_so(archive: bytes, there: Usager, claire: Post) -> None:
    before = said(there)
    job = received(archive, claire)
    assert job.state == JobState.READY
    assert said(there) == before


def test_a_doubt_is_settled_by_who_qualifies_identities(archive: bytes, claire: Post, ehpad: Structure) -> None:
    known = meet(ehpad, IRENE, claire)
    job = received(archive, claire)
    arriving = job.people.get()
    with pytest.raises(Refused):
        services.apply(job=job, by=claire)

    services.identify(arriving=arriving, by=claire, usager=known)
    services.apply(job=job, by=claire)
    finished(job)

    assert Transmission.objects.filter(usager=known).count() == 1
    assert Usager.objects.filter(structure=ehpad).count() == 1


@pytest.fixture
def conflicting(archive: bytes, there: Usager, claire: Post) -> Any:
    """At the EHPAD the allergy is said otherwise, and the threshold is another one."""
    raise_alert(usager=there, by=claire, kind=AlertKind.ALLERGIE, label="pénicilline", reaction="œdème")
    Threshold.objects.create(structure=there.structure, usager=there, kind="temperature", high="38.00", set_by=claire)
    Contact.objects.create(
        structure=there.structure, usager=there, given_name="Paul", family_name="DUPONT", relation="enfant",
        phone="0700000000", address="1 rue du Port",
    )  # fmt: skip
    return received(archive, claire)


def conflict_about(job: Import, table: str) -> Any:
    return job.people.get().conflicts.get(table=table)


def test_two_lines_about_the_same_thing_are_shown_side_by_side(conflicting: Import) -> None:
    lines = {one["label"]: one for one in conflict_about(conflicting, "record.Contact").content["lines"]}
    assert lines["Téléphone"] == {"label": "Téléphone", "ours": "0700000000", "theirs": "0600000001", "differs": True}


def test_undecided_both_stand_or_ours_alone_and_nothing_is_erased(
    conflicting: Import, there: Usager, claire: Post
) -> None:
    services.apply(job=conflicting, by=claire)
    finished(conflicting)

    assert {one.reaction for one in Alert.objects.filter(usager=there)} == {"œdème", "urticaire"}
    assert [str(one.high) for one in Threshold.objects.filter(usager=there)] == ["38.00"]


def test_theirs_is_taken_and_what_it_is_silent_about_stays_ours(
    conflicting: Import, there: Usager, claire: Post
) -> None:
    services.choose(conflict=conflict_about(conflicting, "record.Contact"), by=claire, choice=Choice.THEIRS)
    services.choose(conflict=conflict_about(conflicting, "record.Alert"), by=claire, choice=Choice.THEIRS)
    services.apply(job=conflicting, by=claire)
    finished(conflicting)

    contact = Contact.objects.get(usager=there)
    assert (contact.phone, contact.address) == ("0600000001", "1 rue du Port"), "a blank never erases"
    standing = Alert.objects.get(usager=there, ended_at=None)
    assert (standing.reaction, standing.version) == ("urticaire", 2)
    assert Alert.objects.get(usager=there, version=1).reaction == "œdème", "the former version stays readable"


def test_both_cannot_be_kept_where_only_one_can_hold(conflicting: Import, claire: Post) -> None:
    with pytest.raises(Refused):
        services.choose(conflict=conflict_about(conflicting, "care.Threshold"), by=claire, choice=Choice.BOTH)


def test_who_does_not_write_a_kind_of_data_does_not_decide_of_it(
    conflicting: Import, ehpad: Structure, director: Post
) -> None:
    with pytest.raises(ClosedDoor):
        services.choose(conflict=conflict_about(conflicting, "record.Alert"), by=director, choice=Choice.THEIRS)


def test_undone_the_record_is_as_it_was(conflicting: Import, there: Usager, claire: Post) -> None:
    before = said(there)
    services.choose(conflict=conflict_about(conflicting, "record.Contact"), by=claire, choice=Choice.THEIRS)
    services.choose(conflict=conflict_about(conflicting, "record.Alert"), by=claire, choice=Choice.THEIRS)
    services.apply(job=conflicting, by=claire)
    job = finished(conflicting)

    services.undo(job=job, by=claire)
    finished(job)

    after = said(there)
    assert without_clocks(after) == without_clocks(before)
    assert not selectors.taken_over(there)


def without_clocks(told: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [[pair for pair in fields if pair[0] != "updated_at"] for _, fields, _ in rows]
        for name, rows in told.items()
    }


def test_a_record_that_the_import_opened_goes_with_it(archive: bytes, claire: Post, ehpad: Structure) -> None:
    job = taken(archive, claire)
    assert Usager.objects.filter(structure=ehpad).exists()

    services.undo(job=job, by=claire)
    finished(job)

    assert not Usager.objects.filter(structure=ehpad).exists()
    assert not Document.objects.filter(structure=ehpad).exists()


def test_what_changed_since_is_listed_and_stays(archive: bytes, there: Usager, claire: Post) -> None:
    job = taken(archive, claire)
    alert = Alert.objects.get(usager=there, ended_at=None)
    correct(alert, by=claire, key=None, reaction="urticaire géante")

    services.undo(job=job, by=claire)
    job = finished(job)

    assert Alert.objects.filter(usager=there, ended_at=None).get().reaction == "urticaire géante"
    assert job.people.get().left == [{"title": "Allergies et alertes", "why": "modifiée depuis la reprise"}]
    assert not Transmission.objects.filter(usager=there).exists()


def test_undone_it_may_be_taken_again(archive: bytes, there: Usager, claire: Post) -> None:
    job = taken(archive, claire)
    services.undo(job=job, by=claire)
    finished(job)
    assert not Origin.objects.filter(usager=there).exists()
    taken(archive, claire, key="again")
    assert Transmission.objects.filter(usager=there).count() == 1


def test_killed_in_the_middle_it_goes_on_where_it_was(
    full: Usager, ines: Post, director_of_ssiad: Post, claire: Post, ehpad: Structure
) -> None:
    qualified(full.structure, MARCEL, ines)
    archive = everybody(director_of_ssiad)
    job = received(archive, claire)
    services.apply(job=job, by=claire)
    work = jobs.imports.run(Import.objects.select_related("structure", "by", "vault").get(pk=job.pk))
    next(work)
    assert job.people.filter(state=Standing.APPLIED).count() == 1

    del work
    jobs.forget_running()
    finished(job)

    assert job.people.filter(state=Standing.APPLIED).count() == 2
    assert Usager.objects.filter(structure=ehpad).count() == 2
    assert Transmission.objects.filter(structure=ehpad).count() == 1


def everybody(by: Post) -> bytes:
    from alentour.portability import vault
    from alentour.portability.enums import Reason

    export = finished(services.ask(by=by, key="all", reason=Reason.LOGICIEL))
    assert export.state == JobState.READY
    return b"".join(vault.chunks(export.vault))


def test_a_document_already_in_another_record_is_never_moved_by_a_file(
    archive: bytes, full: Usager, nadia: Post, ssiad: Structure
) -> None:
    marcel = qualified(ssiad, MARCEL, nadia)
    job = received(archive, nadia)
    services.identify(arriving=job.people.get(), by=nadia, usager=marcel)
    services.apply(job=job, by=nadia)
    job = finished(job)

    assert not Document.objects.filter(usager=marcel).exists()
    assert job.people.get().left[0]["title"] == "Documents"
