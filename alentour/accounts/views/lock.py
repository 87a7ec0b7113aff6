"""The lock screen: closing it by hand, opening it again, and finding one's work where it was."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts import factors, locking, steps, trials
from alentour.accounts.forms import CodeForm
from alentour.accounts.http import without_post
from alentour.accounts.models import Professional
from alentour.accounts.views.second import check_code, keys
from alentour.accounts.views.session import safe_next


def who_code(request: HttpRequest) -> str:
    """Names the holder of the session to their own pages, and to nobody else: a page left open by another is not resumed."""
    return hashlib.sha256(f"lock\0{request.user.pk}".encode()).hexdigest()[:16]


@without_post
@never_cache
@require_http_methods(["GET", "POST"])
def lock(request: HttpRequest) -> HttpResponse:
    """The screen itself. POST is the gesture « Verrouiller » of the menu."""
    if request.method == "POST":
        if not request.session.get("locked"):
            locking.lock(request, by_hand=True)
        return redirect("accounts:lock")
    if not request.session.get("locked"):
        return _resumed(request)
    return render(request, "accounts/lock.html", _context(request, CodeForm()))


def _context(request: HttpRequest, form: CodeForm) -> dict[str, object]:
    person: Professional = request.user  # type: ignore[assignment]
    local = bool(request.session.get("local"))
    held = factors.factors_of(person) if local else []
    shown = {"person": person, "form": form, "next": safe_next(request), "local": local, "kept": locking.kept(request)}
    return {**shown, **keys(request, held)}


@without_post
@never_cache
@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    """The second factor again, from the screen or from the dialog of a page (which asks for JSON)."""
    person: Professional = request.user  # type: ignore[assignment]
    form = CodeForm(request.POST)
    dialog = request.headers.get("Accept", "").startswith("application/json")
    if trials.blocked_until(person):
        form.add_error(None, "Trop d'essais : ce compte attend. Réessayez plus tard, ou demandez à l'administrateur.")
    elif request.session.get("local") and form.is_valid():
        factor = check_code(request, person, form)
        if factor:
            steps.prove_again(request, factor=factor[0], device=factor[1])
            return JsonResponse({"locked": False}) if dialog else _resumed(request)
    if dialog:
        said = next((str(one) for errors in form.errors.values() for one in errors), "Écrivez votre code.")
        return JsonResponse({"locked": True, "sentence": said}, status=422)
    return render(request, "accounts/lock.html", _context(request, form), status=422)


def _resumed(request: HttpRequest) -> HttpResponse:
    """Back to the same page; a form that was being sent is offered again first, never sent by itself."""
    kept = locking.kept(request)
    locking.forget_kept(request)
    if kept is None:
        return redirect(safe_next(request))
    return render(request, "accounts/resume.html", {"kept": kept, "next": safe_next(request)})


@without_post
@never_cache
@require_GET
def state(request: HttpRequest) -> JsonResponse:
    """Whether the screen is locked, asked by the dialog of a page (which is not a gesture)."""
    return JsonResponse({"locked": bool(request.session.get("locked")), "who": who_code(request)})


@without_post
@require_POST
def present(request: HttpRequest) -> HttpResponse:
    """Somebody is typing: the page says so once a minute, so that a long text does not lock under the fingers."""
    if request.session.get("locked"):
        return JsonResponse({"locked": True}, status=401)
    return HttpResponse(status=204)
