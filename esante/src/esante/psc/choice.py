"""Which profession and activity a professional exercises in a given structure (dmp-ins §5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from esante.cisis import StructId
from esante.psc.errors import NoActivity, SeveralActivities
from esante.psc.userinfo import Activity, Exercise, UserInfo


@dataclass(frozen=True, slots=True)
class Practice:
    """A profession exercised somewhere."""

    exercise: Exercise
    activity: Activity


def practices(info: UserInfo) -> Iterator[Practice]:
    """Every profession × place of a professional."""
    for exercise in info.exercises:
        for activity in exercise.activities:
            yield Practice(exercise, activity)


def practices_in(info: UserInfo, structure: StructId) -> tuple[Practice, ...]:
    """Those of one structure, one for each profession and role."""
    found: dict[tuple[str, str, str], Practice] = {}
    for practice in practices(info):
        if _matches(practice.activity, structure):
            key = (practice.exercise.profession, practice.exercise.skill, practice.activity.role)
            found.setdefault(key, practice)
    return tuple(found.values())


def choose(info: UserInfo, structure: StructId) -> Practice:
    """The only practice in ``structure``. Raises :class:`NoActivity` or :class:`SeveralActivities`."""
    found = practices_in(info, structure)
    if not found:
        raise NoActivity("Pro Santé Connect ne connaît pas d'activité de ce professionnel dans cet établissement.")
    if len(found) > 1:
        raise SeveralActivities("Ce professionnel exerce plusieurs métiers ici : demandez-lui lequel.", found)
    return found[0]


def _matches(activity: Activity, structure: StructId) -> bool:
    """By site: a legal entity alone is not a place of exercise."""
    if activity.structure_id == structure.value:
        return True
    if structure.kind == "finess":
        return structure.number in (activity.finess, activity.technical_id.removeprefix("F"))
    return structure.kind == "siret" and structure.number == activity.siret
