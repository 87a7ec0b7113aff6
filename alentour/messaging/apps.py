from __future__ import annotations

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "alentour.messaging"
    label = "messaging"
    verbose_name = "Messagerie sécurisée"

    def ready(self) -> None:
        from alentour.messaging.plugs import plug

        plug()
