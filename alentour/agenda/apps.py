from __future__ import annotations

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "alentour.agenda"
    label = "agenda"
    verbose_name = "Agenda et présences"

    def ready(self) -> None:
        from alentour.agenda.plugs import plug

        plug()
