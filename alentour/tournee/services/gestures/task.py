"""What came of a passage of a soin, said beside the person; a colleague may have said otherwise meanwhile."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.care import services as care
from alentour.care.models import CareTask, Realisation
from alentour.care.selectors.tasks import standing, version_of
from alentour.care.tasks import Done, Nature, slot_label
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.tournee.gesture import Sent, text_of
from alentour.tournee.services.gestures.clash import Clash, side

UNKNOWN = "Ce soin n'est plus au plan de cette personne : le geste est gardé, à revoir."


def kind_of(content: Any) -> DataClass:
    return Nature(content["nature"]).kind


def write(*, sent: Sent, usager: Usager, by: Post, done_at: datetime, told: str, sure: bool) -> Realisation:
    task, day, slot, state = passage_of(sent.content, usager)
    said = standing(task, day, slot)
    if not sure and said is not None and version_of(said) != text_of(sent.content, "version"):
        raise _clash(said, sent, by, done_at)
    return care.record_realisation(
        task=task,
        by=by,
        day=day,
        slot=slot,
        state=state,
        reason=text_of(sent.content, "reason"),
        comment=f"Geste de {told}." if told else "",
        done_at=done_at,
        key=sent.key,
    )


def passage_of(content: Any, usager: Usager) -> tuple[CareTask, date, str, Done]:
    """The passage a content speaks of; raises :class:`Refused` when the plan does not know it."""
    try:
        ident, day = UUID(str(content["task"])), date.fromisoformat(str(content["day"]))
        slot, state = str(content["slot"])[:12], Done(content["state"])
    except (KeyError, ValueError):
        raise Refused(UNKNOWN) from None
    rows = CareTask.objects.filter(structure_id=usager.structure_id, usager=usager, nature=content.get("nature"))
    task = rows.filter(pk=ident).first()
    if task is None:
        raise Refused(UNKNOWN)
    return task, day, slot, state


def _clash(said: Realisation, sent: Sent, by: Post, done_at: datetime) -> Clash:
    label, slot = said.task.label, said.slot
    return Clash(
        theirs=side(said.by, said.done_at, _lines(label, slot, said.state, said.reason)),
        mine=side(by, done_at, _lines(label, slot, sent.content["state"], text_of(sent.content, "reason"))),
        version=f"{version_of(said)}:{said.state}",
    )


def _lines(label: str, slot: str, state: str, reason: str) -> list[list[str]]:
    lines = [["Soin", label], ["Passage", slot_label(slot)], ["Ce qui s'est passé", str(Done(state).label)]]
    return [*lines, ["Pourquoi", reason]] if reason else lines


def words(content: Any) -> list[list[str]]:
    return _lines(
        text_of(content, "label") or "voir le plan de soins",
        str(content["slot"]),
        content["state"],
        text_of(content, "reason"),
    )
