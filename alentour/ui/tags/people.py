"""Tags about persons: header, identity chip, faces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template import Library
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from alentour.ui import words
from alentour.ui.shapes import Avatar, InsChip, PersonHeader
from alentour.ui.tags.controls import chip_html

register = Library()

# status -> words, icon, tone (RNIV: the four statuses of an identity)
INS_LOOKS = {
    "provisoire": ("Identité provisoire", "circle", "draft"),
    "recuperee": ("INS récupérée, à valider", "circle-dot", "attention"),
    "validee": ("Identité validée, sans INS", "check", "neutral"),
    "qualifiee": ("INS qualifiée", "badge-check", "action"),
}


# flag of a chip -> words, icon, tone
INS_WARNINGS = (
    ("doubtful", "Identité douteuse", "badge-alert", "danger"),
    ("homonym", "Homonyme", "users-round", "attention"),
    ("fictive", "Identité fictive", "venetian-mask", "attention"),
)


# A list shows thirty of these lines: they are written here, a template for each costs ten times as much.
@register.simple_tag
def ins_chip(chip: InsChip) -> SafeString:
    """Status of the identity and its warnings. ``chip``: :class:`InsChip`."""
    label, picture, tone = INS_LOOKS[chip.status]
    first = chip_html(label, tone, picture, chip.url)
    warnings = [chip_html(words, tone, icon) for flag, words, icon, tone in INS_WARNINGS if getattr(chip, flag)]
    return SafeString(f'<span class="al-ins">{"".join((first, *warnings))}</span>')


@register.inclusion_tag("ui/parts/person_header.html")
def person_header(person: PersonHeader) -> dict[str, Any]:
    """The header of the record, the same everywhere. ``person``: :class:`PersonHeader`."""
    return {"p": person}


@register.simple_tag
def person_line(person: PersonHeader, detail: str = "") -> SafeString:
    """A person in a list or above a message: face, name, birth, chip; ``detail`` ends the line."""
    face = (
        format_html('<img src="{}" alt="">', person.photo_url)
        if person.photo_url
        else escape(words.initials(person.name))
    )
    name = format_html('<a href="{}">{}</a>', person.url, person.name) if person.url else escape(person.name)
    notes = [
        _born(person),
        person.birth_name and f"nom de naissance {escape(person.birth_name)}",
        escape(person.place),
        escape(detail),
    ]
    meta = "".join(f"<span>{note}</span>" for note in notes if note)
    return SafeString(
        f'<div class="al-person-line"><span class="al-avatar" aria-hidden="true">{face}</span>'
        f'<span class="al-person-line-who"><span class="al-person-line-name">{name}</span><span class="al-meta">{meta}</span></span>'
        f"{ins_chip(person.ins)}</div>"
    )


def _born(person: PersonHeader) -> str:
    """« née le 12/03/1938 · 88 ans »"""
    word = {"F": "née", "M": "né"}.get(person.sex, "né·e")
    age = words.years(person.birth_date) if person.birth_date else ""
    birth = escape(words.birth(person.birth_date)) if person.birth_date else ""
    return f'{word} le <span class="tabular">{birth}</span>{f" · {age}" if age else ""}'


@register.inclusion_tag("ui/parts/avatar.html")
def avatar(who: Avatar | str, size: str = "") -> dict[str, Any]:
    """A face or initials, decorative: the name is always written beside it. ``size``: "", "s", "l"."""
    return {"a": Avatar(name=who) if isinstance(who, str) else who, "size": size}


@register.inclusion_tag("ui/parts/avatars.html")
def avatars(people: Sequence[Avatar], limit: int = 4, label: str = "") -> dict[str, Any]:
    """A stack of faces, « +3 » for the others; all the names are read aloud. ``label`` names the group."""
    shown = people if len(people) <= limit else people[: limit - 1]
    return {"shown": shown, "others": len(people) - len(shown), "people": people, "label": label}
