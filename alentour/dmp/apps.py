from __future__ import annotations

from django.apps import AppConfig


class DmpConfig(AppConfig):
    name = "alentour.dmp"
    label = "dmp"
    verbose_name = "DMP · Mon espace santé"

    def ready(self) -> None:
        from alentour.dmp import plugs

        plugs.plug()
