"""The second step of a local log-in, and the first enrolment of a second factor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alentour.accounts import factors, steps
from alentour.accounts.forms import CodeForm, EnrolForm
from alentour.accounts.http import public, without_post
from alentour.accounts.models import Professional
from alentour.core.doors import Refused

WRONG = "Ce code ne va pas. Attendez le suivant dans l'application, puis écrivez-le ; ou prenez un code de secours."


@public
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """After the password: the code of the application, the passkey, or a recovery code."""
    person = steps.pending(request)
    if person is None:
        return redirect("accounts:login")
    held = factors.factors_of(person)
    if not held:
        return redirect("accounts:enrol")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        factor = check_code(request, person, form)
        if factor:
            target = steps.where_next(request)
            steps.finish(request, person, factor=factor[0], device=factor[1])
            return redirect(landing(request, target))
    context = {"form": form, "next": landing(request, steps.where_next(request)), **keys(request, held)}
    return render(request, "accounts/second.html", context, status=422 if form.errors else 200)


def check_code(request: HttpRequest, person: Professional, form: CodeForm) -> tuple[str, object] | None:
    """The factor that answered, or ``None`` with the form saying why not; a failure counts (``trials``)."""
    code = str(form.cleaned_data["code"])
    try:
        device = factors.verify_code(person=person, code=code) if len(factors.digits(code)) == 6 else None
        if device is not None:
            return "code", device
        if factors.use_recovery_code(person=person, code=code):
            return "recovery", None
    except Refused as refusal:
        form.add_error("code", refusal.sentence)
        return None
    steps.failed(request, person, factor="code")
    form.add_error("code", WRONG)
    return None


def keys(request: HttpRequest, held: list[factors.Factor]) -> dict[str, bool]:
    """What the screen offers: a code, a passkey, and whether this address lets one be used."""
    mine = any(one.slug.startswith("cle-") for one in held)
    return {
        "has_key": mine and factors.passkeys_possible(request),
        "key_elsewhere": mine and not factors.passkeys_possible(request),
        "has_code": any(one.slug.startswith("code-") for one in held),
    }


def landing(request: HttpRequest, target: str) -> str:
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else "/"


@public
@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """The first second factor: scan, write the code, or make a passkey. Nothing else is open before."""
    person = steps.pending(request)
    if person is None:
        return redirect("accounts:login")
    if factors.has_factor(person):
        return redirect("accounts:second")
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device = factors.confirm_authenticator(person=person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("code", refusal.sentence)
        else:
            request.session["after_codes"] = steps.where_next(request)
            steps.finish(request, person, factor="code", device=device)
            return redirect("accounts:codes")
    return render(request, "accounts/enrol.html", scanning(request, person, form), status=422 if form.errors else 200)


def scanning(request: HttpRequest, person: Professional, form: EnrolForm) -> dict[str, object]:
    """What the set-up of an application shows: the QR code, the same by hand, and the passkey beside."""
    device = factors.begin_authenticator(person)
    return {
        "form": form,
        "qr": factors.qr_of(device),
        "key": factors.key_of(device),
        "username": person.username,
        "keys_possible": factors.passkeys_possible(request),
        "first": not factors.has_factor(person),
    }


@without_post
@never_cache
@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, shown once: made at the first enrolment, made again when asked."""
    person: Professional = request.user  # type: ignore[assignment]
    if not request.session.get("local") or not steps.is_fresh(request):
        return redirect("accounts:security")
    if request.method == "GET" and factors.codes_left(person):
        return redirect(landing(request, request.session.pop("after_codes", "") or "/ma-securite/"))
    made = factors.new_recovery_codes(person)
    target = landing(request, request.session.pop("after_codes", "") or "/ma-securite/")
    return render(request, "accounts/codes.html", {"codes": made, "next": target})
