"""The three ways to obtain tokens: a code, a refresh token, an approval on the phone."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256

from sandbox.psc import rules
from sandbox.psc.client import Client
from sandbox.psc.desk import Desk
from sandbox.psc.refusal import Refusal
from sandbox.psc.store import CIBA_INTERVAL, Session

Granted = tuple[Session, str]
Grant = Callable[[Desk, Mapping[str, str], Client, int], Granted]


def by_code(desk: Desk, form: Mapping[str, str], client: Client, now: int) -> Granted:
    """`authorization_code`; a code presented twice closes its session (RFC 6749 §4.1.2)."""
    row = desk.store.take_code(form.get("code", ""))
    if row is None:
        raise Refusal("invalid_grant", rules.CODE, "Code inconnu.")
    if row["used"]:
        desk.store.close_session(row["session"])
        raise Refusal("invalid_grant", rules.CODE, "Code déjà présenté : la session est close.")
    if row["expires"] <= now or row["client"] != client.id or row["redirect_uri"] != form.get("redirect_uri"):
        raise Refusal("invalid_grant", rules.CODE)
    digest = sha256(form.get("code_verifier", "").encode()).digest()
    challenge = urlsafe_b64encode(digest).decode("ascii").rstrip("=")
    if not hmac.compare_digest(challenge, row["challenge"]):
        raise Refusal("invalid_grant", rules.VERIFIER)
    session = desk.store.session(row["session"], now)
    if session is None:
        raise Refusal("invalid_grant", rules.CODE, "La session est close.")
    return session, row["nonce"]


def by_refresh(desk: Desk, form: Mapping[str, str], client: Client, now: int) -> Granted:
    """`refresh_token`: sliding, each answer brings a new one; ends with the session."""
    session = desk.store.refresh_session(form.get("refresh_token", ""), now)
    if session is None:
        raise Refusal("invalid_grant", rules.REFRESH)
    desk.suffer("refresh", session.idnps)
    return session, ""


def by_approval(desk: Desk, form: Mapping[str, str], client: Client, now: int) -> Granted:
    """CIBA polling: pending, too fast, expired, denied, or a session."""
    row = desk.store.approval(form.get("auth_req_id", ""))
    if row is None or row["client"] != client.id or row["state"] == "used":
        raise Refusal("invalid_grant", rules.CIBA_EXPIRED, "Demande inconnue.")
    if row["expires"] <= now:
        raise Refusal("expired_token", rules.CIBA_EXPIRED)
    if row["state"] == "denied":
        raise Refusal("access_denied", rules.CIBA_DENIED)
    if row["state"] == "pending":
        at = desk.context.clock().timestamp()
        desk.store.mark_polled(row["id"], at)
        if at - row["polled"] < CIBA_INTERVAL:
            raise Refusal("slow_down", rules.CIBA_SLOW)
        raise Refusal("authorization_pending", rules.CIBA_PENDING)
    desk.store.settle_approval(row["id"], "used")
    return desk.store.open_session(row["idnps"], now), ""


GRANTS: dict[str, Grant] = {
    "authorization_code": by_code,
    "refresh_token": by_refresh,
    "urn:openid:params:grant-type:ciba": by_approval,
}
