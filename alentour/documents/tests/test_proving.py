"""Every kind of document that the house makes is judged with the official kit, and nothing of it stays."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from alentour.accounts.enums import StructureKind
from alentour.accounts.models import Post, Structure
from alentour.documents import gateway
from alentour.documents.models import Document
from alentour.documents.services.proving import recipes
from alentour.identity.models import Usager

KITS = Path(os.environ.get("ALENTOUR_KITS", "../shared")).resolve()


@pytest.fixture
def kit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not (KITS / "ci-sis").is_dir():
        pytest.skip("the official samples are not here")
    monkeypatch.setattr(settings, "CDA_KIT", KITS / "ci-sis")
    gateway._judge.cache_clear()
    yield
    gateway._judge().close()
    gateway._judge.cache_clear()


@pytest.mark.kits
def test_no_document_of_the_house_would_be_refused(
    kit: None, ssiad: Structure, irene: Usager, ines: Post, nadia: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    ssiad.kind = StructureKind.EHPAD
    ssiad.save()
    call_command("check_documents", personnes=1)
    said = capsys.readouterr().out
    assert "0 erreurs." in said
    assert "liaison d'urgence" in said
    assert Document.objects.count() == 0


def test_every_outline_and_every_kind_of_paper_is_tried() -> None:
    names = set(recipes())
    assert {"liaison d'urgence", "départ aux urgences", "ordonnance : ordonnance", "copie : dlu"} <= names
    assert len(names) > 60


def test_elsewhere_than_the_demonstration_a_number_is_asked(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", False)
    with pytest.raises(CommandError, match="--personnes"):
        call_command("check_documents")
