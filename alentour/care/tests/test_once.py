"""Finding what a form has already written reads one index, however long the table."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alentour.accounts.models import Post
from alentour.care import services
from alentour.care.enums import Category
from alentour.care.models import Transmission
from alentour.core.once import sent
from alentour.identity.models import Usager


def test_the_second_sending_finds_the_first(ines: Post, irene: Usager) -> None:
    first = services.write(usager=irene, by=ines, category=Category.SOIN, data="A marché seule.", key="k1")
    assert services.write(usager=irene, by=ines, category=Category.SOIN, data="A marché seule.", key="k1") == first
    assert sent(Transmission.objects.for_post(ines), "another") is None
    assert sent(Transmission.objects.for_post(ines), "") is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL proves by itself that a key is not empty")
def test_sqlite_reads_the_unique_index(ines: Post, irene: Usager) -> None:
    with CaptureQueriesContext(connection) as asked:
        sent(Transmission.objects.for_post(ines), "k1")
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked.captured_queries[0]["sql"])
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "care_written_once" in plan
