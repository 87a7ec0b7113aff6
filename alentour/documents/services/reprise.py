"""From what a received document says to the record: offered line by line, taken up by a person, written as hers and once."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection

from django.db import transaction

from alentour.accounts.models import Post
from alentour.core import files, trace
from alentour.core.doors import Refused
from alentour.documents import gateway
from alentour.documents.enums import Provenance
from alentour.documents.models import Document
from alentour.documents.told import Offer, Told
from alentour.identity.models import Usager
from alentour.record.kinds import KINDS
from alentour.record.selectors import alerts_of, problems_of, vaccinations_of


def offers_of(document: Document, post: Post) -> list[Offer]:
    """What this document says and the record may take up, in its order. Nothing for a document made here: it came from the record."""
    told = _told(document)
    usager = document.usager
    if not told or usager is None:
        return []
    held = _held(usager)
    return [
        Offer(
            rank=rank,
            told=one,
            held=_flat(one.label) in held[one.slug],
            may_take=bool(one.slug) and KINDS[one.slug].may_write(post),
        )
        for rank, one in enumerate(told)
    ]


@transaction.atomic
def take_up(*, document: Document, by: Post, ranks: Collection[int]) -> int:
    """Write the chosen lines in the record; how many. What the record says already is left; the same gesture twice writes once.

    The door of the record (``record.access.door``) was opened by the caller for this person and this post.
    """
    chosen = [offer for offer in offers_of(document, by) if offer.rank in ranks and offer.told.slug]
    if not chosen:
        raise Refused("Cochez ce qu'il faut reprendre dans le dossier.")
    if any(not offer.may_take for offer in chosen):
        raise Refused("Votre métier n'écrit pas ces données : signalez-les à l'infirmière ou au médecin.")
    usager = document.usager
    assert usager is not None
    written = [offer for offer in chosen if not offer.held]
    for offer in written:
        key = uuid.uuid5(document.pk, f"reprise/{offer.rank}")
        KINDS[offer.told.slug].write(usager=usager, by=by, key=key, said=dict(offer.told.said))
    trace.record("document.taken_up", by=by, usager_id=usager.pk, target=document, lines=len(written))
    return len(written)


def _told(document: Document) -> tuple[Told, ...]:
    if document.cda is None or document.provenance not in (Provenance.MSS, Provenance.DMP):
        return ()
    return gateway.told_by(files.read(document.cda))


def _held(usager: Usager) -> dict[str, set[str]]:
    held: dict[str, set[str]] = defaultdict(set)
    held["allergie"] = {_flat(line.label) for line in alerts_of(usager)}
    held["antecedent"] = {_flat(line.label) for line in problems_of(usager)}
    held["vaccin"] = {_flat(line.vaccine) for line in vaccinations_of(usager)}
    return held


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())
