"""The degraded mode: everybody's urgency document and plan de prise in one encrypted PDF, opened without the server."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from alentour.accounts.models import Post, Structure
from alentour.audit.models import TraceEvent
from alentour.documents.services.degraded import Hourly, export
from alentour.documents.services.urgency import establish
from alentour.identity.models import Usager

SECRET = "sept mots pour ouvrir"


def exported(structure: Structure, folder: Path) -> Path:
    *_, last = export(structure, folder, SECRET)
    (path,) = last.paths
    return path


def test_it_opens_with_its_password_and_one_bookmark_a_person(
    ssiad: Structure, irene: Usager, marcel: Usager, ines: Post, tmp_path: Path
) -> None:
    establish(post=ines, usager=irene)
    path = exported(ssiad, tmp_path)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password=SECRET) as book:
        assert book.encryption.R == 6
        with book.open_outline() as outline:
            assert {one.title for one in outline.root} == {irene.display_name, marcel.display_name}
        assert len(book.pages) >= 4
    assert irene.birth_name not in path.name
    assert path.stat().st_mode & 0o077 == 0


def test_it_is_never_written_in_clear(ssiad: Structure, irene: Usager, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="never written in clear"):
        next(export(ssiad, tmp_path, ""))
    assert list(tmp_path.glob("*.pdf")) == []


def test_whom_nobody_may_read_is_counted_not_exported(
    ssiad: Structure, irene: Usager, aicha: Post, ines: Post, tmp_path: Path
) -> None:
    ines.professional.is_active = False
    ines.professional.save()
    *_, last = export(ssiad, tmp_path, SECRET)
    assert (last.done, last.left, last.paths) == (0, 1, [])
    assert "1 sans soignant" in last.sentence


def test_the_runner_does_one_person_a_turn_then_waits_an_hour(
    ssiad: Structure, irene: Usager, marcel: Usager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEGRADED_DIR", tmp_path)
    monkeypatch.setattr(settings, "DEGRADED_PASSWORD", SECRET)
    assert Hourly().turn() is False
    hourly, turns = Hourly(first=timedelta()), 0
    while hourly.turn():
        turns += 1
    assert turns >= 2
    assert [path.suffix for path in tmp_path.iterdir() if path.name.startswith("secours")] == [".pdf"]
    assert hourly.turn() is False
    assert TraceEvent.objects.filter(action="urgency.exported").count() == 1


def test_the_command_says_what_it_did(
    ssiad: Structure, irene: Usager, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_degraded", dossier=tmp_path, finess="350009999")
    assert "1 personne exportée." in capsys.readouterr().out
    assert (tmp_path / "secours-350009999.pdf").exists()
    with pytest.raises(CommandError, match="Aucun établissement"):
        call_command("export_degraded", dossier=tmp_path, finess="000000000")
