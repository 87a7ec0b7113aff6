"""The database itself refuses to change or erase a trace, whoever asks."""

from __future__ import annotations

from django.db import migrations

SQLITE = [
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_traceevent BEGIN SELECT RAISE(ABORT, 'a trace is never changed'); END",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_traceevent BEGIN SELECT RAISE(ABORT, 'a trace is never erased'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION 'a trace is never changed nor erased'; END $$",
    "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_traceevent "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
]


def add(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER audit_no_update")
        schema_editor.execute("DROP TRIGGER audit_no_delete")
    else:
        schema_editor.execute("DROP FUNCTION audit_refuse CASCADE")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
