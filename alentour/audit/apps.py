from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "alentour.audit"
    label = "audit"
    verbose_name = "Traces"

    def ready(self) -> None:
        from alentour.audit.services import append
        from alentour.core import trace

        trace.register_sink(append)
