"""Somebody chooses: what the record keeps of two versions, and who may choose."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from alentour.accounts.models import Post
from alentour.care.enums import Intake, Moment
from alentour.care.models import Administration, Reading, Transmission, TreatmentLine
from alentour.care.services import note_intake
from alentour.core.doors import Refused
from alentour.documents.models import Document
from alentour.identity.models import Usager
from alentour.record.models import CareTeamMember
from alentour.record.services import remove_from_team
from alentour.tournee.enums import Settlement
from alentour.tournee.models import Consigne, SyncedOperation
from alentour.tournee.selectors.review import to_review
from alentour.tournee.services import settle, write_consigne
from alentour.tournee.tests.conftest import Send, gesture

At = Callable[[Client, Post], Client]


@pytest.fixture
def clash(send: Send, ines: Post, aicha: Post, irene: Usager) -> SyncedOperation:
    """Aïcha wrote first; the words of Inès wait."""
    write_consigne(usager=irene, by=ines, based_on=0, changes={"advice": "Bas avant le lever"})
    write_consigne(usager=irene, by=aicha, based_on=1, changes={"advice": "Bas après la toilette"})
    send(ines, gesture("consigne", irene, based_on=1, changes={"advice": "Plus de bas"}))
    return SyncedOperation.objects.get()


def advice(usager: Usager) -> str:
    current = Consigne.objects.filter(usager=usager).first()
    assert current is not None
    return current.advice


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        (Settlement.THEIRS, "Bas après la toilette"),
        (Settlement.MINE, "Plus de bas"),
        (Settlement.BOTH, "Bas après la toilette\nPlus de bas"),
    ],
)
def test_each_choice_keeps_what_it_says(
    clash: SyncedOperation, ines: Post, irene: Usager, choice: Settlement, kept: str
) -> None:
    settle(operation=clash, by=ines, choice=choice)
    assert advice(irene) == kept
    with pytest.raises(Refused, match="déjà tranché"):
        settle(operation=clash, by=ines, choice=Settlement.THEIRS)


def test_a_choice_on_an_old_screen_is_asked_again(
    clash: SyncedOperation, ines: Post, aicha: Post, irene: Usager
) -> None:
    write_consigne(usager=irene, by=aicha, based_on=2, changes={"advice": "Bas à midi"})
    with pytest.raises(Refused, match="encore changé"):
        settle(operation=clash, by=ines, choice=Settlement.MINE)
    assert advice(irene) == "Bas à midi"


def test_the_screen_shows_both_sides_then_takes_the_choice(
    client: Client, login: At, clash: SyncedOperation, ines: Post, irene: Usager
) -> None:
    seated = login(client, ines)
    assert "Consigne de tournée, Irène DUPONT" in seated.get("/tournee/a-revoir/").content.decode()
    page = seated.get(f"/tournee/a-revoir/{clash.id}/").content.decode()
    assert all(words in page for words in ("Bas après la toilette", "Aïcha BENALI", "Plus de bas", "Inès MOREAU"))
    seated.post(f"/tournee/a-revoir/{clash.id}/", {"choice": "mienne"})
    assert advice(irene) == "Plus de bas"
    assert "version du téléphone" in seated.get("/tournee/a-revoir/?vue=tranches").content.decode()


def test_karim_sees_nothing_to_review(client: Client, login: At, clash: SyncedOperation, karim: Post) -> None:
    assert login(client, karim).get(f"/tournee/a-revoir/{clash.id}/").status_code == 404


def test_the_author_who_left_the_team_reads_their_words_but_not_the_record(
    client: Client, login: At, clash: SyncedOperation, ines: Post, nadia: Post, irene: Usager
) -> None:
    remove_from_team(member=CareTeamMember.objects.get(usager=irene, post=ines), by=nadia)
    page = login(client, ines).get(f"/tournee/a-revoir/{clash.id}/").content.decode()
    assert "Plus de bas" in page
    assert "Bas après la toilette" not in page
    with pytest.raises(Refused, match="ne suivez pas"):
        settle(operation=clash, by=ines, choice=Settlement.MINE)


def test_a_dose_said_twice_is_told_to_the_team(
    send: Send, ines: Post, aicha: Post, irene: Usager, doliprane: TreatmentLine
) -> None:
    today = timezone.localdate()
    note_intake(line=doliprane, by=aicha, day=today, moment=Moment.MATIN, state=Intake.GIVEN)
    said = {"line": str(doliprane.id), "day": today.isoformat(), "moment": "matin", "state": "donnee", "version": ""}
    send(ines, gesture("prise", irene, **said))
    row = SyncedOperation.objects.get()
    with pytest.raises(Refused, match="pas possible"):
        settle(operation=row, by=ines, choice=Settlement.MINE)
    settle(operation=row, by=ines, choice=Settlement.BOTH)
    line = Transmission.objects.get(usager=irene)
    assert line.priority
    assert "Aïcha BENALI" in line.data
    assert Administration.objects.get(line=doliprane).by == aicha


def test_a_colleague_writes_for_who_left_and_says_whose_it_is(
    send: Send, aicha: Post, nadia: Post, irene: Usager
) -> None:
    remove_from_team(member=CareTeamMember.objects.get(usager=irene, post=aicha), by=nadia)
    send(aicha, gesture("constantes", irene, values={"pouls": "72"}))
    row = to_review(nadia).get()
    settle(operation=row, by=nadia, choice=Settlement.WRITTEN)
    reading = Reading.objects.get(usager=irene)
    assert (reading.author, reading.note) == (nadia, "Relevé par Aïcha BENALI.")


def test_setting_aside_asks_why_and_keeps_it(send: Send, ines: Post, irene: Usager) -> None:
    send(ines, gesture("constantes", irene, values={"pouls": "190"}))
    row = SyncedOperation.objects.get()
    with pytest.raises(Refused, match="pourquoi"):
        settle(operation=row, by=ines, choice=Settlement.ASIDE)
    kept = settle(operation=row, by=ines, choice=Settlement.ASIDE, reason="Brassard mal mis")
    assert (kept.settle_reason, kept.content) == ("Brassard mal mis", {"values": {"pouls": "190"}})


def test_an_unusual_value_is_written_once_somebody_says_so(send: Send, ines: Post, irene: Usager) -> None:
    send(ines, gesture("constantes", irene, values={"pouls": "190"}))
    settle(operation=SyncedOperation.objects.get(), by=ines, choice=Settlement.WRITTEN)
    assert Reading.objects.get().measures.get().value == 190


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG")
    return SimpleUploadedFile("p.jpg", out.getvalue(), "image/jpeg")


def send_photo(client: Client, login: At, post: Post, sent: dict[str, Any]) -> dict[str, Any]:
    form = {"gesture": json.dumps(sent), "device_now": timezone.now().isoformat(), "photo": photo()}
    seated = login(client, post)
    answer = seated.post("/tournee/api/photo/", form, headers={"X-Tournee-Post": str(post.id)})
    found: dict[str, Any] = json.loads(answer.content)["outcomes"][0]
    return found


def test_a_photo_sent_twice_is_one_document(client: Client, login: At, ines: Post, irene: Usager) -> None:
    sent = gesture("photo", irene, title="Talon", agrees=True)
    assert send_photo(client, login, ines, sent)["outcome"] == "inscrit"
    assert send_photo(client, login, ines, sent)["again"]
    assert Document.objects.get(usager=irene).title == "Talon"


def test_a_photo_without_agreement_is_kept_sealed_for_review(
    client: Client, login: At, ines: Post, irene: Usager
) -> None:
    said = send_photo(client, login, ines, gesture("photo", irene, title="Talon"))
    assert said["outcome"] == "refuse"
    assert "accord" in said["sentence"]
    assert SyncedOperation.objects.get().photo is not None
    assert not Document.objects.exists()


def test_two_people_at_the_desk_write_the_consigne(
    client: Client, login: At, ines: Post, aicha: Post, irene: Usager
) -> None:
    write_consigne(usager=irene, by=aicha, based_on=0, changes={"access": "Clé", "advice": "Bas"})
    write_consigne(usager=irene, by=aicha, based_on=1, changes={"access": "Digicode", "advice": "Bas à midi"})
    seated = login(client, ines)
    there = f"/tournee/consigne/{irene.id}/"
    late = seated.post(there, {"access": "Clé", "advice": "Plus de bas", "based_on": "1"})
    page = late.content.decode()
    assert late.status_code == 422
    assert "Un collègue a écrit pendant ce temps" in page
    assert "Plus de bas" in page
    assert "Digicode" in page
    seated.post(there, {"access": "Digicode", "advice": "Plus de bas", "based_on": "2"})
    assert advice(irene) == "Plus de bas"
    seated.post(there, {"access": "", "advice": "", "based_on": "3", "withdraw": "1"})
    assert advice(irene) == ""
    assert Consigne.objects.filter(usager=irene).count() == 4
