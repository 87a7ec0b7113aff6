"""Inside the product's settings: fill the database, open sessions, verify traces. Called by ``bench.record`` in another process."""

from __future__ import annotations

import os
import time
from importlib import import_module
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from alentour.accounts.models import Post
from alentour.audit.services import verify_chain
from alentour.core import trace
from bench.peopling import people


def prepare(persons: int) -> dict[str, Any]:
    """The dataset, and one session a métier; what ``scenarios`` needs to write its requests."""
    entries = 10 if persons <= 10_000 else 0
    peopled = people(persons, entries=entries)
    _measure_tables()
    return {
        "nurse": _session(peopled.nurse),
        "relief": [_session(post) for post in peopled.relief],
        "director": _session(peopled.director),
        "persons": peopled.persons,
        "old": peopled.old,
        "names": peopled.names,
        "counts": peopled.counts,
    }


def _measure_tables() -> None:
    """What the planner knows of the tables is up to date; on PostgreSQL only who owns them may say so."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return
    with psycopg.connect(os.environ["ALENTOUR_DATABASE_OWNER"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def _session(post: Post) -> dict[str, str]:
    """A session as the log-in opens it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.update(
        {
            "_auth_user_id": str(post.professional_id),
            "_auth_user_backend": "alentour.accounts.psc.PscBackend",
            "_auth_user_hash": post.professional.get_session_auth_hash(),
            "post": str(post.id),
        }
    )
    store.create()
    return {"session": store.session_key or "", "post": str(post.id)}


def verify_twenty_thousand() -> float:
    """Seconds to read again and verify a chain of at least twenty thousand links."""
    post = Post.objects.select_related("structure", "professional").first()
    if post is None:
        raise RuntimeError("nobody to write traces for")
    links = verify_chain(post.structure_id).links
    for _ in range(max(0, 20_000 - links)):
        trace.record("usager.read", by=post)
    began = time.perf_counter()
    result = verify_chain(post.structure_id)
    spent = time.perf_counter() - began
    if result.broken_at is not None or result.links < 20_000:
        raise RuntimeError("the chain does not hold")
    return spent * 20_000 / result.links
