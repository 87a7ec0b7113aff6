"""The log-in of a local account, step by step: what is known of a visitor between the password and the second factor.

Nothing is open before the last step: the visitor stays anonymous, the session only remembers who gave a right password, ten minutes long.
"""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest
from django_otp import login as otp_login

from alentour.accounts import trials
from alentour.accounts.models import Professional
from alentour.core import trace

PENDING = "second_step"
LIFE = 600
FRESH = 900
BACKEND = "alentour.accounts.local.LocalBackend"


def begin(request: HttpRequest, person: Professional, *, next: str = "/", invited: bool = False) -> None:
    """The password was right (or the invitation was): the second factor comes next."""
    request.session.cycle_key()
    request.session[PENDING] = {"id": str(person.pk), "at": int(time.time()), "next": next, "invited": invited}


def pending(request: HttpRequest) -> Professional | None:
    """Who is between the two steps; ``None`` after ten minutes, or when the account was closed or blocked meanwhile."""
    held = request.session.get(PENDING)
    if not held or time.time() - held["at"] > LIFE:
        return None
    person = Professional.objects.filter(pk=held["id"], is_active=True, username__isnull=False).first()
    return None if person is None or trials.blocked_until(person) else person


def where_next(request: HttpRequest) -> str:
    return str((request.session.get(PENDING) or {}).get("next") or "/")


def finish(request: HttpRequest, person: Professional, *, factor: str, device: Any = None) -> None:
    """Both factors are right: the session opens, under a new key."""
    request.session.pop(PENDING, None)
    login(request, person, backend=BACKEND)
    _proved(request, device)
    request.session["opened_at"] = int(time.time())
    trials.succeeded(person)
    trace.record("session.opened", professional_id=person.pk, means="local", factor=factor)


def prove_again(request: HttpRequest, *, factor: str, device: Any = None) -> None:
    """The holder of a locked session has given the second factor again."""
    _proved(request, device)
    trials.succeeded(request.user)  # type: ignore[arg-type]
    trace.record("session.unlocked", by=getattr(request, "post", None), professional_id=request.user.pk, factor=factor)


def _proved(request: HttpRequest, device: Any) -> None:
    now = int(time.time())
    request.session["local"] = True
    request.session["proved_at"] = request.session["seen_at"] = now
    request.session.pop("locked", None)
    if device is not None:
        otp_login(request, device)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the second factor was given less than a quarter of an hour ago: wanted before a change to the factors."""
    return time.time() - request.session.get("proved_at", 0) < FRESH


def failed(request: HttpRequest, person: Professional, *, factor: str) -> None:
    trials.failed(person)
    trace.record("session.refused", professional_id=person.pk, result="refused", means="local", factor=factor)
