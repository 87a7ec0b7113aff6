"""Passkeys: the four ends of django-otp-webauthn, for someone between two steps, at work, or in front of a locked screen."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django_otp_webauthn import exceptions
from django_otp_webauthn.views import (
    BeginCredentialAuthenticationView,
    BeginCredentialRegistrationView,
    CompleteCredentialAuthenticationView,
    CompleteCredentialRegistrationView,
)

from alentour.accounts import factors, steps, trials
from alentour.accounts.models import Professional
from alentour.accounts.views.second import landing
from alentour.core import trace

NAME = "Clé d'accès"


class Someone:
    """Whose passkeys: the person at work with a local account, else whoever has just given a right password."""

    door = "public"
    request: HttpRequest

    def get_user(self) -> AbstractBaseUser | None:
        if self.request.user.is_authenticated:
            if steps.is_fresh(self.request):  # a recovery code proves too; the library only knows devices
                self.request.user.is_verified = lambda: True  # type: ignore[attr-defined]
            return self.request.user if self.request.session.get("local") else None
        person = steps.pending(self.request)
        if person is not None:
            person.is_verified = lambda: False  # type: ignore[attr-defined]
        return person

    def check_can_authenticate(self) -> None:
        person: Any = self.get_user()
        if person is None:
            raise exceptions.NotAuthenticated()
        if trials.blocked_until(person):
            raise exceptions.UserDisabled()

    def check_can_register(self) -> None:
        """At work, only just after a second factor; between two steps, only the first of all (the library checks that one)."""
        if self.request.user.is_authenticated and (
            self.request.session.get("locked") or not steps.is_fresh(self.request)
        ):
            raise exceptions.NotVerified()


class RegisterBegin(Someone, BeginCredentialRegistrationView):  # type: ignore[misc]
    pass


class RegisterComplete(Someone, CompleteCredentialRegistrationView):  # type: ignore[misc]
    def post(self, *args: Any, **kwargs: Any) -> JsonResponse:
        person: Any = self.get_user()
        name = str(self.request.data.pop("name", "") or NAME)[:64]  # type: ignore[attr-defined]
        at_work = self.request.user.is_authenticated
        if not at_work:
            self.request.user.is_verified = lambda: True  # type: ignore[union-attr]
        answer = super().post(*args, **kwargs)
        key = factors.name_passkey(person=person, name=name)
        if not at_work:
            self.request.session["after_codes"] = steps.where_next(self.request)
            steps.finish(self.request, person, factor="passkey", device=key)
        target = reverse("accounts:codes") if not factors.codes_left(person) else reverse("accounts:security")
        return JsonResponse({"next": target}, status=answer.status_code)


class AuthenticateBegin(Someone, BeginCredentialAuthenticationView):  # type: ignore[misc]
    pass


class AuthenticateComplete(Someone, CompleteCredentialAuthenticationView):  # type: ignore[misc]
    def complete_auth(self, device: Any) -> None:
        """Only a key of this very person; then the session opens, or its screen."""
        person: Any = self.get_user()
        if device.user_id != person.pk:
            raise exceptions.CredentialNotFound()
        if self.request.user.is_authenticated:
            steps.prove_again(self.request, factor="passkey", device=device)
            self.target = "/"
            return
        self.target = landing(self.request, steps.where_next(self.request))
        steps.finish(self.request, Professional.objects.get(pk=person.pk), factor="passkey", device=device)

    def get_success_data(self, device: Any) -> dict[str, Any]:
        trace.record("factor.used", professional_id=device.user_id, kind="cle")
        return {"next": self.target}
