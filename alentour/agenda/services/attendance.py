"""Whether each person came to what was planned."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda import rules
from alentour.agenda.enums import Attendance
from alentour.agenda.models import EntryUsager
from alentour.agenda.selectors.entries import Occurrence
from alentour.agenda.services.locks import hold
from alentour.agenda.services.series import own_row
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager


@transaction.atomic
def note_attendance(
    *, occurrence: Occurrence, by: Post, usager: Usager, attendance: Attendance, note: str = ""
) -> EntryUsager:  # fmt: skip
    """Present, absent, excused, or expected again; the last word stands, the trace keeps the others."""
    rules.require_writer(by)
    hold(by)
    if attendance == Attendance.PRESENT and occurrence.starts_at > timezone.now():
        raise Refused("L'activité n'a pas commencé : la présence se note quand la personne est là.")
    if len(note) > 2_000:
        raise Refused("La note est trop longue : 2 000 caractères au plus.")
    entry = own_row(occurrence.entry, occurrence.day, by) if occurrence.day else occurrence.entry
    row: EntryUsager | None = entry.invited.select_for_update(of=("self",)).filter(usager=usager).first()
    if row is None:
        raise Refused("Cette personne n'est plus dans l'activité : rechargez la page.")
    row.attendance, row.note = attendance, note.strip()
    row.said_by, row.said_at = (by, timezone.now()) if attendance else (None, None)
    row.save()
    trace.record("agenda.attendance", by=by, usager_id=usager.id, target=entry, said=str(attendance))
    return row
