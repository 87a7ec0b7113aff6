"""The tokens of Pro Santé Connect of whoever is present: sealed with a key that lives in memory, renewed while they work.

ECO.1.2.5 / CONF.28: never stored for good. The row outlives a request and serves the runner; the key does not outlive the product.
Access token ≈ 120 s, refresh token ≈ 350 s and sliding (specs/dmp-ins §5).
"""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from alentour.accounts import gateway
from alentour.accounts.models import PscSession
from alentour.core import crypto

PLACE = "accounts_pscsession:sealed"
MARGIN = timedelta(seconds=15)


def keep(professional_id: uuid.UUID, answer: dict[str, Any]) -> None:
    """Seal what the token endpoint answered (``access_token``, ``refresh_token``, ``expires_in``, ``refresh_expires_in``)."""
    now = timezone.now()
    content = {name: answer.get(name, "") for name in ("access_token", "refresh_token", "id_token")}
    PscSession.objects.update_or_create(
        professional_id=professional_id,
        defaults={
            "sealed": crypto.seal(json.dumps(content).encode(), place=PLACE, key=settings.EPHEMERAL_KEY),
            "expires_at": now + timedelta(seconds=int(answer.get("expires_in", 120))),
            "refresh_expires_at": now + timedelta(seconds=int(answer.get("refresh_expires_in", 350))),
        },
    )


def forget(professional_id: uuid.UUID) -> None:
    PscSession.objects.filter(professional_id=professional_id).delete()


def _open(row: PscSession) -> dict[str, str] | None:
    try:
        content: dict[str, str] = json.loads(crypto.unseal(bytes(row.sealed), place=PLACE, key=settings.EPHEMERAL_KEY))
    except crypto.Unreadable:
        return None
    return content


def alive(professional_id: uuid.UUID) -> bool:
    """Whether a token can be had without asking the person (nothing is sent)."""
    row = PscSession.objects.filter(professional_id=professional_id).first()
    return row is not None and row.refresh_expires_at > timezone.now() and _open(row) is not None


def access_token(professional_id: uuid.UUID) -> str | None:
    """A live access token, renewed if needed; ``None`` when the person is not connected to Pro Santé Connect any more.

    An unreachable Pro Santé Connect raises :class:`alentour.accounts.gateway.PscUnreachable`: that is not a log-out.
    """
    row = PscSession.objects.filter(professional_id=professional_id).first()
    content = _open(row) if row else None
    if row is None or content is None:
        return None
    if row.expires_at - MARGIN > timezone.now():
        return content["access_token"]
    if row.refresh_expires_at <= timezone.now():
        forget(professional_id)
        return None
    return _renew(professional_id, content["refresh_token"])


def _renew(professional_id: uuid.UUID, refresh_token: str) -> str | None:
    answer = gateway.refresh(refresh_token)
    if answer is None:
        forget(professional_id)
        return None
    keep(professional_id, answer)
    return str(answer["access_token"])


def id_token(professional_id: uuid.UUID) -> str:
    """For the log-out at Pro Santé Connect."""
    row = PscSession.objects.filter(professional_id=professional_id).first()
    return (_open(row) or {}).get("id_token", "") if row else ""


def keep_alive(within: timedelta = timedelta(seconds=120)) -> int:
    """Slide the sessions that end soon (a chore of the runner); returns how many were renewed."""
    soon = timezone.now() + within
    count = 0
    for row in PscSession.objects.filter(refresh_expires_at__lte=soon, refresh_expires_at__gt=timezone.now()):
        content = _open(row)
        try:
            count += bool(content and _renew(row.professional_id, content["refresh_token"]))
        except gateway.PscUnreachable:
            return count
    return count
