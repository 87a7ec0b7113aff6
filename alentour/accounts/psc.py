"""Log-in by Pro Santé Connect: the code flow of mozilla-django-oidc, our account found by the national identifier."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from alentour.accounts import gateway, tokens
from alentour.accounts.models import Professional
from alentour.accounts.services import account_of_session


class PscBackend(OIDCAuthenticationBackend):  # type: ignore[misc]
    """An identity of Pro Santé Connect opens the account that carries the same ``SubjectNameID`` (8 + RPPS…), never another.

    Accounts are opened by the establishment, not by a first log-in (specs/product §3.4, rule 2).
    """

    def get_token(self, payload: dict[str, str]) -> dict[str, Any]:
        self._answer = gateway.exchange({k: v for k, v in payload.items() if v and not k.startswith("client_")})
        return self._answer

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        return bool(self._idnps(claims))

    def filter_users_by_claims(self, claims: dict[str, Any]) -> Any:
        return Professional.objects.filter(idnps=self._idnps(claims), is_active=True)

    def get_user(self, user_id: Any) -> Professional | None:
        return account_of_session(user_id)

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> Professional | None:
        person: Professional | None = super().get_or_create_user(access_token, id_token, payload)
        if person is not None:
            tokens.keep(person.pk, self._answer)
        return person

    def authenticate(self, request: HttpRequest, **kwargs: Any) -> Professional | None:
        person: Professional | None = super().authenticate(request, **kwargs)
        return person

    @staticmethod
    def _idnps(claims: dict[str, Any]) -> str:
        return str(claims.get("SubjectNameID") or claims.get("preferred_username") or "")
