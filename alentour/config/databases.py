"""Which database: SQLite in the data folder, or PostgreSQL by two addresses, one for the product and one for who owns the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from alentour.config.env import Env

# The role the product takes when one address only is given: made by ``migrate``, it owns nothing.
APP_ROLE = "alentour_app"


def read_databases(env: Env, data: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The product's connection, and what changes in it when the tables themselves are worked on (empty on SQLite)."""
    address = env.secret("ALENTOUR_DATABASE")
    if not address:
        return _sqlite(data), {}
    product = _postgresql(env, "ALENTOUR_DATABASE", address)
    owner_address = env.secret("ALENTOUR_DATABASE_OWNER")
    owner = _postgresql(env, "ALENTOUR_DATABASE_OWNER", owner_address) if owner_address else product
    if not owner_address:
        product = {**product, "OPTIONS": {**product["OPTIONS"], "assume_role": APP_ROLE}}
    return product, {name: owner[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}


def _sqlite(data: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / "alentour.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA mmap_size=134217728;PRAGMA cache_size=-20000;PRAGMA foreign_keys=ON;",
        },
    }


def _postgresql(env: Env, name: str, address: str) -> dict[str, Any]:
    """``postgresql://user:password@host:port/name?sslmode=verify-full``: after the « ? », options of libpq (``host``: a socket's folder)."""
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        env.mistakes.append(f"{name} : une adresse postgresql://… est attendue.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = str(options.pop("host", parts.hostname or ""))
    pooler = options.pop("pooler", "")
    if pooler not in {"", "transaction"}:
        env.mistakes.append(f"{name} : « pooler » ne prend que la valeur « transaction ».")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": 600,
        # Behind a pooler in transaction mode, a cursor would be looked for in another session.
        "DISABLE_SERVER_SIDE_CURSORS": pooler == "transaction",
        "OPTIONS": {**options, "pool": False},
    }
