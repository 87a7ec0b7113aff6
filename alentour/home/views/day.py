"""Ma journée: who needs me, in order."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from alentour.accounts.http import WorkRequest, public
from alentour.home import selectors


@public
@require_GET
def day(request: WorkRequest) -> HttpResponse:
    """The day of the post; a visitor is shown the door (or, in the demonstration, what this is)."""
    if not request.user.is_authenticated:
        return redirect("demo:welcome" if settings.DEMO else "accounts:login")
    if request.post is None:
        return redirect("accounts:choose-post")
    return render(request, "home/day.html", {"day": selectors.day(request.post)})
