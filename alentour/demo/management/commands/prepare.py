"""What ``./run`` does before opening: the database up to date, the demonstration there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from alentour.accounts.models import Structure
from alentour.core import policies


class Command(BaseCommand):
    help = "Met la base à jour et charge la démonstration si elle n'y est pas encore."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        try:
            policies.must_hold()
        except policies.WallDown as reason:
            raise CommandError(str(reason)) from None
        if settings.DEMO and not Structure.objects.exists():
            call_command("load_demo")
