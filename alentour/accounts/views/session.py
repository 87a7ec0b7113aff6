"""Log-in, choice of a post, log-out."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts import gateway, steps, tokens, trials
from alentour.accounts.forms import LocalLoginForm
from alentour.accounts.http import public, without_post
from alentour.accounts.models import Professional
from alentour.accounts.services import choose_post, current_posts
from alentour.core import trace


def safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or "/"
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else "/"


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The front door: Pro Santé Connect first, a local account for those who have none."""
    if request.user.is_authenticated and request.method == "GET":
        return redirect(safe_next(request))
    form = LocalLoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = _password_right(request, form)
        if person is not None:
            steps.begin(request, person, next=safe_next(request))
            return redirect("accounts:second")
        form.add_error(None, "Cet identifiant et ce mot de passe ne vont pas ensemble. Vérifiez-les, puis réessayez.")
    context = {"form": form, "next": safe_next(request), "psc": settings.CONNECTORS.psc, "demo": settings.DEMO}
    return render(request, "accounts/login.html", context, status=422 if form.errors else 200)


def _password_right(request: HttpRequest, form: LocalLoginForm) -> Professional | None:
    """The account that this identifier and password open, unless it waits; each failure counts, here and by address (axes)."""
    known = Professional.objects.filter(username=form.cleaned_data["username"].strip().lower()).first()
    waits = known is not None and trials.blocked_until(known) is not None
    person = authenticate(request, **form.cleaned_data)
    if isinstance(person, Professional) and not waits:
        return person
    if known is not None and not waits:
        trials.failed(known)
    trace.record("session.refused", professional_id=known.pk if known else None, result="refused", means="local")
    return None


@public
@require_GET
def refused(request: HttpRequest) -> HttpResponse:
    """Pro Santé Connect knows the person, Alentour does not (or Pro Santé Connect did not answer)."""
    return render(request, "accounts/refused.html", {"outage": request.GET.get("cause") == "psc"}, status=403)


@without_post
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Where one works now, for those who work in several places."""
    if request.method == "POST":
        try:
            post = choose_post(request, post_id=UUID(request.POST.get("post") or request.GET.get("poste", "")))
        except ValueError:
            post = None
        if post is not None:
            return redirect(safe_next(request))
    posts = current_posts(request.user)  # type: ignore[arg-type]
    return render(request, "accounts/choose_post.html", {"posts": posts, "next": safe_next(request)})


@without_post
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here and at Pro Santé Connect, at once (IE.38)."""
    person = request.user
    id_token = tokens.id_token(person.pk)  # type: ignore[arg-type]
    tokens.forget(person.pk)  # type: ignore[arg-type]
    trace.record("session.closed", professional_id=person.pk)
    logout(request)
    gateway.end_session(id_token)
    return redirect("accounts:login")
