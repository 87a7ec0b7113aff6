"""What came of a dose, said beside the person; a colleague may have said otherwise meanwhile."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.care import services as care
from alentour.care.enums import Intake, Moment
from alentour.care.models import Administration, TreatmentLine
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.tournee.gesture import Sent, text_of
from alentour.tournee.selectors.doses import standing, version_of
from alentour.tournee.services.gestures.clash import Clash, side

TWICE = "Deux professionnels disent avoir donné cette prise : vérifiez auprès de la personne et prévenez l'infirmière."
UNKNOWN = "Ce traitement n'est plus au plan de prise de cette personne : le geste est gardé, à revoir."


def kind_of(content: Any) -> DataClass:
    return DataClass.ADMINISTRATION


def write(*, sent: Sent, usager: Usager, by: Post, done_at: datetime, told: str, sure: bool) -> Administration:
    line, day, moment, state = dose_of(sent.content, usager)
    said = standing(line, day, moment)
    if not sure and said is not None and version_of(said) != text_of(sent.content, "version"):
        raise _clash(said, sent, by, done_at)
    reason = text_of(sent.content, "reason")
    return care.note_intake(
        line=line,
        by=by,
        day=day,
        moment=moment,
        state=state,
        reason=f"{reason} (geste de {told})".strip() if told else reason,
        done_at=done_at,
    )


def dose_of(content: Any, usager: Usager) -> tuple[TreatmentLine, date, Moment, Intake]:
    """The dose a content speaks of; raises :class:`Refused` when the plan does not know it."""
    try:
        ident, day = UUID(str(content["line"])), date.fromisoformat(str(content["day"]))
        moment, state = Moment(content["moment"]), Intake(content["state"])
    except (KeyError, ValueError):
        raise Refused(UNKNOWN) from None
    line = TreatmentLine.objects.filter(structure_id=usager.structure_id, usager=usager, pk=ident).first()
    if line is None:
        raise Refused(UNKNOWN)
    return line, day, moment, state


def _clash(said: Administration, sent: Sent, by: Post, done_at: datetime) -> Clash:
    both_gave = said.state == Intake.GIVEN == sent.content.get("state")
    return Clash(
        theirs=side(said.by, said.done_at, _lines(said.line, said.moment, said.state, said.reason)),
        mine=side(by, done_at, _lines(said.line, said.moment, sent.content["state"], text_of(sent.content, "reason"))),
        version=version_of(said),
        warning=TWICE if both_gave else "",
    )


def _lines(line: TreatmentLine, moment: str, state: str, reason: str) -> list[list[str]]:
    lines = [["Médicament", line.drug], ["Prise", f"{Moment(moment).label}, {line.dose(Moment(moment))}"]]
    lines.append(["Ce qui s'est passé", Intake(state).label])
    return [*lines, ["Pourquoi", reason]] if reason else lines


def words(content: Any) -> list[list[str]]:
    lines = [["Médicament", text_of(content, "drug") or "voir le plan de prise"]]
    lines += [["Prise", Moment(content["moment"]).label], ["Ce qui s'est passé", Intake(content["state"]).label]]
    reason = text_of(content, "reason")
    return [*lines, ["Pourquoi", reason]] if reason else lines
