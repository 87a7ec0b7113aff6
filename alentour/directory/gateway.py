"""The Annuaire Santé on the wire. A person waits while it is asked: the time-out is short, an outage is an answer."""

from __future__ import annotations

import ssl
from functools import lru_cache
from typing import Any

import httpx
from django.conf import settings
from esante.annuaire import AnnuaireClient

from esante import annuaire

# Seconds; whatever the configuration allows elsewhere, nobody waits longer than this before the local copy answers.
PATIENCE = 5.0
LIMIT = 40


class AnnuaireUnreachable(Exception):
    """Nobody answered, or the Annuaire refused: ``code`` for the journal, ``sentence`` for the screen."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code, self.sentence = code, sentence
        super().__init__(code)


def is_configured() -> bool:
    return bool(settings.CONNECTORS.annuaire.url)


@lru_cache(maxsize=1)
def _client() -> AnnuaireClient:
    where = settings.CONNECTORS.annuaire
    trust = settings.CONNECTORS.trust
    context = ssl.create_default_context(cafile=str(trust) if trust else None)
    http = httpx.Client(verify=context, timeout=min(where.timeout, PATIENCE), trust_env=False)
    return AnnuaireClient(where.url, http, where.key)


def search(text: str, *, town: str = "", profession: str = "") -> list[annuaire.Listing]:
    """People and structures named by ``text`` (words of a name, RPPS, FINESS, mailbox); raises AnnuaireUnreachable."""
    return _told(_search, text.strip(), town, profession)


def by_mailbox(address: str) -> annuaire.Listing | None:
    """Who holds this mailbox today."""
    found: annuaire.Listing | None = _told(lambda: _client().by_mailbox(address))
    return found


def _search(text: str, town: str, profession: str) -> list[annuaire.Listing]:
    client = _client()
    if "@" in text:
        return _alone(client.by_mailbox(text.lower()))
    if text.isdigit() and len(text) in {11, 12}:
        return _alone(client.by_rpps(text))
    if text.isdigit() and len(text) == 9:
        return _alone(client.by_finess(text))
    # the register writes the professions of JDV_J01 without their prefix; the other trades are filtered here
    trade = profession.removeprefix("G15_").partition("/")[0] if profession.startswith("G15_") else ""
    people = client.search_people(name=text, town=town, profession=trade, limit=LIMIT).listings
    if profession:
        return list(people)
    return [*people, *client.search_structures(name=text, town=town, limit=LIMIT).listings]


def _alone(found: annuaire.Listing | None) -> list[annuaire.Listing]:
    return [found] if found else []


def _told(ask: Any, *args: Any) -> Any:
    try:
        return ask(*args)
    except annuaire.Unreachable as error:
        raise AnnuaireUnreachable("unreachable", "L'Annuaire Santé ne répond pas pour l'instant.") from error
    except annuaire.Refused as error:
        raise AnnuaireUnreachable(error.code, error.sentence) from error
