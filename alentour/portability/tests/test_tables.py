"""Nothing of a person is left out in silence."""

from __future__ import annotations

from django.db import models

from alentour.portability.tables import BY_NAME, STAYS, TABLES, shape_of, tables_of_a_person


def test_every_table_of_a_person_travels_or_says_why_it_stays() -> None:
    assert tables_of_a_person() <= set(BY_NAME) | set(STAYS), "a table was added: does it travel, or why does it stay?"
    assert not set(BY_NAME) & set(STAYS)


def test_every_column_is_told_once() -> None:
    allowed = {"listing"}
    for table in TABLES:
        shape = shape_of(table.name)
        assert set(shape.dropped) <= allowed, f"{table.name}: {shape.dropped} would be lost"


def test_what_a_row_needs_is_written_before_it() -> None:
    order = {table.name: number for number, table in enumerate(TABLES)}
    for table in TABLES:
        for column, target in shape_of(table.name).rows.items():
            field = table.model._meta.get_field(column)
            assert isinstance(field, models.ForeignKey)
            assert target == table.name or order[target] < order[table.name], f"{table.name}.{column} comes too early"


def test_a_subject_is_told_by_columns_that_exist() -> None:
    for table in TABLES:
        shape = shape_of(table.name)
        assert set(table.same) <= {*shape.plain, *shape.rows, "usager"}, table.name
