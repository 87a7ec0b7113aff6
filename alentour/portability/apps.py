from __future__ import annotations

from django.apps import AppConfig


class PortabilityConfig(AppConfig):
    name = "alentour.portability"
    label = "portability"
    verbose_name = "Transferts de dossiers"

    def ready(self) -> None:
        from alentour.portability import plugs

        plugs.plug()
