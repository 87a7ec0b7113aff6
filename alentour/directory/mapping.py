"""From an entry of the Annuaire Santé to the lines a person chooses from: one a mailbox, or one a place without mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from esante.annuaire import Listing as Entry
from esante.annuaire import Mailbox, Place

from alentour.directory.models import Listing

__all__ = ["Entry", "rows_of"]


def rows_of(entry: Entry, *, at: datetime) -> list[Listing]:
    """The unsaved lines of one entry, ready to be found."""
    rows = [_row(entry, place, box, at) for place, box in _pairs(entry)]
    for row in rows:
        row.index()
    return rows


def _pairs(entry: Entry) -> Iterator[tuple[Place | None, Mailbox | None]]:
    """Each mailbox at its place (the first one when it follows the person), then the places no mailbox reaches."""
    by_idnst = {place.idnst: place for place in entry.places}
    reached = set()
    for box in entry.mailboxes:
        place = by_idnst.get(box.place) or entry.place
        reached.add(place.idnst if place else "")
        yield place, box
    if not entry.places and not entry.mailboxes:
        yield None, None
    for place in entry.places:
        if place.idnst not in reached:
            yield place, None


def _row(entry: Entry, place: Place | None, box: Mailbox | None, at: datetime) -> Listing:
    trade = entry.trade
    title = f"{entry.title.capitalize()} " if entry.title else ""
    return Listing(
        idnps=entry.idnps,
        idnst=place.idnst if place else "",
        name=f"{title}{entry.name}"[:160],
        profession_code=(trade.code if trade else "")[:20],
        profession=(trade.label if trade else "")[:120],
        place=(place.name if place else "")[:160],
        postal_code=(place.postal_code if place else "")[:5],
        town=(place.town if place else "")[:80],
        mailbox_address=box.address.lower() if box else "",
        mailbox_kind=box.kind if box else "",
        service=((box.service or box.description) if box else "")[:160],
        fetched_at=at,
    )
