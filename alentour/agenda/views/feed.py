"""The subscription of a post: its secret address, and what it answers."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts.http import WorkRequest, public
from alentour.agenda import services
from alentour.agenda.feed import calendar_of
from alentour.core import rls


@require_GET
def subscription(request: WorkRequest) -> HttpResponse:
    return render(request, "agenda/feed.html", {"feed": services.feed_of(request.post)})


@require_POST
def open_feed(request: WorkRequest) -> HttpResponse:
    """A new address, shown on this page only."""
    feed, secret = services.open_feed(by=request.post, with_initials=bool(request.POST.get("initials")))
    address = settings.PUBLIC_URL.rstrip("/") + reverse("agenda:feed", args=[request.post.id, secret])
    return render(request, "agenda/feed.html", {"feed": feed, "address": address})


@require_POST
def revoke(request: WorkRequest) -> HttpResponse:
    services.revoke_feed(by=request.post)
    messages.success(request, "L'adresse ne répond plus. Retirez aussi l'abonnement de votre autre agenda.")
    return redirect("agenda:subscription")


@public
@require_GET
def feed(request: HttpRequest, post_id: UUID, secret: str) -> HttpResponse:
    """Read by a calendar, without a session: the address is the key. Wrong, revoked or ended, it does not exist."""
    found = services.read_feed(post_id=post_id, secret=secret[:200])
    if found is None:
        raise Http404("no such feed")
    with rls.within(found.structure_id):
        calendar = calendar_of(found)
    answer = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="alentour.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
