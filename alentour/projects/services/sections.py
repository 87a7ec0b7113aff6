"""Writing a section, several métiers at once, without anybody overwriting anybody."""

from __future__ import annotations

from django.db import transaction

from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import ClosedDoor
from alentour.projects import rules
from alentour.projects.enums import SectionKind
from alentour.projects.models import Projet, Revision, Section
from alentour.projects.services.drafts import drop_draft, keep_draft
from alentour.projects.services.held import Stale, hold, require_open, text_of


def save_section(*, projet: Projet, kind: SectionKind, by: Post, text: str, based_on: int) -> Section:
    """Save the text of a section read at version ``based_on``.

    Raises :class:`Stale` when a colleague saved since: what was typed is then kept as a draft, so that closing the page loses
    nothing. The same text sent twice is saved once.
    """
    try:
        return _save(projet=projet, kind=kind, by=by, text=text, based_on=based_on)
    except Stale:
        keep_draft(projet=projet, by=by, slot=kind, content={"text": text}, based_on=based_on)
        raise


@transaction.atomic
def _save(*, projet: Projet, kind: SectionKind, by: Post, text: str, based_on: int) -> Section:
    rules.require_writer(by)
    if not rules.may_write_section(by, kind):
        raise ClosedDoor(f"écrire « {kind.label} »", rules.leaders())
    held = hold(projet)
    require_open(held)
    section: Section = Section.objects.select_related("author__professional").get(projet=held, kind=kind)
    written = text_of(text)
    if section.text != written:
        if section.version != based_on:
            raise Stale(
                current={"text": section.text}, version=section.version, by=section.author, at=section.updated_at
            )
        _write(section, by, written)
    drop_draft(projet=held, by=by, slot=kind)
    return section


def _write(section: Section, by: Post, text: str) -> None:
    section.text, section.author = text, by
    section.version += 1
    section.save()
    Revision.objects.create(
        structure_id=section.structure_id, projet_id=section.projet_id, of="section", object_id=section.id,
        version=section.version, content={"text": text}, author=by,
    )  # fmt: skip
    trace.record(
        "projet.section", by=by, usager_id=section.projet.usager_id, target=section.projet, section=section.kind
    )
