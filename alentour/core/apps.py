from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "alentour.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from alentour.core import policies, rls

        connection_created.connect(rls.install, dispatch_uid="core.rls.install")
        # Django sends it once per app, when every table is there: once is enough.
        post_migrate.connect(policies.apply, sender=self, dispatch_uid="core.policies.apply")
