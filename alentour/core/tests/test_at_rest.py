from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from alentour.accounts.models import Post, Preference
from alentour.core import crypto, files

STRUCTURE = uuid.UUID(int=7)


def test_a_file_comes_back_identical_and_lies_encrypted(db: None) -> None:
    stored = files.store(b"photo d'une plaie", media_type="image/jpeg", structure_id=STRUCTURE)
    assert files.read(stored) == b"photo d'une plaie"
    assert b"plaie" not in (Path(settings.FILES_DIR) / stored.path).read_bytes()


def test_an_altered_file_is_not_given_back(db: None) -> None:
    stored = files.store(b"ordonnance", media_type="application/pdf", structure_id=STRUCTURE)
    path = Path(settings.FILES_DIR) / stored.path
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(files.DamagedFile):
        files.read(stored)


def test_a_sealed_value_does_not_open_elsewhere() -> None:
    sealed = crypto.seal(b"note", place="messaging_message:body")
    assert crypto.unseal(sealed, place="messaging_message:body") == b"note"
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(sealed, place="care_transmission:body")


def test_a_sealed_field_is_unreadable_in_the_database(ines: Post) -> None:
    Preference.objects.create(professional=ines.professional, values={"filtre": "étage 2"})
    with connection.cursor() as cursor:
        cursor.execute('SELECT "values" FROM accounts_preference')
        raw = bytes(cursor.fetchone()[0])
    assert b"filtre" not in raw
    assert Preference.objects.get().values == {"filtre": "étage 2"}
