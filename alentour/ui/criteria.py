"""What a person looks for is sent, not written in an address: a name in a URL stays in histories, bookmarks and logs.

A search or a bar of filters is posted to the address of its list with the mark ``?criteres``. The middleware keeps what was asked in
the session, for that address, and lets the list answer as if it came from a GET: a list knows nothing of this. So the filters of a list
are found again when one comes back to it; words typed are forgotten after a quarter of an hour. ``?criteres=passage`` keeps nothing
(suggestions while one types). ``?tout`` forgets the criteria of a list. An address that says its own criteria (a link) is obeyed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect

MARK, PASSING, FORGET = "criteres", "passage", "tout"
TYPED = frozenset({"q", "qui", "texte"})
TYPED_LASTS = 15 * 60
MOST_LISTS = 20
ALONE = frozenset({"page"})


class CriteriaMiddleware:
    """After the check of the CSRF token: a posted search becomes the reading that it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if request.method == "POST" and MARK in request.GET:
            return self._asked(request)
        if request.method == "GET" and FORGET in request.GET and set(request.GET) == {FORGET}:
            forget(request)
            return redirect(request.path)
        if request.method == "GET" and set(request.GET) <= ALONE:
            kept = recall(request)
            if kept:
                kept.update(request.GET)
                request.GET = kept  # type: ignore[assignment]
                request.criteria_kept = True  # type: ignore[attr-defined]
        return None

    def _asked(self, request: HttpRequest) -> HttpResponseBase | None:
        asked = request.POST.copy()
        asked.pop("csrfmiddlewaretoken", None)
        if request.GET[MARK] != PASSING:
            keep(request, asked)
            if not request.headers.get("HX-Request"):
                return redirect(request.path)
        request.method = "GET"
        request.GET = asked  # type: ignore[assignment]
        request.criteria_kept = True  # type: ignore[attr-defined]
        return None


def keep(request: HttpRequest, asked: QueryDict) -> None:
    """Remember the criteria of this address; the lists used last are kept."""
    lists = {path: held for path, held in request.session.get("criteria", {}).items() if path != request.path}
    if any(value for _, values in asked.lists() for value in values):
        lists[request.path] = [_place(request), int(time.time()), asked.urlencode()]
    request.session["criteria"] = dict(list(lists.items())[-MOST_LISTS:])


def recall(request: HttpRequest) -> QueryDict | None:
    """The criteria kept for this address and this post, in a form that can be changed."""
    session = getattr(request, "session", {})
    place, at, text = session.get("criteria", {}).get(request.path, ("", 0, ""))
    if not text or place != _place(request):
        return None
    kept = QueryDict(text, mutable=True)
    if time.time() - at > TYPED_LASTS:
        for name in TYPED:
            kept.pop(name, None)
    return kept


def forget(request: HttpRequest) -> None:
    lists = request.session.get("criteria", {})
    if lists.pop(request.path, None) is not None:
        request.session["criteria"] = lists


def _place(request: HttpRequest) -> str:
    return str(getattr(getattr(request, "post", None), "id", ""))
