from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "alentour.accounts"
    label = "accounts"
    verbose_name = "Professionnels et habilitations"

    def ready(self) -> None:
        from alentour.accounts.presenters import who
        from alentour.ui import nav

        nav.register_who(who)
