from __future__ import annotations

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "alentour.identity"
    label = "identity"
    verbose_name = "Identités"

    def ready(self) -> None:
        from alentour.identity import plugs

        plugs.plug()
