"""What the two doors of the operator (SMTP and IMAP) are given, and what they both do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sandbox.faults import Fault, Faults
from sandbox.journal import Journal
from sandbox.mssante.mailboxes import Mailboxes
from sandbox.mssante.mailstore import MailStore
from sandbox.mssante.rules import OWNER, TOKEN, Requirement
from sandbox.mssante.tokens import Holder, InvalidToken, TokenVerifier

NAME = "mssante"


class AccessRefused(Exception):
    """Nobody gets in. `requirement` is what was not met; `str()` says why, in English."""

    def __init__(self, requirement: Requirement, reason: str) -> None:
        super().__init__(reason)
        self.requirement = requirement

    @property
    def objection(self) -> bytes:
        """What XOAUTH2 answers before failing: 401 for a token that proves nothing, 403 for another's mailbox."""
        status = "403" if self.requirement is OWNER else "401"
        return json.dumps({"status": status, "schemes": "bearer", "scope": "openid scope_all"}).encode("ascii")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The operator's parts; each is a parameter so that a test can bring its own."""

    store: MailStore
    mailboxes: Mailboxes
    tokens: TokenVerifier
    journal: Journal
    faults: Faults
    clock: Callable[[], datetime]

    async def strike(self, operation: str, *subjects: str) -> Fault | None:
        """The scripted fault to obey now, if any, once its delay has passed; `slow` is nothing but that delay."""
        fault = self.faults.decide(NAME, operation, *subjects)
        if fault is not None and fault.kind in ("slow", "silent"):
            await asyncio.sleep(fault.seconds)
        return None if fault is None or fault.kind == "slow" else fault

    async def open(self, token: str, address: str) -> Holder:
        """Who holds the token, provided that mailbox opens to them; AccessRefused otherwise."""
        try:
            holder = await asyncio.to_thread(self.tokens.verify, token)
        except InvalidToken as error:
            raise AccessRefused(TOKEN, str(error)) from error
        if not self.mailboxes.may_use(holder.idnps, address):
            raise AccessRefused(OWNER, "mailbox not opened to this professional")
        return holder
