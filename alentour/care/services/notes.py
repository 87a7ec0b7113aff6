"""Writes of the private notes. The trace says that there was one, never which nor what."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import require
from alentour.care.enums import Category
from alentour.care.models import PrivateNote, Transmission
from alentour.care.services.hours import hour_of
from alentour.care.services.locks import hold
from alentour.care.services.transmissions import write
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.core.once import sent
from alentour.identity.models import Usager

LONGEST = 50_000
KIND = DataClass.PSYCHOLOGUE


@transaction.atomic
def write_note(*, usager: Usager, by: Post, text: str, done_at: datetime | None = None, key: str = "") -> PrivateNote:
    """Write a note for oneself. The same ``key`` writes once. Raises :class:`Refused` for an empty or endless text, an hour to come."""
    require(by, Act.WRITE, KIND)
    hold(usager)
    mine = PrivateNote.objects.for_post(by).filter(author__professional_id=by.professional_id)
    already: PrivateNote | None = sent(mine, key)
    if already is not None:
        return already
    if not text.strip():
        raise Refused("La note est vide.")
    if len(text) > LONGEST:
        raise Refused(f"Cette note est trop longue ({len(text)} caractères) : {LONGEST} au plus.")
    note = PrivateNote.objects.create(
        structure_id=by.structure_id, usager=usager, author=by, text=text.strip(), done_at=hour_of(done_at), key=key
    )
    trace.record("note.private", by=by, usager_id=usager.id)
    return note


@transaction.atomic
def share_note(*, note: PrivateNote, by: Post, text: str) -> Transmission:
    """Share, once, what one chooses of one's own note: ``text`` becomes a transmission of the psychologist; the note stays private."""
    require(by, Act.WRITE, KIND)
    note = PrivateNote.objects.select_for_update(of=("self",)).select_related("author", "usager").get(pk=note.pk)
    if note.author.professional_id != by.professional_id:
        raise Refused("Seule la personne qui a écrit une note peut la partager.")
    if note.shared_as_id is not None:
        raise Refused("Cette note est déjà partagée : complétez par une transmission.")
    shared = write(usager=note.usager, by=by, category=Category.PSY, data=text, done_at=note.done_at)
    note.shared_as = shared
    note.save(update_fields=["shared_as"])
    trace.record("note.shared", by=by, usager_id=note.usager_id, target=shared)
    return shared
