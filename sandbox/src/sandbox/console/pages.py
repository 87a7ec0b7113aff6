"""Pages of the console: list and detail of exchanges, faults, rules."""

from __future__ import annotations

from typing import Any

from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from sandbox.console.control import reset
from sandbox.console.present import parts
from sandbox.faults import KINDS, BadFault, Fault
from sandbox.journal import VERDICTS
from sandbox.services import Context, UnknownService
from sandbox.web import Routes, render

LISTED = 150
_FORM = ("service", "operation", "subject", "kind", "code", "label", "seconds", "remaining")


class Pages:
    """Routes under `/console`."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.routes = Routes(pages=True)
        add = self.routes.add
        add("/console", self._list)
        add("/console/liste", self._fragment)
        add("/console/<int:number>", self._list)
        add("/console/<int:number>/<any(demande, reponse):side>", self._raw)
        add("/console/defauts", self._faults)
        add("/console/defauts", self._add_fault, methods=["POST"])
        add("/console/defauts/<int:number>/effacer", self._clear_fault, methods=["POST"])
        add("/console/defauts/effacer", self._clear_fault, methods=["POST"])
        add("/console/services/<name>/<any(demarrer, arreter, remettre):verb>", self._switch, methods=["POST"])
        add("/console/regles", self._rules)

    def _listing(self, request: Request, number: int | None) -> dict[str, Any]:
        wanted = {name: request.args.get(name, "") for name in ("service", "verdict", "text")}
        return {
            "exchanges": self._context.journal.list(
                limit=LISTED, service=wanted["service"], verdict=wanted["verdict"], text=wanted["text"]
            ),
            "wanted": wanted,
            "query": request.query_string.decode("ascii", "replace"),
            "chosen_number": number,
            "verdicts": VERDICTS,
        }

    def _list(self, request: Request, number: int | None = None) -> Response:
        chosen = self._context.journal.get(number) if number else None
        if number and chosen is None:
            raise NotFound("Cet échange est déjà oublié.")
        readable = {"request": parts(chosen.request), "response": parts(chosen.response)} if chosen else {}
        return render(
            "console/templates/console.html",
            here="/console",
            chosen=chosen,
            readable=readable,
            services=self._context.board.services,
            **self._listing(request, number),
        )

    def _fragment(self, request: Request) -> Response:
        number = request.args.get("choisi", type=int)
        return render("console/templates/_list.html", **self._listing(request, number))

    def _raw(self, request: Request, number: int, side: str) -> Response:
        exchange = self._context.journal.get(number)
        if exchange is None:
            raise NotFound("Cet échange est déjà oublié.")
        response = Response(exchange.request if side == "demande" else exchange.response)
        response.mimetype = "application/octet-stream"
        response.headers["Content-Disposition"] = f'attachment; filename="echange-{number}-{side}.bin"'
        return response

    def _faults(self, request: Request, sentence: str = "", status: int = 200) -> Response:
        board = self._context.board
        return render(
            "console/templates/faults.html",
            status=status,
            here="/console/defauts",
            faults=self._context.faults.list(),
            kinds=KINDS,
            sentence=sentence,
            form={name: request.form.get(name, "") for name in _FORM},
            services=[(service, board.is_running(service.name)) for service in board.services],
        )

    def _add_fault(self, request: Request) -> Response:
        form = request.form
        try:
            self._context.faults.add(
                Fault(
                    service=form.get("service", "*"),
                    operation=form.get("operation", "").strip() or "*",
                    subject=form.get("subject", "").strip() or "*",
                    kind=form.get("kind", ""),  # type: ignore[arg-type]  # checked by Fault itself
                    code=form.get("code", "").strip(),
                    label=form.get("label", "").strip(),
                    seconds=float(form.get("seconds") or 0),
                    remaining=int(form["remaining"]) if form.get("remaining") else None,
                )
            )
        except BadFault as error:
            return self._faults(request, str(error), 400)
        except ValueError:
            return self._faults(request, "Le délai et le nombre de fois sont des nombres.", 400)
        return _back("/console/defauts")

    def _clear_fault(self, request: Request, number: int | None = None) -> Response:
        self._context.faults.clear(number)
        return _back("/console/defauts")

    def _switch(self, request: Request, name: str, verb: str) -> Response:
        try:
            if verb == "remettre":
                reset(self._context, name)
            elif verb == "demarrer":
                self._context.board.start(name)
            elif name != "console":
                self._context.board.stop(name)
        except UnknownService as error:
            raise NotFound(str(error)) from error
        return _back("/console/defauts")

    def _rules(self, request: Request) -> Response:
        return render("console/templates/rules.html", here="/console/regles", services=self._context.board.services)


def _back(path: str) -> Response:
    return redirect(path, code=303, Response=Response)
