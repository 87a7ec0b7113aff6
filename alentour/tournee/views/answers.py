"""JSON of the round: never kept by anybody on the way, refusals in words, one post at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alentour.accounts.http import WorkRequest
from alentour.core.doors import ClosedDoor, Refused
from alentour.tournee import limits, rules
from alentour.tournee.gesture import Unreadable

View = Callable[..., HttpResponse]
OTHER_POST = (
    "Cette tournée a été emportée par une autre personne, ou à un autre poste : rien n'est parti sous votre nom."
)
TOO_HEAVY = "Cet envoi est trop lourd : il est refait en plusieurs fois."
TOO_FAST = "Trop d'envois à la fois : le téléphone réessaie dans une minute."


def answer(content: dict[str, Any], status: int = 200) -> HttpResponse:
    """JSON with the hour of the server, which every answer brings."""
    response = JsonResponse({"now": timezone.now().isoformat(), **content}, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def trouble(sentence: str, status: int) -> HttpResponse:
    return answer({"sentence": sentence}, status)


def asked(view: View) -> View:
    """A POST by a post that goes on rounds, speaking in its own name (``X-Tournee-Post``), within bounds."""

    @require_POST
    @wraps(view)
    def guarded(request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if refusal := _refusal(request):
            return refusal
        try:
            return view(request, *args, **kwargs)
        except ClosedDoor as closed:
            return trouble(f"Votre métier n'ouvre pas ceci : {closed.what}.", 403)
        except (Refused, Unreadable) as refused:
            return trouble(refused.sentence, 422)

    return guarded


def _refusal(request: WorkRequest) -> HttpResponse | None:
    if not rules.has_round(request.post):
        return trouble("Votre métier ne part pas en tournée.", 403)
    if request.headers.get("X-Tournee-Post") != str(request.post.id):
        return trouble(OTHER_POST, 409)
    if limits.too_many(request.post.id):
        response = trouble(TOO_FAST, 429)
        response["Retry-After"] = str(limits.WINDOW)
        return response
    heavy = limits.HEAVIEST_PHOTO if request.content_type == "multipart/form-data" else limits.HEAVIEST_JSON
    if int(request.META.get("CONTENT_LENGTH") or 0) > heavy:
        return trouble(TOO_HEAVY, 413)
    return None


def body(request: WorkRequest) -> dict[str, Any]:
    """The JSON object of the request; raises :class:`Unreadable`."""
    try:
        said = json.loads(request.body or b"{}")
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Unreadable("Cet envoi est illisible : il reste dans le téléphone.")
    return said
