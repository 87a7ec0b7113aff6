"""The link that opens a local account: once, within 72 hours. Looking at it spends nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alentour.accounts import administration, steps
from alentour.accounts.forms import PasswordForm
from alentour.accounts.http import public


@public
@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a password; the second factor comes next, before anything opens."""
    held = administration.invitation(secret)
    if held is None:
        return render(request, "accounts/invitation_over.html", status=410)
    form = PasswordForm(request.POST or None, person=held.professional)
    if request.method == "POST" and form.is_valid():
        person = administration.accept(secret=secret, password=form.cleaned_data["password"])
        if person is None:
            return render(request, "accounts/invitation_over.html", status=410)
        steps.begin(request, person, invited=True)
        return redirect("accounts:enrol")
    context = {"form": form, "person": held.professional}
    return render(request, "accounts/invitation.html", context, status=422 if form.errors else 200)
