"""The transmissions corrected before the column existed are no longer current."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("care", "Transmission").objects
    corrected = rows.filter(corrects__isnull=False).values("corrects_id")
    rows.filter(pk__in=corrected).update(is_current=False)


def unmark(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("care", "Transmission").objects.update(is_current=True)


class Migration(migrations.Migration):
    dependencies = [("care", "0005_current_lines")]

    operations = [migrations.RunPython(mark, unmark)]
