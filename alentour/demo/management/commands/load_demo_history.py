"""``./run manage load_demo_history``: three months of the lives of forty people. A second time changes nothing."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from alentour.core import rls
from alentour.demo.history.load import tell_everything
from alentour.demo.loading import qualify_residents


class Command(BaseCommand):
    help = "Raconte les trois derniers mois des personnes de la démonstration ; ce qui est déjà raconté ne l'est pas deux fois."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_HISTORY:
            return
        started = time.monotonic()
        with rls.across("the houses of the demonstration, one after the other"):
            told = tell_everything(self.stdout.write)
            qualified = qualify_residents()
        if told:
            self.stdout.write(
                f"{told} dossiers racontés, {qualified} INS qualifiées, en {time.monotonic() - started:.0f} s."
            )
