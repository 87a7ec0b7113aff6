"""Tags about persons: header, identity chip, faces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template import Library

from alentour.ui.shapes import Avatar, InsChip, PersonHeader

register = Library()

# status -> words, icon, tone (RNIV: the four statuses of an identity)
INS_LOOKS = {
    "provisoire": ("Identité provisoire", "circle", "draft"),
    "recuperee": ("INS récupérée, à valider", "circle-dot", "attention"),
    "validee": ("Identité validée, sans INS", "check", "neutral"),
    "qualifiee": ("INS qualifiée", "badge-check", "action"),
}


@register.inclusion_tag("ui/parts/ins_chip.html")
def ins_chip(chip: InsChip) -> dict[str, Any]:
    """Status of the identity and its warnings. ``chip``: :class:`InsChip`."""
    label, icon, tone = INS_LOOKS[chip.status]
    return {"chip": chip, "label": label, "icon": icon, "tone": tone}


@register.inclusion_tag("ui/parts/person_header.html")
def person_header(person: PersonHeader) -> dict[str, Any]:
    """The header of the record, the same everywhere. ``person``: :class:`PersonHeader`."""
    return {"p": person}


@register.inclusion_tag("ui/parts/person_line.html")
def person_line(person: PersonHeader, detail: str = "") -> dict[str, Any]:
    """A person in a list or above a message: face, name, birth, chip; ``detail`` ends the line."""
    return {"p": person, "detail": detail}


@register.inclusion_tag("ui/parts/avatar.html")
def avatar(who: Avatar | str, size: str = "") -> dict[str, Any]:
    """A face or initials, decorative: the name is always written beside it. ``size``: "", "s", "l"."""
    return {"a": Avatar(name=who) if isinstance(who, str) else who, "size": size}


@register.inclusion_tag("ui/parts/avatars.html")
def avatars(people: Sequence[Avatar], limit: int = 4, label: str = "") -> dict[str, Any]:
    """A stack of faces, « +3 » for the others; all the names are read aloud. ``label`` names the group."""
    shown = people if len(people) <= limit else people[: limit - 1]
    return {"shown": shown, "others": len(people) - len(shown), "people": people, "label": label}
