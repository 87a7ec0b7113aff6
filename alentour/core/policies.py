"""The policies of PostgreSQL: put on every table of a tenant after each ``migrate``, and read again by ``check_rls``.

A table is a tenant's when it has a ``structure_id``, or when it hangs by a required key from a table that is one: the catalogue of
the database says so, nobody has to think of it. Two roles (docs/postgresql.md): one owns the tables, the product is another.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from alentour.core import rls

POLICY = "alentour"
HERE = f"(SELECT current_setting('{rls.SETTING}', true))"
OWN = (
    f"structure_id = (SELECT NULLIF(NULLIF(current_setting('{rls.SETTING}', true), ''), '{rls.EVERYWHERE}')::uuid) "
    f"OR {HERE} = '{rls.EVERYWHERE}'"
)
TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
      AND a.attname = 'structure_id' AND NOT a.attisdropped ORDER BY 1"""
EXISTING = (
    "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = ANY(%s) ORDER BY 1"
)
KEYS = """
    SELECT child.relname, a.attname, parent.relname, b.attname FROM pg_constraint k
    JOIN pg_class child ON child.oid = k.conrelid JOIN pg_class parent ON parent.oid = k.confrelid
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
    JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
    WHERE k.contype = 'f' AND cardinality(k.conkey) = 1 AND a.attnotnull
      AND child.relnamespace = current_schema()::regnamespace ORDER BY 1, 2"""
STATE = """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
           coalesce(array_agg(p.polname::text) FILTER (WHERE p.polpermissive), '{}'),
           coalesce(string_agg(pg_get_expr(p.polqual, p.polrelid), ' '), ''),
           bool_and(p.polcmd = '*' AND p.polroles = '{0}' AND p.polwithcheck IS NULL)
    FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') GROUP BY 1, 2"""
DEFINED = """
    SELECT c.relname, obj_description(p.oid, 'pg_policy') FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
    WHERE p.polname = %s AND c.relrowsecurity AND c.relforcerowsecurity
      AND c.relnamespace = current_schema()::regnamespace"""


@dataclass(frozen=True, slots=True)
class Guard:
    """What the policy of one table asks of its rows, and the words its expression cannot do without."""

    condition: str
    words: tuple[str, ...]


class WallDown(RuntimeError):
    """The second wall does not hold; the message says where."""


def guards() -> dict[str, Guard]:
    """Every table to guard: by its ``structure_id``, else by all the guarded rows it cannot exist without."""
    found = {table: Guard(OWN, (rls.SETTING, "structure_id")) for (table,) in _rows(TABLES)}
    keys = _rows(KEYS)
    waiting = True
    while waiting:
        hanging = {child for child, _, parent, _ in keys if parent in found and child not in found}
        for table in sorted(hanging):
            parents = [key[1:] for key in keys if key[0] == table and key[2] in found]
            found[table] = Guard(" AND ".join(_seen(table, *key) for key in parents), tuple(key[1] for key in parents))
        waiting = bool(hanging)
    return found


def _seen(table: str, column: str, parent: str, key: str) -> str:
    name = connection.ops.quote_name
    return f"EXISTS (SELECT 1 FROM {name(parent)} seen WHERE seen.{name(key)} = {name(table)}.{name(column)})"  # noqa: S608


def append_only() -> list[str]:
    """The tables that the product may fill and never change: their model says ``append_only = True``."""
    tables = [model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)]
    return [table for (table,) in _rows(EXISTING, tables)]


def apply(**kwargs: Any) -> None:
    """Put every policy and every privilege as they must be; changes nothing when they are (signal ``post_migrate``)."""
    if connection.vendor != "postgresql":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        _grant(cursor)
        cursor.execute(DEFINED, [POLICY])
        done = dict(cursor.fetchall())
        for table, guard in guards().items():
            if done.get(table) == guard.condition:
                continue
            name = connection.ops.quote_name(table)
            cursor.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
            cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {name}")
            cursor.execute(f"CREATE POLICY {POLICY} ON {name} USING ({guard.condition})")
            cursor.execute(f"COMMENT ON POLICY {POLICY} ON {name} IS %s", [guard.condition])


def _grant(cursor: Any) -> None:
    product = settings.DATABASES["default"]
    assumed = product["OPTIONS"].get("assume_role")
    role = connection.ops.quote_name(assumed or product["USER"])
    if assumed:
        _make_role(cursor, assumed, role)
    cursor.execute(f"GRANT USAGE ON SCHEMA {connection.ops.quote_name(_schema(cursor))} TO {role}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {_schema(cursor)} TO {role}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {_schema(cursor)} TO {role}")
    for table in append_only():
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} FROM {role}")


def _schema(cursor: Any) -> str:
    cursor.execute("SELECT current_schema()")
    return str(cursor.fetchone()[0])


def _make_role(cursor: Any, name: str, quoted: str) -> None:
    """One address only: the product takes, after connecting, a role that owns nothing."""
    cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [name])
    (exists,) = cursor.fetchone()
    cursor.execute("SELECT rolsuper, rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    is_superuser, may_create = cursor.fetchone()
    if not exists and may_create:
        cursor.execute(f"CREATE ROLE {quoted} NOLOGIN")
        if not is_superuser:
            cursor.execute(f"GRANT {quoted} TO CURRENT_USER")
        return
    if exists:
        cursor.execute("SELECT pg_has_role(%s, 'MEMBER')", [name])
        if cursor.fetchone() == (True,):
            return
    raise ImproperlyConfigured(
        f"Le rôle d'ALENTOUR_DATABASE ne peut ni créer le rôle {name} ni le prendre. Donnez deux adresses "
        "(ALENTOUR_DATABASE_OWNER) ou ouvrez-lui ce rôle : voir docs/postgresql.md."
    )


@contextlib.contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner of the tables, for ``migrate`` and what else works on the tables themselves."""
    if connection.vendor != "postgresql" or rls.is_owning():
        yield
        return
    product = connection.settings_dict
    options = {**settings.DATABASE_OWNER["OPTIONS"], "options": f"-c {rls.SETTING}={rls.EVERYWHERE}"}
    connection.close()
    connection.settings_dict = {**product, **settings.DATABASE_OWNER, "OPTIONS": options}
    try:
        with rls.owning():
            yield
    finally:
        connection.close()
        connection.settings_dict = product


def faults(*, look: bool = True) -> list[str]:
    """What keeps the wall from holding, for the role of the product, one sentence each; empty when it holds, and on SQLite.

    ``look`` also reads each table without a structure, whatever its policy says: slow on large tables.
    """
    if connection.vendor != "postgresql":
        return []
    return [*_faults_of_role(), *_faults_of_tables(look)]


def _faults_of_role() -> Iterator[str]:
    ((role, above),) = _rows("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    if above:
        yield f"Le rôle {role} passe au-dessus des règles de PostgreSQL (superutilisateur ou BYPASSRLS)."
    if _rows("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tableowner = current_user LIMIT 1"):
        yield f"Le rôle {role} est propriétaire de tables : il pourrait défaire leurs règles."
    for table in append_only():
        for privilege in ("UPDATE", "DELETE", "TRUNCATE"):
            ((may,),) = _rows("SELECT has_table_privilege(%s, %s)", connection.ops.quote_name(table), privilege)
            if may:
                yield f"Le rôle {role} pourrait changer ou effacer les lignes de {table} ({privilege})."


def _faults_of_tables(look: bool) -> Iterator[str]:
    states = {row[0]: row[1:] for row in _rows(STATE)}
    expected = guards()
    if not expected:
        yield "Aucune table : la base n'est pas à jour (./run manage migrate)."
    for table, guard in expected.items():
        forced, policies, expression, plain = states[table]
        if not forced:
            yield f"{table} : le cloisonnement n'est pas actif et forcé."
        elif policies != [POLICY] or not plain or any(word not in expression for word in guard.words):
            yield f"{table} : la règle n'est pas celle d'Alentour."
        elif look and _shows_without_structure(table):
            yield f"{table} : des lignes se voient sans structure."


def _shows_without_structure(table: str) -> bool:
    with rls.nowhere():
        return bool(_rows(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1"))  # noqa: S608


def must_hold() -> None:
    """Refuse to open the product when the wall does not hold."""
    found = faults(look=False)
    if found:
        raise WallDown("Le cloisonnement des structures ne tient pas (./run manage check_rls) :\n" + "\n".join(found))


def _rows(sql: str, *params: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return list(cursor.fetchall())
