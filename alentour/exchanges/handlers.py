"""What the runner calls for each kind of exchange; filled by the upper apps in their ``apps.py``.

A handler does the network outside any transaction and returns an :class:`~alentour.exchanges.outcomes.Outcome`. Its second half,
``settled``, writes the effect in the product; it runs in the same transaction as the settling of the exchange.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from alentour.exchanges.models import Exchange
from alentour.exchanges.outcomes import Outcome

Run = Callable[[Exchange], Outcome]
Settled = Callable[[Exchange, Outcome], None]


@dataclass(frozen=True, slots=True)
class Handler:
    run: Run
    settled: Settled


_handlers: dict[str, Handler] = {}


def nothing_more(exchange: Exchange, outcome: Outcome) -> None:
    """For exchanges whose own row says everything."""


def register(kind: str, run: Run, *, settled: Settled = nothing_more) -> None:
    _handlers[kind] = Handler(run, settled)


def handler_of(kind: str) -> Handler:
    """The handler of a kind; a missing one is a programming error (``KeyError``)."""
    return _handlers[kind]


@dataclass(frozen=True, slots=True)
class Chore:
    """A repeated piece of work of the runner (fetching mailboxes…): ``run`` returns whether it did something."""

    name: str
    every: float
    run: Callable[[], bool]


_chores: dict[str, Chore] = {}


def register_chore(name: str, run: Callable[[], bool], *, every: float) -> None:
    """Ask the runner to call ``run`` every so many seconds (at most; a late runner does it once).

    It is called for no structure: it says itself for which it works (``core.rls.within``, ``across``).
    """
    _chores[name] = Chore(name, every, run)


def chores() -> list[Chore]:
    return list(_chores.values())
