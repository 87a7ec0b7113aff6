from __future__ import annotations

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "alentour.directory"
    label = "directory"
    verbose_name = "Annuaire"

    def ready(self) -> None:
        from alentour.directory import plugs

        plugs.plug()
