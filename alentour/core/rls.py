"""The second wall, on PostgreSQL: which structure the code being run works for, said to the database with each statement.

The truth is here, in a context variable (one a thread, one a request), never in a connection: each statement carries its structure in
its own message (``SELECT set_config(…, true); …``), so nothing can leak to the next request, whatever failed, and a pooler may
share the connections (docs/adr/0006). Without a structure the policies of ``core.policies`` show no row and take none. On SQLite
this module changes nothing.
"""

from __future__ import annotations

import contextlib
import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import transaction

SETTING = "alentour.structure"
EVERYWHERE = "*"
OWNER = "owner"
# Said between transactions, or to leave one that failed: they carry nothing.
BARE = ("SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")

log = logging.getLogger("alentour.rls")
_scope: ContextVar[str] = ContextVar("alentour.structure", default="")
Item = TypeVar("Item")


@contextlib.contextmanager
def _scoped(scope: str) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def within(structure_id: uuid.UUID) -> contextlib.AbstractContextManager[None]:
    """Work for one structure: its rows only are seen and written. The inner scope replaces the outer one, which comes back after."""
    return _scoped(str(uuid.UUID(str(structure_id))))


def across(reason: str) -> contextlib.AbstractContextManager[None]:
    """Work across structures, for the few tasks that must (log-in, queue, maintenance); ``reason`` says why, for who reads."""
    log.debug("across structures: %s", reason)
    return _scoped(EVERYWHERE)


def nowhere() -> contextlib.AbstractContextManager[None]:
    """Work for no structure: no row of any is seen."""
    return _scoped("")


def owning() -> contextlib.AbstractContextManager[None]:
    """Say nothing to the database: for ``policies.as_owner``, whose connection is set once for all."""
    return _scoped(OWNER)


def is_owning() -> bool:
    return _scope.get() == OWNER


def carried(chunks: Iterable[Item], structure_id: uuid.UUID) -> Iterator[Item]:
    """``chunks``, each made within the structure: for a response that is still being made after the view has returned."""
    source = iter(chunks)
    while True:
        with within(structure_id):
            try:
                chunk = next(source)
            except StopIteration:
                return
        yield chunk


def carry(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Wrap each statement of a PostgreSQL connection (Django's ``execute_wrapper``): its structure goes in the same message."""
    scope, connection = _scope.get(), context["connection"]
    if scope == OWNER or (isinstance(sql, str) and sql.startswith(BARE)):
        return execute(sql, params, many, context)
    if not scope and not connection.in_atomic_block:
        return execute(sql, params, many, context)
    setting = f"SELECT set_config('{SETTING}', '{scope}', true);"
    cursor = context["cursor"].cursor
    if many or not isinstance(sql, str) or getattr(cursor, "name", None):
        return _carry_apart(setting, execute, sql, params, many, context)
    result = execute(setting + sql, params, many, context)
    cursor.nextset()
    return result


def _carry_apart(setting: str, execute: Callable[..., Any], sql: Any, *rest: Any) -> Any:
    """A named cursor (``.iterator()``) or a repeated statement has room for itself only: the setting goes first, in the transaction."""
    connection = rest[-1]["connection"]
    atomic = contextlib.nullcontext() if connection.in_atomic_block else transaction.atomic(using=connection.alias)
    with atomic:
        connection.connection.execute(setting)
        return execute(sql, *rest)


def install(connection: Any, **kwargs: Any) -> None:
    """Give its structure to each statement of a new connection (signal ``connection_created``)."""
    if connection.vendor == "postgresql" and carry not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, carry)
