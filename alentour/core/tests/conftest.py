from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from alentour.accounts.models import Structure
from alentour.core import policies
from alentour.core.models import StoredFile

# SQLite has no such wall to prove: these are collected by ``./run test --database postgresql``.
collect_ignore = [] if connection.vendor == "postgresql" else ["test_wall.py"]


def keep(structure: Structure, media_type: str) -> StoredFile:
    return StoredFile.objects.create(
        structure_id=structure.id, sha256="0" * 64, size=1, media_type=media_type, wrapped_key=b"-"
    )


def seen() -> set[str]:
    return set(StoredFile.objects.values_list("media_type", flat=True))


@pytest.fixture
def files(ssiad: Structure, saad: Structure) -> None:
    """One row in each of two structures."""
    keep(ssiad, "a/ssiad")
    keep(saad, "a/saad")


@pytest.fixture
def by_the_owner(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[str], None]]:
    """Run a statement as the owner of the tables, then be the product again; all is undone after the test."""
    product = settings.DATABASES["default"]["USER"]

    def run(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute(statement)
            cursor.execute(f"SET LOCAL ROLE {product}")

    with django_db_blocker.unblock(), policies.as_owner(), transaction.atomic():
        yield run
        transaction.set_rollback(True)
