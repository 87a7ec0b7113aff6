"""« À classer »: both identities side by side, one gesture, and its undo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from alentour.accounts.models import Post, Structure
from alentour.documents.enums import FilingState
from alentour.documents.models import Document, FilingItem
from alentour.documents.services import keep_unreadable, receive
from alentour.documents.tests.test_screens import HX, Login, url
from alentour.identity.models import Usager
from alentour.record.models import CareTeamMember
from alentour.record.services import remove_from_team


@pytest.fixture
def waiting(ssiad: Structure, irene: Usager, ordonnance_cda: bytes) -> FilingItem:
    """The prescription of Irène, whose identity here is not qualified any more."""
    irene.statut = "validee"
    irene.save()
    item = receive(structure=ssiad, cda=ordonnance_cda, provenance="mss", source_ref="m:1", sender="Dr Paul MARTIN")  # type: ignore[arg-type]
    assert isinstance(item, FilingItem)
    return item


def test_inès_compares_and_files(client: Client, login: Login, waiting: FilingItem, irene: Usager, ines: Post) -> None:
    page = login(client, ines)
    assert "au nom de Irene DUPONT" in page.get(url("tray")).content.decode()
    html = page.get(url("item", waiting.id)).content.decode()
    for expected in ("Irène DUPONT", "même INS", "Classer dans ce dossier", "Lire le document", "238033523800188"):
        assert expected in html
    assert page.get(url("item-content", waiting.id)).content.startswith(b"%PDF")

    answer = page.post(url("file", waiting.id), {"usager": irene.id})
    assert answer.headers["Location"] == url("tray")
    waiting.refresh_from_db()
    assert waiting.state == FilingState.BY_HAND
    assert "Rien à classer" in page.get(url("tray")).content.decode()
    document = Document.objects.get(pk=waiting.document_id)
    assert page.get(url("item", waiting.id)).headers["Location"] == url("view", document.id)

    page.post(url("unfile", document.id))
    document.refresh_from_db()
    assert document.usager is None


def test_the_secretary_files_without_reading(
    client: Client, login: Login, waiting: FilingItem, irene: Usager, sophie: Post
) -> None:
    page = login(client, sophie)
    html = page.get(url("item", waiting.id)).content.decode()
    assert "Lire le document" not in html
    assert page.get(url("item-content", waiting.id)).status_code == 404
    page.post(url("file", waiting.id), {"usager": irene.id})
    document = Document.objects.get(pk=waiting.document_id)
    assert document.usager == irene
    assert page.get(url("view", document.id)).status_code == 403
    page.post(url("unfile", document.id))
    document.refresh_from_db()
    assert document.usager is None, "what she filed she may undo"


def test_only_persons_one_may_meet_are_proposed(
    client: Client, login: Login, waiting: FilingItem, irene: Usager, ines: Post
) -> None:
    remove_from_team(member=CareTeamMember.objects.get(post=ines, usager=irene), by=ines)
    page = login(client, ines)
    assert "Classer dans ce dossier" not in page.get(url("item", waiting.id)).content.decode()
    assert page.post(url("file", waiting.id), {"usager": irene.id}).status_code == 404


def test_another_person_is_searched_by_name(
    client: Client, login: Login, waiting: FilingItem, marcel: Usager, ines: Post
) -> None:
    page = login(client, ines)
    fragment = page.get(url("item", waiting.id), {"q": "le goff"}, headers=HX).content.decode()
    assert "Marcel LE GOFF" in fragment
    assert "autre INS" in fragment
    page.post(url("file", waiting.id), {"usager": marcel.id})
    waiting.refresh_from_db()
    assert waiting.is_open, "another INS takes a box to tick"
    page.post(url("file", waiting.id), {"usager": marcel.id, "malgre_ins": "on"})
    waiting.refresh_from_db()
    assert not waiting.is_open


def test_setting_aside_and_taking_back(client: Client, login: Login, waiting: FilingItem, ines: Post) -> None:
    page = login(client, ines)
    page.post(url("set-aside", waiting.id), {"motif": "Doublon du cabinet"})
    assert "Doublon du cabinet" in page.get(url("set-apart")).content.decode()
    page.post(url("take-back", waiting.id))
    waiting.refresh_from_db()
    assert waiting.is_open


def test_the_tray_of_another_structure_does_not_exist(
    client: Client, login: Login, waiting: FilingItem, petit: Post
) -> None:
    page = login(client, petit)
    assert page.get(url("item", waiting.id)).status_code == 404
    assert "Rien à classer" in page.get(url("tray")).content.decode()


def test_the_tray_is_bounded(
    client: Client, login: Login, ssiad: Structure, ines: Post, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(30):
        keep_unreadable(
            structure=ssiad, raw=bytes([number]), file_name=f"{number}.zip", provenance="mss", source_ref=f"m:{number}", sentence="Abîmé."  # type: ignore[arg-type]
        )  # fmt: skip
    page = login(client, ines)
    page.get(url("tray"))
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        answer = page.get(url("tray"))
    assert answer.content.decode().count("data-row") == 25
