"""The back channel: discovery, token, userinfo, keys, introspection, logout, CIBA."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request, Response

from sandbox.psc import rules
from sandbox.psc.client import authenticate
from sandbox.psc.desk import Desk
from sandbox.psc.grants import GRANTS
from sandbox.psc.keys import SigningKey
from sandbox.psc.refusal import Refusal
from sandbox.psc.store import CIBA_INTERVAL, CIBA_SECONDS
from sandbox.psc.userinfo import userinfo
from sandbox.web import Routes, peer_of

Answer = tuple[dict[str, Any], str]


class Endpoints:
    """Routes under the realm's path; `oidc` is `…/protocol/openid-connect`."""

    def __init__(self, desk: Desk, key: SigningKey, realm: str, oidc: str, discovery: dict[str, Any]) -> None:
        self._desk = desk
        self._key = key
        self._discovery = discovery
        self.routes = routes = Routes()
        for name in ("wallet-openid-configuration", "openid-configuration"):
            routes.add(f"{realm}/.well-known/{name}", lambda request: _json(self._discovery))
        routes.add(f"{oidc}/certs", lambda request: _json(self._key.public_set()))
        routes.add(f"{oidc}/token", self._answering("token", self._token), methods=["POST"])
        routes.add(f"{oidc}/userinfo", self._answering("userinfo", self._userinfo), methods=["GET", "POST"])
        routes.add(f"{oidc}/token/introspect", self._answering("introspect", self._introspect), methods=["POST"])
        routes.add(f"{oidc}/ext/ciba/auth", self._answering("ciba", self._ciba), methods=["POST"])
        routes.add(f"{oidc}/logout", self._answering("logout", self._logout), methods=["POST"])

    def _answering(self, operation: str, view: Callable[[Request], Answer]) -> Callable[[Request], Response]:
        """Wrap a view: its refusals become OAuth errors, and every exchange reaches the journal."""

        def answer(request: Request) -> Response:
            try:
                values, idnps = view(request)
            except Refusal as refusal:
                body = {"error": refusal.error, "error_description": refusal.sentence}
                response = _json(body, refusal.status)
                if refusal.status == 401:
                    scheme = "Bearer" if operation == "userinfo" else "Basic"
                    response.headers["WWW-Authenticate"] = f'{scheme} realm="psc", error="{refusal.error}"'
                self._desk.note(request, response, operation, "", {"Erreur": refusal.error}, refusal.rule)
                return response
            response = _json(values)
            grant = request.form.get("grant_type", "").rpartition(":")[2]
            self._desk.note(request, response, operation, idnps, {"Mode": grant} if grant else {})
            return response

        return answer

    def _token(self, request: Request) -> Answer:
        client = authenticate(request, self._desk.secret)
        grant = GRANTS.get(request.form.get("grant_type", ""))
        if grant is None:
            raise Refusal("unsupported_grant_type", rules.GRANT)
        now = self._desk.now()
        session, nonce = grant(self._desk, request.form, client, now)
        self._desk.suffer("token", session.idnps)
        return self._desk.tokens.answer(session, now, nonce=nonce, thumbprint=client.thumbprint), session.idnps

    def _userinfo(self, request: Request) -> Answer:
        token = request.authorization.token if request.authorization else None
        claims = self._desk.tokens.live(token or "", self._desk.now())
        if claims is None:
            raise Refusal("invalid_token", rules.BEARER, status=401)
        bound = claims.get("cnf", {}).get("x5t#S256")
        peer = peer_of(request.environ)
        if bound and (peer is None or peer.thumbprint != bound):
            raise Refusal("invalid_token", rules.BOUND, status=401)
        idnps = claims["preferred_username"]
        self._desk.suffer("userinfo", idnps)
        person = self._desk.context.cast.by_idnps(idnps)
        if person is None:
            raise Refusal("invalid_token", rules.BEARER, status=401)
        return userinfo(person, self._desk.context.cast), idnps

    def _introspect(self, request: Request) -> Answer:
        authenticate(request, self._desk.secret)
        claims = self._desk.tokens.live(request.form.get("token", ""), self._desk.now())
        if claims is None:
            return {"active": False}, ""
        # The real service answers eidas3 here while the identity token says eidas1.
        return claims | {"active": True, "acr": "eidas3", "username": claims["preferred_username"]}, claims[
            "preferred_username"
        ]

    def _ciba(self, request: Request) -> Answer:
        client = authenticate(request, self._desk.secret)
        form = request.form
        if not {"openid", "scope_all"} <= set(form.get("scope", "").split()):
            raise Refusal("invalid_scope", rules.SCOPE)
        person = self._desk.context.cast.by_idnps(form.get("login_hint", ""))
        if person is None:
            raise Refusal("unknown_user_id", rules.CIBA_HINT)
        if not re.fullmatch(r"\d{2}", form.get("binding_message", "")):
            raise Refusal("invalid_binding_message", rules.CIBA_BINDING)
        self._desk.suffer("ciba", person.idnps)
        number = self._desk.store.ask_approval(person.idnps, client.id, form["binding_message"], self._desk.now())
        return {"auth_req_id": number, "expires_in": CIBA_SECONDS, "interval": CIBA_INTERVAL}, person.idnps

    def _logout(self, request: Request) -> Answer:
        authenticate(request, self._desk.secret)
        session = self._desk.store.refresh_session(request.form.get("refresh_token", ""), self._desk.now())
        if session is None:
            raise Refusal("invalid_grant", rules.REFRESH)
        self._desk.store.close_session(session.id)
        return {}, session.idnps


def _json(values: dict[str, Any], status: int = 200) -> Response:
    response = Response(json.dumps(values, ensure_ascii=False), status=status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
