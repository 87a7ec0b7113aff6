"""What every endpoint of Pro Santé Connect shares: the clock, the store, the tokens, the faults and the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.wrappers import Request, Response

from sandbox.psc import rules
from sandbox.psc.refusal import Refusal
from sandbox.psc.store import PscStore
from sandbox.psc.tokens import Tokens
from sandbox.rules import Rule
from sandbox.services import Context
from sandbox.web import obey
from sandbox.web.wire import request_bytes, response_bytes

NAME = "psc"


@dataclass(frozen=True, slots=True)
class Desk:
    """Handed to each group of endpoints."""

    context: Context
    store: PscStore
    tokens: Tokens
    secret: str

    def now(self) -> int:
        """Seconds since the epoch."""
        return int(self.context.clock().timestamp())

    def suffer(self, operation: str, *subjects: str) -> None:
        """Obey a scripted fault: wait, hang up, or raise the refusal asked for."""
        fault = obey(self.context.faults, NAME, operation, *subjects)
        if fault is None:
            return
        if fault.kind == "outage":
            raise Refusal(fault.code or "temporarily_unavailable", rules.FAULT, fault.label, 503)
        raise Refusal(fault.code or "access_denied", rules.FAULT, fault.label)

    def note(
        self,
        request: Request,
        response: Response,
        operation: str,
        idnps: str,
        meaning: Mapping[str, str],
        rule: Rule | None = None,
    ) -> None:
        """Write the exchange in the journal; a rule means it was refused."""
        person = self.context.cast.by_idnps(idnps)
        facts = {"Personne": f"{person.name} ({idnps})"} if person else {}
        self.context.journal.record(
            NAME,
            who="Navigateur" if operation in {"auth", "logout"} else "Logiciel",
            whom="Pro Santé Connect",
            operation=operation,
            verdict="refused" if rule else "accepted",
            meaning=facts | dict(meaning),
            request=request_bytes(request),
            response=response_bytes(response),
            rule=rule,
        )
