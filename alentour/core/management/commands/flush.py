"""Django's ``flush``, by the owner of the tables (docs/postgresql.md)."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush

from alentour.core.policies import as_owner


class Command(flush.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            super().handle(*args, **options)
