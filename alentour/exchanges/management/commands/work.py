"""``./run work``: the runner of exchanges, alone in its process, for hosts other than the web's."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alentour.core import policies
from alentour.exchanges.runner import Runner


class Command(BaseCommand):
    help = "Exécute les échanges en attente (envois, dépôts, relèves), jusqu'à l'arrêt."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            policies.must_hold()
        except policies.WallDown as reason:
            raise CommandError(str(reason)) from None
        runner = Runner()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: runner.stopped.set())
        self.stdout.write(f"Exécutant {runner.name} au travail.")
        runner.run_for_ever()
