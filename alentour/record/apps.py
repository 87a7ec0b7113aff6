from __future__ import annotations

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "alentour.record"
    label = "record"
    verbose_name = "Dossier de la personne"

    def ready(self) -> None:
        from alentour.identity import access as identity_access
        from alentour.record import access, plugs, presenters

        identity_access.register(access, presenters.around)
        plugs.plug()
