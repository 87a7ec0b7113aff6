from __future__ import annotations

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "alentour.care"
    label = "care"
    verbose_name = "Transmissions et soins"

    def ready(self) -> None:
        from alentour.care.plugs import plug

        plug()
