from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from alentour.accounts.models import Post
from alentour.audit.models import ChainHead, TraceEvent
from alentour.audit.services import verify_chain
from alentour.core import trace


def test_each_event_is_linked_to_the_one_before(ines: Post) -> None:
    trace.record("record.read", by=ines, reason="relève")
    trace.record("record.read", by=ines)
    last, before = TraceEvent.objects.filter(structure_id=ines.structure_id).order_by("-sequence")[:2]
    assert last.previous == before.digest
    assert verify_chain(ines.structure_id).broken_at is None


def test_an_event_cannot_be_changed_nor_erased_by_the_product(ines: Post) -> None:
    trace.record("record.read", by=ines)
    event = TraceEvent.objects.order_by("-sequence").first()
    assert event is not None
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


@pytest.mark.parametrize("statement", ["UPDATE audit_traceevent SET action = 'x'", "DELETE FROM audit_traceevent"])
def test_nor_by_the_database(ines: Post, statement: str) -> None:
    trace.record("record.read", by=ines)
    with (
        pytest.raises(DatabaseError, match=r"never|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_missing_end_of_the_chain_is_found(ines: Post) -> None:
    trace.record("record.read", by=ines)
    head = ChainHead.objects.get(structure_id=ines.structure_id)
    ChainHead.objects.filter(pk=head.pk).update(sequence=head.sequence + 1)
    assert verify_chain(ines.structure_id).broken_at == head.sequence + 1


def test_the_trace_falls_with_the_act_it_traces(ines: Post) -> None:
    before = TraceEvent.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        trace.record("document.created", by=ines)
        raise RuntimeError("the act failed")
    assert TraceEvent.objects.count() == before


def test_two_structures_have_two_chains(ines: Post, martin: Post) -> None:
    trace.record("record.read", by=ines)
    trace.record("record.read", by=martin)
    for post in (ines, martin):
        sequences = TraceEvent.objects.filter(structure_id=post.structure_id).values_list("sequence", flat=True)
        assert sorted(sequences) == list(range(1, len(sequences) + 1))
