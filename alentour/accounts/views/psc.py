"""The two ends of the Pro Santé Connect log-in: leaving for it, coming back from it."""

from __future__ import annotations

import time

import requests
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from alentour.accounts.gateway import PscRefused, PscUnreachable
from alentour.accounts.services import current_posts
from alentour.accounts.signals import session_opened
from alentour.core import trace


class PscRequest(OIDCAuthenticationRequestView):  # type: ignore[misc]
    """Leaves for Pro Santé Connect; ``silent=1`` asks it to answer without a screen (CONF.11). A locked screen wants a new proof."""

    door = "public"

    def get_extra_params(self, request: HttpRequest) -> dict[str, str]:
        params = dict(super().get_extra_params(request))
        silent = request.GET.get("silent") == "1"
        request.session["psc_silent"] = silent
        if silent:
            params["prompt"] = "none"
        elif request.session.get("locked"):
            params["prompt"] = "login"
        return params


class PscCallback(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """Comes back: opens the session here, or says why not. A silent renewal that fails leaves the person at work, or locked."""

    door = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        silent = request.session.get("psc_silent", False)
        if silent and request.GET.get("error"):
            return self._stay(request)
        try:
            response: HttpResponse = super().get(request)
        except (PscUnreachable, PscRefused, requests.RequestException):
            return self._stay(request) if silent else HttpResponseRedirect("/connexion/refus/?cause=psc")
        return response

    def login_success(self) -> HttpResponse:
        """Keeps the post already chosen when the same person comes back silently."""
        silent = self.request.session.get("psc_silent", False)
        post = self.request.session.get("post")
        response: HttpResponse = super().login_success()
        self.request.session["psc"] = True
        if not silent:
            self._proved()
        if post in {str(one.pk) for one in current_posts(self.user)}:
            self.request.session["post"] = post
        trace.record("session.renewed" if silent else "session.opened", professional_id=self.user.pk, means="psc")
        session_opened.send(sender=PscCallback, professional_id=self.user.pk)
        return response

    def _proved(self) -> None:
        """A full log-in: the twelve hours begin again, the screen is not locked any more."""
        session, now = self.request.session, int(time.time())
        if session.pop("locked", False):
            trace.record("session.unlocked", professional_id=self.user.pk, factor="psc")
        session["opened_at"] = session["seen_at"] = now

    def login_failure(self) -> HttpResponse:
        trace.record("session.refused", result="refused", means="psc")
        return HttpResponseRedirect("/connexion/refus/")

    def _stay(self, request: HttpRequest) -> HttpResponse:
        target = request.session.get("oidc_login_next") or "/"
        if request.user.is_authenticated:
            messages.info(
                request,
                "Votre session Pro Santé Connect est terminée : la messagerie et le DMP reprendront "
                "quand vous vous identifierez à nouveau (menu de votre nom).",
            )
        return redirect(target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else "/")
