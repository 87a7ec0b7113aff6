from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest


class ExchangesConfig(AppConfig):
    name = "alentour.exchanges"
    label = "exchanges"
    verbose_name = "Échanges avec l'extérieur"

    def ready(self) -> None:
        from alentour.accounts import tokens
        from alentour.accounts.signals import session_opened
        from alentour.exchanges import selectors
        from alentour.exchanges.handlers import register_chore
        from alentour.ui import nav

        def stuck_count(request: HttpRequest) -> int:
            post = getattr(request, "post", None)
            return selectors.stuck(post).count() if post else 0

        nav.register("Échanges", "exchanges:tray", "arrow-up-right", badge=stuck_count, order=80, key="e")
        session_opened.connect(someone_is_back, dispatch_uid="exchanges.someone_is_back")
        register_chore("psc.keep_alive", lambda: tokens.keep_alive(timedelta(seconds=120)) > 0, every=20)


def someone_is_back(sender: Any, professional_id: uuid.UUID, **kwargs: Any) -> None:
    """What waited for a person of these structures may leave now (ECO.1.2.7)."""
    from alentour.accounts.models import Post
    from alentour.core import rls
    from alentour.exchanges.services import wake_waiting

    with rls.across("every structure where this person works"):
        mine = Post.objects.filter(professional_id=professional_id)
        structures = set(mine.values_list("structure_id", flat=True))
    for structure_id in structures:
        with rls.within(structure_id):
            wake_waiting(structure_id=structure_id)
