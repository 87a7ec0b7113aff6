"""``./run manage load_demo_history``: three months of the lives of forty people. A second time changes nothing."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand

from alentour.core import rls
from alentour.demo.history.load import tell_everything


class Command(BaseCommand):
    help = "Raconte les trois derniers mois des personnes de la démonstration ; ce qui est déjà raconté ne l'est pas deux fois."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        with rls.across("the houses of the demonstration, one after the other"):
            told = tell_everything(self.stdout.write)
        if told:
            self.stdout.write(f"{told} dossiers racontés en {time.monotonic() - started:.0f} s.")
