"""The API's HTTP face: key, rate, search by GET or POST, read by identifier, refusals as OperationOutcome."""

from __future__ import annotations

import hmac
import json
import threading
import time
from collections import deque
from urllib.parse import urlencode

from esante.fhirkit import Issue, Json, encode_outcome, encode_searchset, parse_query
from werkzeug.wrappers import Request, Response

from sandbox.annuaire import rules
from sandbox.annuaire.directory import KINDS, Directory
from sandbox.annuaire.parameters import SERVED
from sandbox.annuaire.search import Found, Refusal, search
from sandbox.rules import Rule
from sandbox.services import Context
from sandbox.web import Routes, obey
from sandbox.web.wire import request_bytes, response_bytes

NAME = "annuaire"
BASE = "/fhir/v2"
_CODES = {400: "processing", 401: "login", 404: "not-found", 429: "throttled", 503: "transient"}


class Throttle:
    """At most `limit` requests in any second, for the one application of the sandbox."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._recent: deque[float] = deque()

    def allows(self) -> bool:
        """Count one request; False when it is one too many."""
        now = time.monotonic()
        with self._lock:
            while self._recent and self._recent[0] <= now - 1:
                self._recent.popleft()
            if len(self._recent) >= self._limit:
                return False
            self._recent.append(now)
            return True


class AnnuaireApp:
    """WSGI application of the directory."""

    def __init__(self, context: Context, directory: Directory, key: str) -> None:
        self._context = context
        self._directory = directory
        self._key = key
        self._throttle = Throttle(context.settings.annuaire_per_second)
        self.routes = routes = Routes()
        routes.add(f"{BASE}/metadata", lambda request: self._answering(request, "metadata", ""))
        routes.add(f"{BASE}/<kind>", lambda request, kind: self._answering(request, kind, ""))
        routes.add(f"{BASE}/<kind>/_search", lambda request, kind: self._answering(request, kind, ""), methods=["POST"])
        routes.add(f"{BASE}/<kind>/<number>", self._answering)
        routes.add(BASE, lambda request: self._answering(request, "", ""), methods=["GET", "POST"])

    def _answering(self, request: Request, kind: str, number: str) -> Response:
        rule: Rule | None = None
        try:
            body, meaning = self._answer(request, kind, number)
            response = _json(body, 200)
        except Refusal as refusal:
            rule = refusal.rule
            meaning = {"Refus": refusal.diagnostics}
            issue = Issue(code=_CODES.get(refusal.status, "processing"), diagnostics=refusal.diagnostics)
            response = _json(encode_outcome([issue]), refusal.status)
        self._note(request, response, kind, meaning, rule)
        return response

    def _answer(self, request: Request, kind: str, number: str) -> tuple[Json, dict[str, str]]:
        given = request.headers.get("ESANTE-API-KEY", "")
        if not hmac.compare_digest(given.encode(), self._key.encode()):
            raise Refusal(401, "Unauthorized", rules.KEY)
        if not self._throttle.allows():
            raise Refusal(429, "Rate limit exceeded", rules.RATE)
        self._suffer(kind)
        if kind == "metadata":
            return _capabilities(), {"Demande": "paramètres servis"}
        if kind not in KINDS:
            raise Refusal(404 if kind else 400, f"Unknown resource type '{kind}'", rules.RESOURCE)
        if number:
            return self._read(kind, number), {"Ressource": f"{kind}/{number}"}
        pairs = [*request.args.items(multi=True), *request.form.items(multi=True)]
        found = search(self._directory, kind, parse_query(pairs))
        said = ", ".join(f"{name} = {value}" for name, value in pairs)
        return self._bundle(kind, pairs, found), {"Recherche": said, "Réponses": f"{found.page.total}"}

    def _suffer(self, kind: str) -> None:
        fault = obey(self._context.faults, NAME, kind)
        if fault is not None:
            status = int(fault.code) if fault.code.isdigit() else 503
            raise Refusal(status, fault.label or "Service Unavailable", rules.FAULT)

    def _read(self, kind: str, number: str) -> Json:
        resource = self._directory.get(kind, number)
        if resource is None:
            raise Refusal(404, f"Resource {kind}/{number} is not known", rules.UNKNOWN)
        return resource

    def _bundle(self, kind: str, pairs: list[tuple[str, str]], found: Found) -> Json:
        base = self._context.settings.url(NAME, f"{BASE}/{kind}")
        links = {"self": f"{base}?{urlencode(pairs)}"}
        if found.page.next_offset is not None:
            following = [pair for pair in pairs if pair[0] != "_getpagesoffset"]
            links["next"] = f"{base}?{urlencode([*following, ('_getpagesoffset', found.page.next_offset)])}"
        return encode_searchset(
            [self._entry(resource) for resource in found.page.items],
            included=[self._entry(resource) for resource in found.included],
            total=found.page.total,
            links=links,
        )

    def _entry(self, resource: Json) -> tuple[str, Json]:
        path = f"{BASE}/{resource['resourceType']}/{resource['id']}"
        return self._context.settings.url(NAME, path), resource

    def _note(
        self, request: Request, response: Response, kind: str, meaning: dict[str, str], rule: Rule | None
    ) -> None:
        self._context.journal.record(
            NAME,
            who="Logiciel",
            whom="Annuaire Santé",
            operation=kind or "racine",
            verdict="refused" if rule else "accepted",
            meaning=meaning,
            request=request_bytes(request),
            response=response_bytes(response),
            rule=rule,
        )


def _capabilities() -> Json:
    types = {"string": "string", "token": "token", "reference": "reference", "date": "date"}
    resources = [
        {
            "type": kind,
            "interaction": [{"code": "read"}, {"code": "search-type"}],
            "searchParam": [{"name": name, "type": types[served.kind]} for name, served in sorted(known.items())],
        }
        for kind, known in SERVED.items()
    ]
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "kind": "instance",
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "rest": [{"mode": "server", "resource": resources}],
    }


def _json(body: Json, status: int) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status=status, mimetype="application/fhir+json")
