"""Writing, correcting and ending a line of the record: nothing is changed nor erased, nobody overwrites anybody."""

from __future__ import annotations

from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record.enums import EndKind
from alentour.record.models import Administrative, Directive, Habit, Line
from alentour.record.services.common import hold, traced

L = TypeVar("L", bound=Line)
# one line in force for a person, or for a person and the value of these fields
SINGLE: dict[type[Line], tuple[str, ...]] = {Administrative: (), Directive: (), Habit: ("theme",)}


class Overtaken(Refused):
    """Somebody wrote in the meantime. ``current`` is what the record says now (``None`` when it was ended)."""

    def __init__(self, current: Line | None) -> None:
        self.current = current
        super().__init__(
            "Quelqu'un a écrit entre-temps : voici sa version et la vôtre. Rien n'est perdu ; enregistrez à nouveau pour que la vôtre suive."
            if current
            else "Cette ligne a été terminée entre-temps. Ce que vous avez écrit est resté dans le formulaire."
        )


@transaction.atomic
def write(model: type[L], *, usager: Usager, by: Post | None, key: UUID | None = None, **fields: Any) -> L:
    """Add a line. The same ``key`` twice gives the first one back; raises :class:`Overtaken` when the record already says it."""
    hold(usager)
    if (same := _sent(model, usager, key)) is not None:
        return same
    if (among := SINGLE.get(model)) is not None:
        held = _standing(model, usager).filter(**{name: fields.get(name) for name in among}).first()
        if held is not None:
            raise Overtaken(held)
    line = _create(model, structure_id=usager.structure_id, usager=usager, written_by=by, key=key, **fields)
    traced("record.written", by, usager, line, line=model._meta.model_name)
    return line


@transaction.atomic
def correct(line: L, /, *, by: Post | None, key: UUID | None = None, **fields: Any) -> L:
    """Write the next version of ``line``, which stays in the history; nothing changed: nothing is written.

    Raises :class:`Overtaken` when ``line`` is no longer what the record says.
    """
    model, usager = type(line), line.usager
    hold(usager)
    if (same := _sent(model, usager, key)) is not None:
        return same
    fresh = _fresh(line)
    if not fresh.stands:
        raise Overtaken(latest(fresh))
    if all(getattr(fresh, name) == value for name, value in fields.items()):
        return fresh
    _close(fresh, by, EndKind.CORRIGEE, "")
    kept = {name: getattr(fresh, name) for name in contents(model) if name.removesuffix("_id") not in fields}
    following = _create(model,
        structure_id=usager.structure_id, usager=usager, written_by=by, key=key, chain=fresh.root,
        version=fresh.version + 1, **kept | fields,
    )  # fmt: skip
    traced("record.corrected", by, usager, following, line=model._meta.model_name, version=following.version)
    return following


@transaction.atomic
def end(line: L, *, by: Post | None, kind: EndKind = EndKind.TERMINEE, reason: str = "") -> L:
    """The line no longer holds, or should never have been written; it stays in the history. Twice is once."""
    hold(line.usager)
    fresh = _fresh(line)
    if not fresh.stands:
        return fresh
    _close(fresh, by, kind, reason)
    traced("record.ended", by, line.usager, fresh, line=type(line)._meta.model_name, end=kind)
    return fresh


def stands(line: Line) -> bool:
    """Whether the record still says this, now."""
    return _fresh(line).stands


def latest(line: Line) -> Line | None:
    """The version of this line that stands."""
    found: Line | None = _standing(type(line), line.usager).filter(chain=line.root).first()
    return found


def contents(model: type[Line]) -> list[str]:
    """The names of the fields that a version says, apart from those that tell which version it is."""
    common = {field.name for field in Line._meta.get_fields()} - {"document_id"} | {"id", "structure", "usager"}
    return [field.attname for field in model._meta.concrete_fields if field.name not in common]


def _sent(model: type[L], usager: Usager, key: UUID | None) -> L | None:
    """What the form of this ``key`` has already written."""
    found: L | None = (
        model.objects.filter(structure_id=usager.structure_id, usager=usager, key=key).first() if key else None
    )
    return found


def _create(model: type[L], **values: Any) -> L:
    made: Any = model.objects.create(**values)
    return cast(L, made)


def _fresh(line: L) -> L:
    """The row as it is now, whatever the one in hand says."""
    found: Any = type(line).objects.get(structure_id=line.structure_id, pk=line.pk)
    return cast(L, found)


def _standing(model: type[Line], usager: Usager) -> Any:
    return model.objects.filter(structure_id=usager.structure_id, usager=usager, ended_at=None)


def _close(line: Line, by: Post | None, kind: EndKind, reason: str) -> None:
    line.ended_at, line.ended_by, line.end_kind, line.end_reason = timezone.now(), by, kind, reason
    line.save(update_fields=["ended_at", "ended_by", "end_kind", "end_reason", "updated_at"])
