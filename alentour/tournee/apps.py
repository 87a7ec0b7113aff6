from __future__ import annotations

from django.apps import AppConfig


class TourneeConfig(AppConfig):
    name = "alentour.tournee"
    label = "tournee"
    verbose_name = "Ma tournée"

    def ready(self) -> None:
        from alentour.tournee.plugs import plug

        plug()
