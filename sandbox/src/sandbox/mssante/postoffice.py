"""Accepting a message: one transaction, then the answer. Never lost, never doubled.

What was answered 250 is in the store. A client that did not read the answer sends again with the same Message-ID: each
(sender, Message-ID, recipient) is handled once. The same identifier on another text is refused (ECO.2.2.1), not swallowed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from uuid import uuid4

from sandbox.faults import Fault, Faults
from sandbox.mssante import notices
from sandbox.mssante.citizens import Citizens, Undeliverable
from sandbox.mssante.envelope import Envelope, Outcome, Recipient
from sandbox.mssante.ground import NAME
from sandbox.mssante.letter import Letter
from sandbox.mssante.mailboxes import Mailboxes
from sandbox.mssante.mailstore import INBOX, MailStore, MessageRow
from sandbox.mssante.rules import UNKNOWN
from sandbox.mssante.threads import thread_of
from sandbox.mssante.trace import stamp

Announce = Callable[[str, MessageRow], None]


class Reused(Exception):
    """The Message-ID already served for another text."""


class PostOffice:
    """Delivers to the mailboxes of professionals and of citizens. Called from one thread only."""

    def __init__(
        self,
        *,
        store: MailStore,
        mailboxes: Mailboxes,
        citizens: Citizens,
        faults: Faults,
        clock: Callable[[], datetime],
        host: str,
        announce: Announce,
    ) -> None:
        self._store = store
        self._mailboxes = mailboxes
        self._citizens = citizens
        self._faults = faults
        self._clock = clock
        self._host = host
        self._announce = announce
        self._delivered: list[tuple[str, MessageRow]] = []

    def accept(self, envelope: Envelope, letter: Letter) -> tuple[Outcome, ...]:
        """Deliver to every recipient and write the notices asked for; on return everything is on disk."""
        with self._transaction():
            stamped = stamp(envelope, letter.content, host=self._host, number=uuid4().hex[:12], at=self._clock())
            outcomes = tuple(self._once(envelope, who, letter, stamped) for who in envelope.recipients)
            self._notify(envelope, letter.content, outcomes)
        return outcomes

    def release(self) -> int:
        """Deliver what a scripted delay kept back and whose hour has come; returns how many."""
        due = self._store.db.rows("SELECT * FROM waiting WHERE due <= ? ORDER BY due", (self._clock().timestamp(),))
        for row in due:
            envelope = _envelope(json.loads(row["recipient"]))
            with self._transaction():
                self._store.db.execute("DELETE FROM waiting WHERE id = ?", (row["id"],))
                outcome = self._deliver(envelope.recipients[0], Letter(row["content"]), row["content"])
                self._notify(envelope, row["content"], (outcome,))
        return len(due)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing; the clients that watch the mailboxes are told after the commit, never before."""
        self._delivered = []
        with self._store.transaction():
            yield
        for address, row in self._delivered:
            self._announce(address, row)

    def _once(self, envelope: Envelope, recipient: Recipient, letter: Letter, stamped: bytes) -> Outcome:
        key = (envelope.sender, letter.message_id, recipient.address)
        row = self._store.db.one(
            "SELECT digest FROM handled WHERE sender = ? AND message_id = ? AND recipient = ?", key
        )
        if row is not None:
            if row["digest"] != letter.digest:
                raise Reused(letter.message_id)
            return Outcome(recipient=recipient, state="duplicate", reply="250 2.0.0 Already delivered")
        self._store.db.execute("INSERT INTO handled VALUES (?, ?, ?, ?)", (*key, letter.digest))
        fault = self._faults.decide(NAME, "delivery", recipient.address, envelope.sender)
        outcome = (
            self._deliver(recipient, letter, stamped)
            if fault is None
            else self._suffer(fault, envelope, recipient, stamped)
        )
        again = self._faults.decide(NAME, "delivery.twice", recipient.address, envelope.sender)
        if again is not None:
            self._keep_back(envelope, replace(recipient, notify=frozenset()), stamped, again.seconds)
        return outcome

    def _suffer(self, fault: Fault, envelope: Envelope, recipient: Recipient, stamped: bytes) -> Outcome:
        """A delivery struck by a fault: `slow` waits, `silent` loses the message, anything else bounces it."""
        if fault.kind == "slow":
            self._keep_back(envelope, recipient, stamped, fault.seconds)
            return Outcome(recipient=recipient, state="waiting", status="4.4.1", reply="451 4.4.1 Delivery delayed")
        if fault.kind == "silent":
            return Outcome(recipient=recipient, state="lost", reply="250 2.0.0 Queued")
        code = fault.code or "550"
        reply = f"{code} 5.2.1 {fault.label or 'Mailbox unavailable'}"
        return Outcome(recipient=recipient, state="failed", status="5.2.1", reply=reply)

    def _keep_back(self, envelope: Envelope, recipient: Recipient, stamped: bytes, seconds: float) -> None:
        alone = asdict(replace(envelope, recipients=(recipient,)))
        alone["recipients"][0]["notify"] = sorted(recipient.notify)
        self._store.db.execute(
            "INSERT INTO waiting (due, recipient, content) VALUES (?, ?, ?)",
            (self._clock().timestamp() + seconds, json.dumps(alone), stamped),
        )

    def _deliver(self, recipient: Recipient, letter: Letter, stamped: bytes) -> Outcome:
        if self._citizens.concerns(recipient.address):
            try:
                self._citizens.received(self._citizens.admit(recipient.address), letter)
            except Undeliverable as refusal:
                return Outcome(
                    recipient=recipient, state="failed", status=refusal.status, reply=refusal.reply,
                    requirement=refusal.requirement,
                )  # fmt: skip
        elif self._mailboxes.get(recipient.address) is None:
            reply = "550 5.1.1 Unknown mailbox"
            return Outcome(recipient=recipient, state="failed", status="5.1.1", reply=reply, requirement=UNKNOWN)
        self._put(recipient.address, stamped)
        return Outcome(recipient=recipient, state="delivered")

    def _notify(self, envelope: Envelope, content: bytes, outcomes: tuple[Outcome, ...]) -> None:
        """Notices go to the sender's own mailbox; a notice never gives rise to another one (null sender)."""
        if not envelope.sender:
            return
        for action, told in notices.wanted(outcomes).items():
            notice = notices.Notice(host=self._host, number=uuid4().hex, at=self._clock())
            self._put(
                envelope.sender, b"Return-Path: <>\r\n" + notices.compose(envelope, content, action, told, notice)
            )

    def _put(self, address: str, stamped: bytes) -> None:
        folder = self._store.folder(address, INBOX)
        row = self._store.append(folder.id, self._store.keep(stamped), thread=thread_of(stamped))
        self._delivered.append((address, row))


def _envelope(values: dict[str, object]) -> Envelope:
    who = values.pop("recipients")
    assert isinstance(who, list)
    recipients = tuple(Recipient(item["address"], frozenset(item["notify"]), item["original"]) for item in who)
    return Envelope(recipients=recipients, **values)  # type: ignore[arg-type]
