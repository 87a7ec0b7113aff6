"""What was just done, said in a toast, with its undo."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

LEVELS = {"done": messages.SUCCESS, "attention": messages.WARNING, "danger": messages.ERROR}


def toast(request: HttpRequest, sentence: str, *, kind: str = "done", undo_url: str = "") -> None:
    """Say ``sentence`` at the next page or swap. ``undo_url`` is posted by « Annuler ». ``kind``: done, attention, danger."""
    messages.add_message(request, LEVELS[kind], sentence, extra_tags=undo_url)


class ToastsMiddleware:
    """Adds the pending toasts to the fragment an HTMX request receives (a full page shows them by itself)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get("HX-Request") == "true" and _takes_toasts(response):
            pending = messages.get_messages(request)
            if len(pending):
                response.write(render_to_string("ui/parts/toasts_oob.html", {"messages": pending}, request))
        return response


def _takes_toasts(response: HttpResponse) -> bool:
    """A fragment that will be swapped: neither a redirection, nor a reload, nor a stream, nor a whole page."""
    if response.streaming or response.status_code not in {200, 422}:
        return False
    if any(name in response.headers for name in ("HX-Redirect", "HX-Refresh", "HX-Location")):
        return False
    return response.headers.get("Content-Type", "").startswith("text/html") and b"<html" not in response.content[:300]
