"""The page of the round, its shell for the days without network, its worker and its manifest."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

from alentour.accounts.http import WorkRequest, public
from alentour.tournee import assets, rules
from alentour.tournee.selectors.review import to_review


@require_GET
@ensure_csrf_cookie
def page(request: WorkRequest) -> HttpResponse:
    """« Ma tournée », with the network. The persons come from the phone itself, not from this page."""
    rules.require_round(request.post)
    response = render(request, "tournee/round.html", {"waiting": to_review(request.post).count()})
    response["Cache-Control"] = "no-store"
    return response


@public
@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The same page without the network: the same for everybody, it says nothing about anybody."""
    response = render(request, "tournee/shell.html")
    response["Cache-Control"] = "no-cache"
    return response


@public
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; its scope is the folder it comes from, ``/tournee/``."""
    context = {"version": assets.version(), "files": [reverse("tournee:shell"), *assets.urls()]}
    context |= {"page": reverse("tournee:round"), "shell": reverse("tournee:shell")}
    response = render(request, "tournee/sw.js", context, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = reverse("tournee:round")
    return response


@public
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    icons = [
        {"src": static(f"tournee/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size, purpose in ((192, "any"), (512, "any"), (512, "maskable"))
    ]
    said = {
        "id": "/",
        "name": "Alentour, le dossier de l'usager",
        "short_name": "Alentour",
        "description": "La tournée, les transmissions et les constantes, avec ou sans réseau.",
        "lang": "fr",
        "dir": "ltr",
        "start_url": reverse("tournee:round"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f2ea",
        "theme_color": "#0b5b60",
        "categories": ["medical", "productivity"],
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json")
