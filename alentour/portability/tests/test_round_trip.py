"""From the SSIAD to the EHPAD and out again: the same record."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.utils import timezone

from alentour.accounts.models import Post, Structure
from alentour.care.models import Transmission
from alentour.identity.models import Usager
from alentour.portability import services, vault
from alentour.portability.enums import JobState, Reason, Standing
from alentour.portability.gateway import Received
from alentour.portability.gathering import gather
from alentour.portability.models import Export
from alentour.portability.tests.conftest import finished

pytestmark = pytest.mark.django_db


def archive_of(usager: Usager, by: Post, key: str = "k") -> bytes:
    export = finished(services.ask(by=by, key=key, reason=Reason.RELAIS, usager=usager))
    assert export.state == JobState.READY, export.sentence
    return b"".join(vault.chunks(export.vault))


def taken(archive: bytes, by: Post, key: str = "i") -> Any:
    job = finished(services.receive(by=by, key=key, stream=io.BytesIO(archive), name="dossier.zip"))
    assert job.state == JobState.READY, job.sentence
    if job.people.filter(state=Standing.READY).exists():
        services.apply(job=job, by=by)
        job = finished(job)
        assert job.state == JobState.READY, job.sentence
    return job


def said(usager: Usager) -> dict[str, Any]:
    """The whole content, without what is only how a house keeps it."""
    found = gather(usager)
    return {
        name: sorted(
            (str(row["id"]), sorted(row.get("fields", {}).items(), key=str), row.get("by", {})) for row in rows
        )
        for name, rows in found.told.items()
        if rows
    }


def test_the_archive_is_sound_for_the_national_guide(full: Usager, nadia: Post) -> None:
    archive = archive_of(full, nadia)

    received = Received(io.BytesIO(archive))
    [path] = received.paths()
    assert not [one for one in received.judge(path, today=timezone.localdate()) if one.severity == "error"]
    assert not received.remarks()


def test_nothing_is_lost_from_one_house_to_another_and_out_again(full: Usager, nadia: Post, claire: Post) -> None:
    taken(archive_of(full, nadia), claire)

    there = Usager.objects.get(structure=claire.structure)
    assert there.birth_name == "DUPONT"
    assert there.statut == "provisoire", "an identity received is never qualified by a file"
    assert said(there) == said(full)


def test_who_wrote_is_named_there_and_cannot_log_in(full: Usager, nadia: Post, claire: Post, ehpad: Structure) -> None:
    taken(archive_of(full, nadia), claire)

    note = Transmission.objects.get(structure=ehpad)
    assert str(note.author.professional) == "Inès MOREAU"
    assert "repris de SSIAD Les Ajoncs" in note.author.metier_label
    assert not note.author.is_current
    assert not note.author.professional.is_active
    assert note.author.professional.idnps is None


def test_taken_twice_nothing_is_doubled(full: Usager, nadia: Post, claire: Post) -> None:
    archive = archive_of(full, nadia)
    taken(archive, claire)
    there = Usager.objects.get(structure=claire.structure)
    before = said(there)

    job = taken(archive, claire, key="again")

    assert Usager.objects.filter(structure=claire.structure).count() == 1
    assert said(there) == before
    assert not any("new" in held for held in job.people.get().counts.values())


def test_coming_home_everything_is_already_there(full: Usager, nadia: Post, claire: Post) -> None:
    taken(archive_of(full, nadia), claire)
    there = Usager.objects.get(structure=claire.structure)
    before = said(full)

    back = archive_of(there, claire, key="back")
    job = finished(services.receive(by=nadia, key="home", stream=io.BytesIO(back), name="retour.zip"))
    services.identify(arriving=job.people.get(), by=nadia, usager=full)
    services.apply(job=job, by=nadia)
    finished(job)

    assert said(full) == before


def test_the_same_request_sent_twice_is_one_request(full: Usager, nadia: Post) -> None:
    first = services.ask(by=nadia, key="same", reason=Reason.RELAIS, usager=full)
    again = services.ask(by=nadia, key="same", reason=Reason.RELAIS, usager=full)
    assert first == again
    assert Export.objects.count() == 1
