from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from alentour.accounts.views.lock import who_code


def current_post(request: HttpRequest) -> dict[str, Any]:
    """What the frame shows of the person at work, and the lock that each of their pages carries."""
    post = getattr(request, "post", None)
    shown = {"post": post, "structure": getattr(request, "structure", None)}
    if post is None:
        return shown
    local = bool(request.session.get("local"))
    lock = {"seconds": settings.IDLE_LOCK_SECONDS, "who": who_code(request), "local": local}
    return {**shown, "frame_extra": "accounts/lock_dialog.html", "lock": lock}
