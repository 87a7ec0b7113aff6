"""The runner: takes what is due, does it, settles it. A thread of the embedded server, or ``./run work`` on other hosts."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time

from django.db import close_old_connections

from alentour.core import rls
from alentour.core.faults import where
from alentour.exchanges import wake
from alentour.exchanges.enums import State
from alentour.exchanges.handlers import chores, handler_of
from alentour.exchanges.models import Exchange
from alentour.exchanges.outcomes import Outcome, Unreachable
from alentour.exchanges.services import claim, settle

log = logging.getLogger("alentour.runner")
POLL = 0.5


class Runner:
    """One loop. ``stop`` ends it after the current exchange."""

    def __init__(self, name: str = "") -> None:
        self.name = name or f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
        self.stopped = threading.Event()
        self._last_chore: dict[str, float] = {}

    def run_for_ever(self) -> None:
        while not self.stopped.is_set():
            try:
                busy = self.turn()
            except Exception as error:
                log.error("the runner stumbled and goes on: %s", where(error))
                busy = False
            close_old_connections()
            if not busy:
                wake.wait(POLL)

    def turn(self) -> bool:
        """One pass: the due exchanges, then the chores; whether there was something to do."""
        taken = claim(worker=self.name)
        for exchange in taken:
            self.do(exchange)
        return self._do_chores() or bool(taken)

    def do(self, exchange: Exchange) -> None:
        """Run and settle one exchange, for its structure alone."""
        with rls.within(exchange.structure_id):
            settle(exchange, self._run(exchange), worker=self.name)

    def _run(self, exchange: Exchange) -> Outcome:
        try:
            return handler_of(exchange.kind).run(exchange)
        except Exception as error:
            # A fault of ours must not lose the exchange nor stop the others.
            log.error("exchange %s (%s) failed: %s", exchange.pk, exchange.kind, where(error))
            return Unreachable(
                sentence="Une erreur d'Alentour a interrompu cet échange ; il sera repris.", code=type(error).__name__
            )

    def _do_chores(self) -> bool:
        busy = False
        for chore in chores():
            now = time.monotonic()
            if now - self._last_chore.get(chore.name, -chore.every) >= chore.every:
                self._last_chore[chore.name] = now
                try:
                    with rls.nowhere():  # a chore says itself which structures it works for
                        busy = chore.run() or busy
                except Exception as error:
                    log.error("chore %s failed: %s", chore.name, where(error))
        return busy


def start_embedded() -> Runner:
    """Start the runner in a daemon thread of this process (one web worker), after taking back the work of its dead predecessor."""
    release_dead_leases()
    runner = Runner()
    threading.Thread(target=runner.run_for_ever, name="exchanges", daemon=True).start()
    return runner


def release_dead_leases() -> int:
    """What a killed process of this very host was doing is taken again at once, without waiting for the end of its lease."""
    here = f"{socket.gethostname()}:"
    with rls.across("a host takes back all that it was doing"):
        rows = Exchange.objects.filter(state=State.RUNNING, worker__startswith=here)
        dead = [row.pk for row in rows if not _is_alive(row.worker.removeprefix(here).partition(":")[0])]
        return Exchange.objects.filter(pk__in=dead).update(state=State.READY, worker="", lease_until=None)


def _is_alive(pid: str) -> bool:
    if not pid.isdigit() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def drain(limit: int = 100) -> int:
    """Run what is due until nothing is, in this very thread (tests, demo); returns how many turns did something."""
    runner = Runner()
    turns = 0
    while turns < limit:
        taken = claim(worker=runner.name)
        if not taken:
            return turns
        for exchange in taken:
            runner.do(exchange)
        turns += 1
    return turns
