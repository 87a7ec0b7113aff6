from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "alentour.documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        from alentour.documents import plugs

        plugs.plug()
