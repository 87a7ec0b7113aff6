"""Writing down what a search found: new documents, changed metadata, replacements, documents we already hold (specs/dmp-ins §2.9)."""

from __future__ import annotations

from dataclasses import asdict

from alentour.accounts.models import Post
from alentour.dmp.enums import EntryState
from alentour.dmp.found import Found, FoundEntry
from alentour.dmp.models import Entry
from alentour.documents.models import Document
from alentour.documents.services import supersede
from alentour.identity.models import Usager


def keep(*, usager: Usager, by: Post, found: Found) -> tuple[int, int]:
    """Write what was found, in the caller's transaction; how many documents are new here, and how many changed."""
    known = {entry.unique_id: entry for entry in Entry.objects.filter(structure_id=usager.structure_id, usager=usager)}
    held = _held(usager, [entry.unique_id for entry in found.entries])
    new = changed = 0
    for seen in found.entries:
        row = known.get(seen.unique_id) or _by_lid(known, seen.lid)
        if row is None and seen.state != EntryState.APPROVED:
            continue
        written = _write(usager, row, seen, held.get(seen.unique_id))
        new += row is None
        changed += row is not None and written
    _apply_replacements(usager, by, found.replaced or {})
    _apply_states(usager, found.states or {})
    return new, changed


def _held(usager: Usager, unique_ids: list[str]) -> dict[str, Document]:
    """What we already have, by whatever way: it is linked, not doubled."""
    rows = Document.objects.filter(structure_id=usager.structure_id, usager=usager, document_oid__in=unique_ids)
    return {document.document_oid: document for document in rows}


def _by_lid(known: dict[str, Entry], lid: str) -> Entry | None:
    return next((entry for entry in known.values() if lid and entry.lid == lid), None)


def _write(usager: Usager, row: Entry | None, seen: FoundEntry, document: Document | None) -> bool:
    """Whether something a reader would notice changed (visibility, status, title)."""
    entry = row or Entry(structure_id=usager.structure_id, usager=usager, unique_id=seen.unique_id)
    before = (entry.state, tuple(entry.visibility), entry.title)
    for name, value in asdict(seen).items():
        setattr(entry, name, value)
    entry.visibility = list(seen.visibility)
    entry.document = document or entry.document
    entry.save()
    return before != (entry.state, seen.visibility, entry.title)


def _apply_replacements(usager: Usager, by: Post, replaced: dict[str, str]) -> None:
    """An RPLC that points to a document listed or held here: marked replaced, with the identifier of what replaces it."""
    rows = Entry.objects.filter(structure_id=usager.structure_id, usager=usager)
    for old, new in replaced.items():
        for entry in [*rows.filter(unique_id=old), *rows.filter(entry_uuid=old)]:
            entry.state, entry.replaced_by = EntryState.DEPRECATED, new
            entry.save(update_fields=["state", "replaced_by", "updated_at"])
            held = _held(usager, [entry.unique_id]).get(entry.unique_id)
            if held is not None:
                supersede(document=held, by=by)


def _apply_states(usager: Usager, states: dict[str, EntryState]) -> None:
    for entry_uuid, state in states.items():
        Entry.objects.filter(structure_id=usager.structure_id, usager=usager, entry_uuid=entry_uuid).update(state=state)
