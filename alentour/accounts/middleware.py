"""Nobody passes by default: a view answers to a person at their post unless it says otherwise."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from alentour.accounts import locking, tokens
from alentour.accounts.models import Post
from alentour.accounts.services import post_of_session
from alentour.core import trace
from alentour.core.doors import ClosedDoor

GetResponse = Callable[[HttpRequest], HttpResponse]
THIRD_PARTY = ("mozilla_django_oidc.",)


class CurrentPostMiddleware:
    """Puts ``request.post`` and ``request.structure``; sends the others to the log-in or to the choice of a post."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        post = post_of_session(request) if request.user.is_authenticated else None
        request.post = post  # type: ignore[attr-defined]
        request.structure = post.structure if post else None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        door = getattr(view, "door", "") or getattr(getattr(view, "view_class", None), "door", "")
        if door == "public" or view.__module__.startswith(THIRD_PARTY):
            return None
        if not request.user.is_authenticated:
            return _to_login(request)
        if door != "person" and request.post is None:  # type: ignore[attr-defined]
            return redirect("accounts:choose-post")
        return None


def _to_login(request: HttpRequest) -> HttpResponse:
    target = f"{reverse('accounts:login')}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)


class IdleLockMiddleware:
    """Locks the screen after a time without a gesture (IE.58; a poll of the page is not one), ends the session after twelve hours."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            state = locking.tick(request)
            if state == "over":
                trace.record("session.expired", by=request.post, professional_id=request.user.pk)  # type: ignore[attr-defined]
                logout(request)
                return _to_login(request)
            if state == "locked" and not request.path.startswith(locking.OPEN):
                return locking.answer(request)
        return self.get_response(request)


class PscRenewalMiddleware:
    """Reopens the national services by itself while the session of Pro Santé Connect is alive (CONF.11).

    Tokens live in memory: after a restart of the product they are asked again, silently, at the next page.
    """

    RETRY = 120

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._should_renew(request):
            request.session["psc_renewal_at"] = int(time.time())
            target = urlencode({"next": request.get_full_path(), "silent": "1"})
            return redirect(f"{reverse('oidc_authentication_init')}?{target}")
        return self.get_response(request)

    def _should_renew(self, request: HttpRequest) -> bool:
        page = request.method == "GET" and request.headers.get("Sec-Fetch-Dest", "document") == "document"
        if not page or request.headers.get("HX-Request") or not request.user.is_authenticated:
            return False
        if not request.session.get("psc") or request.path.startswith(("/oidc/", "/connexion", "/static/")):
            return False
        recent = time.time() - request.session.get("psc_renewal_at", 0) < self.RETRY
        return not recent and not tokens.alive(request.user.pk)


class ClosedDoorMiddleware:
    """Turns a closed door into a page that says which métiers open it, and traces the refusal."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ClosedDoor):
            return None
        post: Post | None = request.post  # type: ignore[attr-defined]
        trace.record("door.closed", by=post, result="refused", reason=exception.what)
        context = {"what": exception.what, "opens_to": exception.opens_to, "why": exception.why}
        return render(request, "ui/403.html", context, status=403)
