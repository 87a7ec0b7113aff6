"""The back channel of Pro Santé Connect: tokens and their renewal. Everything else of OIDC is mozilla-django-oidc's."""

from __future__ import annotations

import ssl
from functools import lru_cache
from typing import Any

import httpx
from django.conf import settings


class PscUnreachable(Exception):
    """Pro Santé Connect does not answer; ``sentence`` says so to the person."""

    sentence = (
        "Pro Santé Connect ne répond pas pour le moment. Vous pouvez continuer à travailler dans le dossier ; "
        "ce qui doit partir partira à son retour."
    )


class PscRefused(Exception):
    """Pro Santé Connect answered no; ``code`` is the OAuth error."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@lru_cache(maxsize=1)
def _client() -> httpx.Client:
    trust = settings.CONNECTORS.trust
    context = ssl.create_default_context(cafile=str(trust) if trust else None)
    return httpx.Client(verify=context, timeout=settings.CONNECTORS.psc.timeout)


def exchange(form: dict[str, str]) -> dict[str, Any]:
    """POST to the token endpoint as ourselves; raises :class:`PscRefused` or :class:`PscUnreachable`."""
    psc = settings.CONNECTORS.psc
    try:
        answer = _client().post(psc.token, data=form, auth=(psc.client_id, psc.client_secret))
    except httpx.HTTPError:
        raise PscUnreachable from None
    if answer.status_code >= 500:
        raise PscUnreachable
    content: dict[str, Any] = answer.json() if answer.content else {}
    if answer.status_code != 200:
        raise PscRefused(str(content.get("error", answer.status_code)))
    return content


def refresh(refresh_token: str) -> dict[str, Any] | None:
    """New tokens, or ``None`` when the session of Pro Santé Connect is over (ECO.1.2.6)."""
    try:
        return exchange({"grant_type": "refresh_token", "refresh_token": refresh_token})
    except PscRefused:
        return None


def end_session(id_token: str) -> None:
    """Tell Pro Santé Connect that the person leaves; its outage never keeps anyone logged in here."""
    if settings.CONNECTORS.psc.logout and id_token:
        try:
            _client().get(settings.CONNECTORS.psc.logout, params={"id_token_hint": id_token})
        except httpx.HTTPError:
            return
