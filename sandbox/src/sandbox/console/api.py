"""The HTTP API of the sandbox: JSON, for the command line and for tests. Errors are `{"error": "<French sentence>"}`."""

from __future__ import annotations

import base64
import json
from typing import Any

from werkzeug.wrappers import Request, Response

from sandbox.console.control import reset
from sandbox.faults import BadFault, Fault
from sandbox.services import Context, UnknownService
from sandbox.web import Routes

_FIELDS = ("service", "operation", "subject", "kind", "code", "label", "seconds", "remaining")


class Api:
    """Routes under `/api`."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.routes = Routes()
        add = self.routes.add
        add("/api/status", self._status)
        add("/api/exchanges", self._exchanges)
        add("/api/exchanges", self._forget, methods=["DELETE"])
        add("/api/exchanges/<int:number>", self._exchange)
        add("/api/faults", self._faults)
        add("/api/faults", self._add_fault, methods=["POST"])
        add("/api/faults", self._clear_faults, methods=["DELETE"])
        add("/api/faults/<int:number>", self._clear_faults, methods=["DELETE"])
        add("/api/reset", self._reset, methods=["POST"])
        add("/api/services/<name>/<any(start, stop):verb>", self._switch, methods=["POST"])

    def _status(self, request: Request) -> Response:
        board = self._context.board
        services = [
            {
                "name": service.name,
                "title": service.title,
                "up": board.is_running(service.name) and service.health().up,
                "sentence": service.health().sentence,
                "addresses": list(service.addresses),
            }
            for service in board.services
        ]
        return _json({"services": services})

    def _exchanges(self, request: Request) -> Response:
        arguments = request.args
        found = self._context.journal.list(
            service=arguments.get("service", ""),
            verdict=arguments.get("verdict", ""),
            text=arguments.get("text", ""),
            after=arguments.get("after", 0, type=int),
            limit=arguments.get("limit", 200, type=int),
        )
        return _json({"exchanges": [exchange.summary() for exchange in found]})

    def _exchange(self, request: Request, number: int) -> Response:
        exchange = self._context.journal.get(number)
        if exchange is None:
            return _error(f"Aucun échange n° {number}.", 404)
        sent = {name: base64.b64encode(getattr(exchange, name)).decode("ascii") for name in ("request", "response")}
        return _json(exchange.summary() | sent)

    def _forget(self, request: Request) -> Response:
        self._context.journal.reset()
        return _json({})

    def _faults(self, request: Request) -> Response:
        return _json({"faults": [fault.as_json() for fault in self._context.faults.list()]})

    def _add_fault(self, request: Request) -> Response:
        try:
            asked = _body(request)
            unknown = sorted(set(asked) - set(_FIELDS))
            if unknown:
                raise BadFault(f"Un défaut n'a pas de champ « {unknown[0]} ».")
            fault = self._context.faults.add(Fault(**{"service": "*", "kind": "refuse"} | asked))
        except (BadFault, TypeError) as error:
            return _error(str(error), 400)
        return _json(fault.as_json(), 201)

    def _clear_faults(self, request: Request, number: int | None = None) -> Response:
        self._context.faults.clear(number)
        return _json({})

    def _reset(self, request: Request) -> Response:
        try:
            reset(self._context, str(_body(request).get("service", "")))
        except (UnknownService, BadFault) as error:
            return _error(str(error), 400)
        return _json({})

    def _switch(self, request: Request, name: str, verb: str) -> Response:
        board = self._context.board
        try:
            board.start(name) if verb == "start" else board.stop(name)
        except UnknownService as error:
            return _error(str(error), 404)
        return _json({"name": name, "running": board.is_running(name)})


def _body(request: Request) -> dict[str, Any]:
    try:
        asked = json.loads(request.get_data() or b"{}")
    except ValueError as error:
        raise BadFault("Le corps de la demande n'est pas du JSON.") from error
    if not isinstance(asked, dict):
        raise BadFault("Le corps de la demande est un objet JSON.")
    return asked


def _json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), status=status, mimetype="application/json")


def _error(sentence: str, status: int) -> Response:
    return _json({"error": sentence}, status)
