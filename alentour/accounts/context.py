from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def current_post(request: HttpRequest) -> dict[str, Any]:
    """What the frame shows of the person at work."""
    return {"post": getattr(request, "post", None), "structure": getattr(request, "structure", None)}
