from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "alentour.home"
    label = "home"
    verbose_name = "Ma journée"

    def ready(self) -> None:
        from alentour.home import facts
        from alentour.ui import nav

        nav.register("Ma journée", "home:day", "sunrise", order=0, key="j", phone=1)
        facts.register()
