"""Gallery of the components, preferences of this device, counts of the navigation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from alentour.ui import counts, nav
from alentour.ui.context import THEMES, nav_items
from alentour.ui.gallery.catalogue import COMPONENTS, by_slug
from alentour.ui.gallery.samples import sample

YEAR = 365 * 24 * 3600


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with the words of the cast; no data of any structure."""
    if "phone" in request.GET:
        return render(request, "ui/gallery/phone.html")
    return render(request, "ui/gallery/index.html", {"components": COMPONENTS, "s": sample(), **_look(request)})


@require_safe
def gallery_component(request: HttpRequest, slug: str) -> HttpResponse:
    """One component alone, at full width."""
    component = by_slug(slug)
    if component is None:
        raise Http404(slug)
    context = {"component": component, "components": COMPONENTS, "s": sample(), **_look(request)}
    return render(request, "ui/gallery/one.html", context)


def _look(request: HttpRequest) -> dict[str, str]:
    """The theme asked for in the address wins over the one of the device, so that both can be looked at side by side."""
    theme = request.GET.get("theme", "")
    return {"theme": theme} if theme in THEMES else {}


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the theme (light, dark, "" = as the device) or the one-letter shortcuts (on, off) on this device."""
    address = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        address = "/"
    response = redirect(address)
    if "theme" in request.POST:
        theme = request.POST["theme"]
        _keep(request, response, "alentour_theme", theme if theme in THEMES else "")
    if "keys" in request.POST:
        _keep(request, response, "alentour_keys", "off" if request.POST["keys"] == "off" else "")
    return response


def _keep(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    if value:
        response.set_cookie(name, value, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
    else:
        response.delete_cookie(name, samesite="Lax")


@require_safe
def badges(request: HttpRequest) -> HttpResponse:
    """The counts of the navigation, counted now, swapped out of band."""
    items = nav_items(request, nav.frame.entries)
    response = render(request, "ui/parts/badges_oob.html", {"nav": items})
    counts.keep(request, response, {item.badge_id: item.badge for item in items if item.badge})
    return response


# Shown to who is not at a post yet: samples and preferences hold nothing of any structure (accounts.http.public).
for _view in (gallery, gallery_component, preferences):
    vars(_view)["door"] = "public"
