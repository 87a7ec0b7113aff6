from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "alentour.accounts"
    label = "accounts"
    verbose_name = "Professionnels et habilitations"

    def ready(self) -> None:
        from alentour.accounts.presenters import answers_for_rights, reads_accounts, who
        from alentour.ui import nav

        nav.register_who(who)
        nav.register("Comptes", "accounts:people", "user-cog", order=90, shown=reads_accounts)
        nav.register("Qui voit quoi", "accounts:who-sees", "key-round", order=92, shown=answers_for_rights)
