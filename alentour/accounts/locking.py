"""The idle lock: the screen closes, the work stays. What a locked session answers, and what was being sent (IE.58, specs/product §3.6).

Past an idle time the session is locked, not ended: a page goes to the lock screen and comes back to the same place; an HTMX or fetch request
is refused without touching the page, whose own dialog asks for the second factor; a plain form is kept, sealed, and offered again.
"""

from __future__ import annotations

import json
import time
from base64 import b64decode, b64encode
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from alentour.core import crypto, trace

ABSOLUTE_SECONDS = 12 * 3600
KEPT, PLACE, MOST = "kept", "session:kept", 300_000
# What answers while the screen is locked: unlocking, leaving, proving who one is.
OPEN = ("/verrou/", "/deconnexion/", "/oidc/", "/connexion/", "/static/")


def tick(request: HttpRequest) -> str:
    """Note the gesture. « over » after twelve hours, « locked » when the screen is or becomes locked, empty otherwise."""
    session, now = request.session, int(time.time())
    if now - session.setdefault("opened_at", now) >= ABSOLUTE_SECONDS:
        return "over"
    seen = session.setdefault("seen_at", now)
    if not session.get("locked") and now - seen > settings.IDLE_LOCK_SECONDS:
        lock(request)
    if session.get("locked"):
        return "locked"
    if now - seen > 30 and not request.headers.get("X-Poll"):
        session["seen_at"] = now
    return ""


def lock(request: HttpRequest, *, by_hand: bool = False) -> None:
    request.session["locked"] = True
    person = request.user.pk
    trace.record("session.locked", by=getattr(request, "post", None), professional_id=person, by_hand=by_hand)


def answer(request: HttpRequest) -> HttpResponse:
    """What a locked session answers, instead of the view."""
    target = f"{reverse('accounts:lock')}?{urlencode({'next': _place(request)})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"accounts:locked": {}}), "X-Locked": "1"})
    if request.headers.get("Sec-Fetch-Dest", "document") not in {"document", "iframe"}:
        return JsonResponse({"locked": True}, status=401, headers={"X-Locked": "1"})
    if request.method == "POST":
        _keep(request)
    return redirect(target)


def _place(request: HttpRequest) -> str:
    """Where to come back: this page, or the page of the form that was sent."""
    if request.method == "GET":
        return request.get_full_path()
    return request.path


def _keep(request: HttpRequest) -> None:
    """Seal the fields of a plain form in the session; files, too heavy for it, are named so that they can be chosen again."""
    fields = [
        [name, value] for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    content = json.dumps({"path": request.get_full_path(), "fields": fields, "files": sorted(request.FILES)})
    if len(content) <= MOST:
        request.session[KEPT] = b64encode(crypto.seal(content.encode(), place=PLACE)).decode()


def kept(request: HttpRequest) -> dict[str, Any] | None:
    """What was being sent when the screen locked."""
    sealed = request.session.get(KEPT)
    if not sealed:
        return None
    try:
        content: dict[str, Any] = json.loads(crypto.unseal(b64decode(sealed), place=PLACE))
    except crypto.Unreadable:
        return None
    return content


def forget_kept(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)
