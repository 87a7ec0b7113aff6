"""Searching for a professional or a structure: the Annuaire first refreshes the local copy, then the local copy answers.

When the Annuaire is out of reach the copy answers alone and says from when it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from alentour.accounts.models import Post, Structure
from alentour.directory import gateway, selectors
from alentour.directory.gateway import AnnuaireUnreachable
from alentour.directory.mapping import Entry, rows_of
from alentour.directory.models import Listing
from alentour.exchanges.enums import Service
from alentour.exchanges.outcomes import Accepted, Outcome, Unreachable
from alentour.exchanges.services import journal
from alentour.ui import words

FRESH = timedelta(minutes=10)
OLD = timedelta(days=30)
# After an outage the Annuaire is left alone for a while: the next searches do not wait for nothing.
REST = 20
DOWN = "directory-down"
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``listings`` to choose from; ``sentence`` warns when they come from the local copy alone, as old as ``as_of``."""

    listings: Sequence[Listing]
    reachable: bool
    as_of: datetime | None = None
    sentence: str = ""


def search(
    text: str,
    *,
    structure: Structure,
    by: Post | None = None,
    profession: str = "",
    town: str = "",
    kind: str = "",
    limit: int = 40,
) -> SearchResult:
    """Lines of the directory for ``text`` (name, RPPS, FINESS, place, town, mailbox).

    ``profession``: code of JDV_J01; ``kind``: type of mailbox (PER, ORG…). The Annuaire is asked from three characters on, at
    most once in ten minutes for the same question, and in five seconds.
    """
    asked = " ".join(text.split())[:80]
    reachable = True
    if gateway.is_configured() and len(asked) + len(town) >= SHORTEST:
        reachable = _refresh(asked, town, profession, structure, by)
    found = list(selectors.lines(asked, profession=profession, town=town, kind=kind)[:limit])
    return SearchResult(found, True) if reachable else _from_copy(found)


def _from_copy(found: list[Listing]) -> SearchResult:
    as_of = min((line.fetched_at for line in found), default=None)
    sentence = "Annuaire Santé injoignable : "
    sentence += (
        f"voici les résultats connus ici, du {words.full(as_of)}." if as_of else "rien n'est connu ici à ce nom."
    )
    return SearchResult(found, False, as_of, sentence)


def _refresh(text: str, town: str, profession: str, structure: Structure, by: Post | None) -> bool:
    """Ask the Annuaire and keep what it says; ``False`` when it could not be asked."""
    key = "directory:" + sha256(f"{text}\0{town}\0{profession}".casefold().encode()).hexdigest()
    if cache.get(key):
        return True
    if cache.get(DOWN):
        return False
    try:
        entries = gateway.search(text, town=town, profession=profession)
    except AnnuaireUnreachable as error:
        cache.set(DOWN, True, REST)
        _journal(structure, by, Unreachable(sentence=error.sentence, code=error.code))
        return False
    # asked by town alone, the Annuaire gives people without their other places
    keep(entries, complete=bool(text))
    _journal(structure, by, Accepted(receipt={"found": len(entries)}))
    cache.set(key, True, FRESH.total_seconds())
    return True


def _journal(structure: Structure, by: Post | None, outcome: Outcome) -> None:
    journal(
        kind="directory.search",
        service=Service.ANNUAIRE,
        label="Recherche dans l'Annuaire Santé",
        structure=structure,
        by=by,
        outcome=outcome,
    )


@transaction.atomic
def keep(entries: Sequence[Entry], *, complete: bool = False) -> list[Listing]:
    """Write these entries in the local copy. ``complete``: each brings all its places, so lines it lacks leave the copy."""
    at = timezone.now()
    rows = {(row.idnps, row.idnst, row.mailbox_address): row for entry in entries for row in rows_of(entry, at=at)}
    if not rows:
        return []
    fields = [f.name for f in Listing._meta.concrete_fields if f.name not in {"id", *_KEY}]
    Listing.objects.bulk_create(rows.values(), update_conflicts=True, unique_fields=_KEY, update_fields=fields)
    people = {row.idnps for row in rows.values() if row.idnps}
    structures = {row.idnst for row in rows.values() if not row.idnps}
    same = Q(idnps__in=people) | Q(idnps="", idnst__in=structures)
    if complete:
        Listing.objects.filter(same, fetched_at__lt=at).delete()
    return list(Listing.objects.filter(same))


_KEY = ["idnps", "idnst", "mailbox_address"]


def listing_of(address: str, *, structure: Structure | None = None) -> Listing | None:
    """Who holds this secure mailbox. With a ``structure``, an unknown or old line is checked again at the Annuaire."""
    address = address.strip().lower()
    known = Listing.objects.filter(mailbox_address=address).first()
    fresh = known is not None and known.fetched_at > timezone.now() - OLD
    if fresh or structure is None or not gateway.is_configured() or cache.get(DOWN):
        return known
    try:
        entry = gateway.by_mailbox(address)
    except AnnuaireUnreachable as error:
        cache.set(DOWN, True, REST)
        _journal(structure, None, Unreachable(sentence=error.sentence, code=error.code))
        return known
    _journal(structure, None, Accepted(receipt={"found": int(entry is not None)}))
    if entry is None:
        Listing.objects.filter(mailbox_address=address).delete()
        return None
    keep([entry])
    return Listing.objects.filter(mailbox_address=address).first()


def oldest_line() -> datetime | None:
    """How old the local copy is, at worst."""
    return Listing.objects.aggregate(oldest=Min("fetched_at"))["oldest"]
