"""Files that lie, weigh, or are of something else: a sentence in French, and nothing written."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.identity.tests.people import IRENE, qualified
from alentour.portability import services, vault
from alentour.portability.enums import JobState, Standing
from alentour.portability.models import Import
from alentour.portability.tests.conftest import finished
from alentour.portability.tests.test_round_trip import archive_of, taken
from alentour.record.models import Alert

pytestmark = pytest.mark.django_db


def zipped(**held: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def hostile_path() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/bundle.json", "{}")
    return out.getvalue()


NEWER = zipped(**{"manifest.json": b'{"format": "alentour-tddui", "version": 99}'})
FILES: dict[str, tuple[bytes, str]] = {
    "of another nature": (b"%PDF-1.4 nothing like a record", "ni une archive"),
    "not a transaction": (b'{"resourceType": "Bundle", "type": "searchset"}', "transaction"),
    "cut": (zipped(**{"bundle.json": b"{}"})[:40], "ZIP"),
    "empty archive": (zipped(**{"lisez-moi.txt": b"rien"}), "aucun dossier"),
    "out of its folder": (hostile_path(), "sortir de son dossier"),
    "of a later version": (NEWER, "plus récente"),
    "bomb": (zipped(**{"bundle.json": b"0" * 40_000_000}), "démesuré"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_bad_file_is_told_in_a_sentence_and_writes_nothing(what: str, claire: Post) -> None:
    data, words = FILES[what]
    job = finished(services.receive(by=claire, key="k", stream=io.BytesIO(data), name="x.zip"))

    told = job.sentence + " ".join(str(one.faults) for one in job.people.all())
    assert words in told
    assert job.state == JobState.FAILED or job.people.get().state == Standing.FAILED
    assert not Usager.objects.filter(structure=claire.structure).exists()


def test_an_empty_file_is_refused_at_once(claire: Post) -> None:
    with pytest.raises(Refused):
        services.receive(by=claire, key="k", stream=io.BytesIO(b""), name="x.zip")
    assert not Import.objects.exists()


def test_a_file_of_another_kind_is_not_taken(
    client: Client, login: Callable[[Client, Post], Client], claire: Post
) -> None:
    sent = io.BytesIO(b"MZ")
    sent.name = "dossier.exe"
    answer = login(client, claire).post("/transferts/recevoir/", {"file": sent, "key": "0" * 32})
    assert answer.status_code == 422
    assert b"archive ZIP" in answer.content


def altered(archive: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The bundle of an archive, changed and sent alone with its files inside it."""
    import base64

    with zipfile.ZipFile(io.BytesIO(archive)) as held:
        bundle = json.loads(held.read("usagers/00001/bundle.json"))
        for entry in bundle["entry"]:
            for content in entry["resource"].get("content", ()):
                url = content["attachment"].pop("url", "")
                data = held.read(f"usagers/00001/{url}")
                if "alentour-extras" in json.dumps(entry):
                    told = json.loads(data)
                    change(told["extras"])
                    data = json.dumps(told).encode()
                    content["attachment"].pop("hash", None)
                    content["attachment"].pop("size", None)
                content["attachment"]["data"] = base64.b64encode(data).decode()
    return json.dumps(bundle).encode()


def test_a_row_that_says_nonsense_is_left_out_and_the_rest_is_taken(full: Usager, nadia: Post, claire: Post) -> None:
    def lie(extras: dict[str, Any]) -> None:
        extras["care.Measure"][0]["fields"]["value"] = "beaucoup"
        extras["record.Contact"][0]["fields"]["family_name"] = "x" * 10_000
        extras["care.Transmission"][0]["fields"]["category"] = "secret"

    taken(altered(archive_of(full, nadia), lie), claire)

    there = Usager.objects.get(structure=claire.structure)
    assert Alert.objects.filter(usager=there).exists()
    assert not there.measures.exists()
    assert not there.contacts.exists()
    assert not there.transmissions.exists()


def test_a_file_cannot_reach_the_record_of_somebody_else(full: Usager, nadia: Post, claire: Post) -> None:
    """A row that bears the key of a row of another person is a new row of hers."""
    marcel_s = qualified(claire.structure, IRENE, claire)
    taken(archive_of(full, nadia), claire)
    aimed = Alert.objects.get(usager=marcel_s)

    def aim(extras: dict[str, Any]) -> None:
        extras["record.Alert"][0]["id"] = str(aimed.pk)
        extras["record.Alert"][0]["fields"]["label"] = "Arachide"
        extras["identite"][0] |= {"birth_name": "NOUVELLE", "matricule": "", "ins_oid": ""}

    other = altered(archive_of(full, nadia, key="second"), aim)
    patient = json.loads(other)
    for entry in patient["entry"]:
        if entry["resource"]["resourceType"] == "Patient":
            entry["resource"]["name"][0]["family"] = "NOUVELLE"
    job = finished(
        services.receive(by=claire, key="aim", stream=io.BytesIO(json.dumps(patient).encode()), name="x.json")
    )
    arriving = job.people.get()
    if arriving.state == Standing.DOUBT:
        services.identify(arriving=arriving, by=claire, usager=None)
    services.apply(job=job, by=claire)
    finished(job)

    aimed.refresh_from_db()
    assert aimed.label == "Pénicilline"
    assert Alert.objects.filter(usager__structure=claire.structure, label="Arachide").count() <= 1


def test_a_sealed_file_altered_on_the_disk_is_not_read(full: Usager, nadia: Post, claire: Post) -> None:
    job = services.receive(by=claire, key="k", stream=io.BytesIO(archive_of(full, nadia)), name="x.zip")
    place = vault.path_of(job.vault)
    data = bytearray(place.read_bytes())
    data[100] ^= 1
    place.write_bytes(bytes(data))
    assert finished(job).state == JobState.FAILED
