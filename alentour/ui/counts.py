"""The counts of the navigation, kept between two pages: a page shows those it knows and asks for the new ones once it is there.

Counting costs a query an app; a page must not wait for it. The last counts stay in the session (written only when they change); a
cookie without content says that they are recent. Any gesture (POST) makes them old.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

COOKIE = "alentour_counts"
FRESH_SECONDS = 20


def known(request: HttpRequest) -> Mapping[str, int]:
    """The last counts of this post, by identifier of the badge; empty before the first counting."""
    kept = _session(request).get("counts", {})
    counts: Mapping[str, int] = kept.get("of", {}) if kept.get("post") == _place(request) else {}
    return counts


def are_fresh(request: HttpRequest) -> bool:
    """Whether a page may do without asking again."""
    return bool(request.COOKIES.get(COOKIE)) and _session(request).get("counts", {}).get("post") == _place(request)


def keep(request: HttpRequest, response: HttpResponse, counts: Mapping[str, int]) -> None:
    """Remember what was just counted."""
    kept = {"post": _place(request), "of": dict(counts)}
    session = getattr(request, "session", None)
    if session is not None and session.get("counts") != kept:
        session["counts"] = kept
    response.set_cookie(COOKIE, "1", max_age=FRESH_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure())


def _session(request: HttpRequest) -> Mapping[str, dict[str, Any]]:
    session: Mapping[str, dict[str, Any]] = getattr(request, "session", {})
    return session


def _place(request: HttpRequest) -> str:
    return str(getattr(getattr(request, "post", None), "id", ""))


class CountsMiddleware:
    """After a gesture the counts are old."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and COOKIE in request.COOKIES:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response
