"""The screens: who opens them, what they say, how many queries they cost."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alentour.accounts.models import Post, Structure
from alentour.audit.models import TraceEvent
from alentour.identity.models import Usager
from alentour.identity.tests.people import IRENE, meet
from alentour.portability import jobs, services, vault
from alentour.portability.enums import JobState, Reason, Standing
from alentour.portability.models import Export, Import
from alentour.portability.services.exports import forget_expired
from alentour.portability.tests.conftest import finished
from alentour.portability.tests.test_round_trip import archive_of

pytestmark = pytest.mark.django_db
Seat = Callable[[Client, Post], Client]


def sheet(**given: str) -> dict[str, str]:
    return {"reason": "relais", "recipient": "EHPAD Iris", "detail": "", "key": str(uuid.uuid4())} | given


def page_of(usager: Usager) -> str:
    return f"/transferts/personne/{usager.pk}/"


def test_a_nurse_hands_a_record_over_and_takes_the_file(client: Client, login: Seat, full: Usager, ines: Post) -> None:
    seated = login(client, ines)
    answer = seated.post(page_of(full), sheet())
    assert answer.status_code == 302
    export = finished(Export.objects.get())
    assert b"Enregistrer sur cet ordinateur" in seated.get(answer["Location"]).content

    taken: Any = seated.post(f"/transferts/envoi/{export.pk}/fichier/")
    content = b"".join(taken.streaming_content)
    assert content.startswith(b"PK")
    assert len(content) == export.vault.size
    assert "no-store" in taken["Cache-Control"]


def test_each_step_is_traced_on_the_person_with_the_reason(
    client: Client, login: Seat, full: Usager, ines: Post
) -> None:
    login(client, ines).post(page_of(full), sheet(reason="demande"))
    export = finished(Export.objects.get())
    client.post(f"/transferts/envoi/{export.pk}/fichier/")

    events = TraceEvent.objects.filter(usager_id=full.pk, reason="demande").values_list("action", flat=True)
    assert {"transfer.asked", "record.exported", "transfer.taken"} <= set(events)


def test_a_care_assistant_of_the_team_sees_why_she_may_not(
    client: Client, login: Seat, full: Usager, aicha: Post
) -> None:
    from alentour.record.services import add_to_team

    add_to_team(usager=full, post=aicha, by=None)
    seated = login(client, aicha)
    assert b"Un dossier est transmis par" in seated.get(page_of(full)).content
    assert seated.post(page_of(full), sheet()).status_code == 403
    assert not Export.objects.exists()


def test_outside_the_scope_the_person_does_not_exist(
    client: Client, login: Seat, full: Usager, karim: Post, aicha: Post
) -> None:
    assert login(client, karim).get(page_of(full)).status_code == 404
    assert login(Client(), aicha).get(page_of(full)).status_code == 404


def test_the_whole_house_leaves_by_its_director_alone(
    client: Client, login: Seat, full: Usager, helene: Post, nadia: Post, ines: Post, sophie: Post
) -> None:
    for refused in (nadia, ines, sophie):
        assert login(Client(), refused).get("/transferts/tous/").status_code == 403
    answer = login(client, helene).post("/transferts/tous/", sheet(reason="logiciel"))
    export = finished(Export.objects.get())
    assert answer["Location"] == f"/transferts/envoi/{export.pk}/"
    assert export.report["people"] == 1
    assert export.report["lines"]["Transmissions"] == 1, "the whole, health included"


def test_one_record_holds_what_its_sender_reads(full: Usager, sophie: Post) -> None:
    export = finished(services.ask(by=sophie, key="k", reason=Reason.RELAIS, usager=full))
    assert "Transmissions" not in export.report["lines"]
    assert export.report["lines"]["Entourage"] == 1
    assert any(one.startswith("les transmissions de soin") for one in export.report["closed_words"])


def test_another_colleague_does_not_see_my_file(
    client: Client, login: Seat, full: Usager, ines: Post, nadia: Post
) -> None:
    export = finished(services.ask(by=ines, key="k", reason=Reason.RELAIS, usager=full))
    seated = login(client, nadia)
    assert seated.get(f"/transferts/envoi/{export.pk}/").status_code == 404
    assert seated.post(f"/transferts/envoi/{export.pk}/fichier/").status_code == 404


def test_another_reason_is_written_out(client: Client, login: Seat, full: Usager, ines: Post) -> None:
    answer = login(client, ines).post(page_of(full), sheet(reason="autre", recipient="Mme Le Goff"))
    assert answer.status_code == 422
    assert "Écrivez le motif".encode() in answer.content
    assert b"Mme Le Goff" in answer.content, "what was typed is kept"


def test_after_three_days_the_file_is_gone(client: Client, login: Seat, full: Usager, ines: Post) -> None:
    export = finished(services.ask(by=ines, key="k", reason=Reason.RELAIS, usager=full))
    Export.objects.update(expires_at=timezone.now())
    answer = login(client, ines).post(f"/transferts/envoi/{export.pk}/fichier/", follow=True)
    assert b"plus disponible" in answer.content
    forget_expired()
    assert Export.objects.get().state == JobState.DELETED
    assert Export.objects.get().vault is None


def test_the_file_may_be_destroyed_at_once(
    client: Client, login: Seat, full: Usager, ines: Post, tmp_path: Any
) -> None:
    export = finished(services.ask(by=ines, key="k", reason=Reason.RELAIS, usager=full))
    assert list((tmp_path / "transferts").iterdir())
    login(client, ines).post(f"/transferts/envoi/{export.pk}/detruire/")
    assert Export.objects.get().state == JobState.DELETED


def test_at_rest_the_file_shows_nothing(full: Usager, ines: Post, tmp_path: Any) -> None:
    export = finished(services.ask(by=ines, key="k", reason=Reason.RELAIS, usager=full))
    [held] = (tmp_path / "transferts").iterdir()
    assert held.name == export.vault.pk.hex
    assert b"PK" not in held.read_bytes()[:64]
    assert b"DUPONT" not in held.read_bytes()


@pytest.fixture
def arrived(full: Usager, nadia: Post, claire: Post) -> Import:
    """At the EHPAD somebody alike is known: the identity waits."""
    meet(claire.structure, IRENE, claire)
    archive = archive_of(full, nadia)
    job: Import = finished(services.receive(by=claire, key="i", stream=io.BytesIO(archive), name="a.zip"))
    return job


def test_a_file_is_read_compared_and_taken_over_from_the_screens(
    client: Client, login: Seat, full: Usager, nadia: Post, claire: Post
) -> None:
    seated = login(client, claire)
    sent = io.BytesIO(archive_of(full, nadia))
    sent.name = "dossier.zip"
    answer = seated.post("/transferts/recevoir/", {"file": sent, "key": str(uuid.uuid4())})
    job = finished(Import.objects.get())
    page = seated.get(answer["Location"])
    assert b"Irene DUPONT" in page.content
    assert b"Reprendre les dossiers pr" in page.content

    seated.post(f"/transferts/reprise/{job.pk}/reprendre/")
    finished(job)
    assert job.people.get().state == Standing.APPLIED
    there = Usager.objects.get(structure=claire.structure)
    assert b"repris de SSIAD Les Ajoncs" in seated.get(page_of(there)).content


def test_the_doubt_is_shown_side_by_side_and_settled(
    client: Client, login: Seat, arrived: Import, claire: Post
) -> None:
    arriving = arrived.people.get()
    seated = login(client, claire)
    page = seated.get(f"/transferts/reprise/personne/{arriving.pk}/")
    assert "C'est la même personne".encode() in page.content.replace(b"&#x27;", b"'")
    known = Usager.objects.get(structure=claire.structure)
    seated.post(f"/transferts/reprise/personne/{arriving.pk}/identite/", {"personne": str(known.pk)})
    arriving.refresh_from_db()
    assert (arriving.usager, arriving.state) == (known, Standing.READY)


def test_a_person_of_another_house_is_never_chosen(
    client: Client, login: Seat, arrived: Import, claire: Post, full: Usager
) -> None:
    arriving = arrived.people.get()
    login(client, claire).post(f"/transferts/reprise/personne/{arriving.pk}/identite/", {"personne": str(full.pk)})
    arriving.refresh_from_db()
    assert arriving.usager is None


def test_who_may_not_take_over_is_told_who_may(
    client: Client, login: Seat, arrived: Import, ines: Post, aicha: Post
) -> None:
    for refused in (ines, aicha):
        seated = login(Client(), refused)
        assert seated.get("/transferts/").status_code == 403
        assert seated.get("/transferts/recevoir/").status_code == 403
        assert seated.get(f"/transferts/reprise/{arrived.pk}/").status_code == 403


def test_an_import_of_another_house_does_not_exist(client: Client, login: Seat, arrived: Import, nadia: Post) -> None:
    seated = login(client, nadia)
    assert seated.get(f"/transferts/reprise/{arrived.pk}/").status_code == 404
    assert seated.get(f"/transferts/reprise/personne/{arrived.people.get().pk}/").status_code == 404
    assert seated.post(f"/transferts/reprise/{arrived.pk}/reprendre/").status_code == 404


def test_a_director_reads_no_health_in_a_preview(
    client: Client, login: Seat, full: Usager, nadia: Post, claire: Post, director: Post
) -> None:
    from alentour.identity.tests.people import qualified
    from alentour.record.enums import AlertKind
    from alentour.record.services import raise_alert

    there = qualified(claire.structure, IRENE, claire)
    raise_alert(usager=there, by=claire, kind=AlertKind.ALLERGIE, label="Pénicilline", reaction="œdème de Quincke")
    job = finished(services.receive(by=claire, key="i", stream=io.BytesIO(archive_of(full, nadia)), name="a.zip"))
    seated = login(client, director)
    page = seated.get(f"/transferts/reprise/personne/{job.people.get().pk}/").content.decode()
    assert "Ces lignes sont ouvertes à" in page
    assert "Quincke" not in page
    assert "urticaire" not in page


def test_a_page_costs_the_same_whatever_its_length(
    client: Client, login: Seat, arrived: Import, claire: Post, django_assert_max_num_queries: Any
) -> None:
    seated = login(client, claire)
    for address in ("/transferts/", f"/transferts/reprise/{arrived.pk}/"):
        seated.get(address)
        with django_assert_max_num_queries(12):
            assert seated.get(address).status_code == 200


def test_what_a_killed_export_had_begun_is_swept_away(ssiad: Structure, tmp_path: Any) -> None:
    left = vault.open_new(ssiad.pk)
    with vault.Writing(left) as out:
        out.write(b"x" * 10)
    type(left).objects.update(created_at=timezone.now() - timedelta(days=3))

    assert jobs.tidy()

    assert not type(left).objects.exists()
    assert not list((tmp_path / "transferts").iterdir())
