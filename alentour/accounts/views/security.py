"""« Ma sécurité »: what proves who I am, and what I may change of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts import factors, locking, steps
from alentour.accounts.forms import ChangePasswordForm, EnrolForm
from alentour.accounts.http import without_post
from alentour.accounts.models import Professional
from alentour.accounts.views.second import scanning
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.ui.toasts import toast


def _person(request: HttpRequest) -> Professional:
    return request.user  # type: ignore[return-value]


def _prove_first(request: HttpRequest) -> HttpResponse | None:
    """Changing what proves an account asks for the second factor of the last quarter of an hour."""
    if not request.session.get("local"):
        return redirect("accounts:security")
    if steps.is_fresh(request):
        return None
    locking.lock(request, by_hand=True)
    return redirect(f"{reverse('accounts:lock')}?{urlencode({'next': request.path})}")


@without_post
@never_cache
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    local = bool(request.session.get("local"))
    held = factors.factors_of(person) if local else []
    left = factors.codes_left(person) if local else 0
    context = {"local": local, "factors": held, "alone": len(held) < 2, "codes_left": left}
    return render(request, "accounts/security.html", context)


@without_post
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Another application, or a passkey."""
    refusal = _prove_first(request)
    if refusal is not None:
        return refusal
    person, form = _person(request), EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device = factors.confirm_authenticator(person=person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("code", refused.sentence)
        else:
            toast(request, f"« {device.name} » vous identifie désormais.")
            return redirect("accounts:security")
    return render(request, "accounts/enrol.html", scanning(request, person, form), status=422 if form.errors else 200)


@without_post
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    refusal = _prove_first(request)
    if refusal is not None:
        return refusal
    try:
        name = factors.remove(person=_person(request), slug=request.POST.get("factor", ""))
    except Refused as refused:
        toast(request, refused.sentence, kind="attention")
    else:
        toast(request, f"« {name} » ne vous identifie plus.")
    return redirect("accounts:security")


@without_post
@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    refusal = _prove_first(request)
    if refusal is not None:
        return refusal
    person: Any = _person(request)
    form = ChangePasswordForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        person.set_password(form.cleaned_data["password"])
        person.save(update_fields=["password"])
        update_session_auth_hash(request, person)
        trace.record("account.password", professional_id=person.pk)
        toast(request, "Votre mot de passe est changé ; vos autres sessions sont fermées.")
        return redirect("accounts:security")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)
