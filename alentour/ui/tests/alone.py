"""The design system on its own: no account, no database, the strict content policy."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from alentour.ui.gallery.samples import lists
from alentour.ui.toasts import toast

PAGE = """{% extends "ui/base.html" %}{% load ui %}{% block h1 %}Essai{% endblock %}{% block main %}
<form id="message" data-draft="/brouillon/">{% csrf_token %}
{% search_field "to" "/choix/" "Destinataires" mode="pick" pick_name="to" %}
<label for="words">Message</label><textarea id="words" name="words"></textarea>{% draft_state %}</form>
{% button "Classer" hx_post="/classer/" hx_target="#filed" %}<p id="filed"></p>{% endblock %}"""


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


def choices(request: HttpRequest) -> HttpResponse:
    source = '{% load ui %}{% options items ident="to-list" %}'
    return HttpResponse(engines["django"].from_string(source).render({"items": lists()["options"]}, request))


def draft(request: HttpRequest) -> HttpResponse:
    """A draft is refused when it says so, for the page to say so too."""
    return HttpResponse(status=503 if "panne" in request.POST["words"] else 204)


def filing(request: HttpRequest) -> HttpResponse:
    toast(request, "Document classé.", undo_url="/annuler/")
    return HttpResponse("classé", headers={"HX-Trigger": '{"ui:say": "Classé"}'})


urlpatterns = [
    path("ui/", include("alentour.ui.urls")),
    path("essai/", page),
    path("choix/", choices),
    path("brouillon/", draft),
    path("classer/", filing),
]

MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "alentour.ui.toasts.ToastsMiddleware",
]
PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "alentour.ui.context.frame",
]
POLICY = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "frame-ancestors": [SELF],
}


def alone(settings: Any) -> None:
    """Give the ``settings`` fixture the smallest site that shows the gallery."""
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = MIDDLEWARE
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": POLICY}
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": PROCESSORS},
        }
    ]
