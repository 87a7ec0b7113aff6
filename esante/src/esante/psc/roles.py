"""Codes of the register → roles of the VIHF (dmp-ins §2.4): profession, then savoir-faire or role."""

from __future__ import annotations

from typing import Final

from esante.cisis import Code, UnknownCode, profession_of
from esante.cisis.oids import (
    TRE_G15_PROFESSION,
    TRE_R04_SPECIALTY,
    TRE_R85_ROLE,
    TRE_R94_SOCIAL,
    TRE_R95_TITLE,
)
from esante.psc.choice import Practice

_TITLES: Final = frozenset({"71", "72", "73", "93"})
_SOCIAL: Final = frozenset({"41"})
OTHER_PROFESSION: Final = "99"


def vihf_roles(practice: Practice, other_profession: Code | None = None) -> tuple[Code, ...]:
    """The roles a VIHF must show for this practice.

    Titles (psychologue 93, ostéopathe 71…) and social work (41) have their own system. A trade « caractérisé par le
    rôle » (aide-soignant 313, aide à domicile 350…) shows that role alone, or after ``other_profession`` on the platforms
    that want « autre profession » 99 first (configuration, §6).
    """
    profession, skill = practice.exercise.profession, practice.exercise.skill
    role = practice.activity.role or (profession if _is_role(profession) else "")
    if role and (not profession or profession == OTHER_PROFESSION or _is_role(profession)):
        shown = Code(role, TRE_R85_ROLE, _label(role))
        return (other_profession, shown) if other_profession else (shown,)
    first = Code(profession, _system(profession), _label(profession))
    if skill.startswith("S") and profession in ("10", "21", "40"):
        specialty = _label(profession, skill).partition(" - ")[2] or _label(profession, skill)
        return first, Code(skill, TRE_R04_SPECIALTY, specialty)
    return (first,)


def trade(practice: Practice) -> Code | None:
    """The trade of JDV_J01 (authorSpecialty of a document), None when the table does not hold it."""
    code = practice.exercise.profession
    if code in ("", OTHER_PROFESSION):
        code = practice.activity.role
    try:
        return profession_of(code, practice.exercise.skill)
    except UnknownCode:
        return None


def _is_role(code: str) -> bool:
    """Codes of R85 have three digits, those of a profession two."""
    return len(code) == 3 and code.isdecimal()


def _system(profession: str) -> str:
    if profession in _TITLES:
        return TRE_R95_TITLE
    return TRE_R94_SOCIAL if profession in _SOCIAL else TRE_G15_PROFESSION


def _label(profession: str, skill: str = "") -> str:
    try:
        return profession_of(profession, skill).label
    except UnknownCode:
        return profession
