"""What PostgreSQL asks of the names of tables, before anyone migrates there."""

from __future__ import annotations

from collections import Counter

from django.apps import apps


def test_no_index_nor_constraint_bears_the_name_of_a_table_or_of_another() -> None:
    """A table, an index and a unique constraint share one space of names on PostgreSQL; SQLite does not mind."""
    models = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    names = Counter(model._meta.db_table for model in models)
    names.update(part.name for model in models for part in [*model._meta.constraints, *model._meta.indexes])
    assert {name: count for name, count in names.items() if count > 1} == {}
