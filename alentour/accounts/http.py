"""Requests whose person and post are known, and the marks that open a view wider than the default."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post, Professional, Structure
from alentour.accounts.rights import require

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class WorkRequest(HttpRequest):
    """A request by a professional at their post: what every view of the product receives."""

    user: Professional
    post: Post
    structure: Structure
    htmx: Any


def public(view: View) -> View:
    """This view answers to anyone (log-in, refusal, service worker)."""
    view.door = "public"  # type: ignore[attr-defined]
    return view


def without_post(view: View) -> View:
    """This view answers to a logged-in person who has not chosen a post yet."""
    view.door = "person"  # type: ignore[attr-defined]
    return view


def opens(act: Act, kind: DataClass) -> Callable[[View], View]:
    """This view opens to the métiers that may do ``act`` on ``kind``; the others are told which métiers do."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(request.post, act, kind)
            return view(request, *args, **kwargs)

        return guarded  # type: ignore[return-value]

    return decorate
