"""Django's ``migrate``, by the owner of the tables (docs/postgresql.md)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.core.management.commands import migrate

from alentour.core.policies import as_owner


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with as_owner():
                super().handle(*args, **options)
        except ImproperlyConfigured as reason:
            raise CommandError(str(reason)) from None
