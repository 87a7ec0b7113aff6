"""Tags of what one clicks and fills: icons, buttons, chips, fields, photos, consent, search."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.forms import BoundField
from django.template import Library
from django.templatetags.static import static
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString

from alentour.ui import icons
from alentour.ui.forms import widget_html

register = Library()

KINDS = {"primary": "btn btn-primary", "second": "btn btn-second", "quiet": "btn btn-quiet", "danger": "btn btn-danger"}


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite, silent unless ``label`` names it. ``size``: "", "s", "l", "xl".

    Raises :class:`alentour.ui.icons.UnknownIcon`.
    """
    return _icon(str(name), str(label), str(size))


@lru_cache(maxsize=2048)
def _icon(name: str, label: str, size: str) -> SafeString:
    """Hundreds of icons a page, always the same few: written once."""
    if name not in icons.known():
        raise icons.UnknownIcon(name)
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    css = f"icon icon-{size}" if size else "icon"
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', css, voice, static("ui/icons.svg"), name)


@register.simple_tag
def button(label: str, url: str = "", *, icon: str = "", kind: str = "second", **attrs: Any) -> SafeString:
    """A button, or a link that looks like one with ``url``. ``kind``: primary, second, quiet, danger.

    ``icon_only=True`` keeps the label for screen readers. Other attributes use underscores: ``data_opens="envoyer"``,
    ``hx_post=url``, ``type="submit"``, ``name="do"``, ``disabled=True``.
    """
    picture = icon_html(icon) if icon else ""
    alone = attrs.pop("icon_only", False)
    words = format_html('<span class="{}">{}</span>', "visually-hidden" if alone else "btn-words", label)
    css = " ".join(filter(None, (KINDS[kind], "btn-icon" if alone else "", attrs.pop("css", ""))))
    if not url:
        attrs.setdefault("type", "button")
    if alone:
        attrs.setdefault("title", label)
    rest = html_attributes(attrs)
    if url:
        return format_html('<a class="{}" href="{}"{}>{}{}</a>', css, url, rest, picture, words)
    return format_html('<button class="{}"{}>{}{}</button>', css, rest, picture, words)


def icon_html(name: str) -> SafeString:
    return icon(name)


def html_attributes(attrs: dict[str, Any]) -> SafeString:
    """`` hx-post="…" disabled`` from ``{"hx_post": "…", "disabled": True}``; False and None are left out."""
    pairs = [(name.replace("_", "-"), value) for name, value in attrs.items() if value not in (False, None)]
    return format_html_join(
        "", "{}", ((format_html(" {}", n) if v is True else format_html(' {}="{}"', n, v),) for n, v in pairs)
    )


@register.simple_tag
def chip(text: str, tone: str = "neutral", icon: str = "", url: str = "") -> SafeString:
    """A short mention. ``tone``: neutral, action, attention, danger, citizen, draft."""
    return chip_html(text, tone, icon, url)


def chip_html(text: str, tone: str = "neutral", picture: str = "", url: str = "") -> SafeString:
    """What the tag ``chip`` writes, for the tags that show many of them."""
    inside = f"{icon(picture) if picture else ''}{conditional_escape(text)}"
    css = f"al-chip al-tone-{escape(tone)}"
    if url:
        return SafeString(f'<a class="{css}" href="{escape(url)}">{inside}</a>')
    return SafeString(f'<span class="{css}">{inside}</span>')


@register.simple_tag
def badge(count: int, label: str = "", tone: str = "action") -> SafeString:
    """A count that waits; nothing at zero, « 99+ » above. ``label`` says of what, aloud."""
    if not count:
        return SafeString("")
    aloud = format_html('<span class="visually-hidden"> {}</span>', label) if label else ""
    return format_html('<span class="al-badge al-badge-{}">{}{}</span>', tone, "99+" if count > 99 else count, aloud)


@register.inclusion_tag("ui/forms/field.html")
def field(bound: BoundField, label: str = "", help: str = "", icon: str = "") -> dict[str, Any]:
    """A Django field with its label, help and error. ``label`` and ``help`` replace the form's own words."""
    bound.label = label or bound.label
    bound.help_text = help or bound.help_text
    return {"field": bound, "icon": icon}


@register.simple_tag
def widget(bound: BoundField, **attrs: Any) -> SafeString:
    """Only the control of a field, in our dress."""
    return widget_html(bound, {name.replace("_", "-"): value for name, value in attrs.items()})


@register.inclusion_tag("ui/parts/photo_picker.html")
def photo_picker(
    name: str = "photos",
    label: str = "Ajouter une photo",
    *,
    camera: bool = True,
    multiple: bool = True,
    accept: str = "image/*",
    needs: str = "",
    help: str = "",
) -> dict[str, Any]:
    """Photos with preview, shrunk to 2 MB and stripped of their position before they leave the device.

    ``camera`` opens the camera directly (nothing lands in the gallery of the phone); ``needs`` is the id of a consent
    box that must be ticked first; ``accept`` may add ``application/pdf``.
    """
    return {
        "name": name,
        "label": label,
        "camera": camera,
        "multiple": multiple,
        "accept": accept,
        "needs": needs,
        "help": help,
        "documents": "pdf" in accept,
    }


@register.inclusion_tag("ui/parts/consent.html")
def consent(name: str, statement: str, *, ident: str = "", checked: bool = False, detail: str = "") -> dict[str, Any]:
    """The agreement of the person, told to her and ticked. ``statement`` is the sentence that was said."""
    return {"name": name, "statement": statement, "ident": ident or f"id_{name}", "checked": checked, "detail": detail}


@register.inclusion_tag("ui/parts/search_field.html")
def search_field(
    ident: str,
    url: str,
    label: str,
    *,
    name: str = "q",
    mode: str = "go",
    placeholder: str = "",
    pick_name: str = "",
    value: str = "",
    key: str = "",
) -> dict[str, Any]:
    """A field that suggests while one types (posted to ``url``, never written in an address: ``ui.criteria``; answered by ``{% options %}``).

    ``mode="go"`` follows the option; ``mode="pick"`` adds it as a chip with a hidden field ``pick_name``. ``key``: the
    keyboard shortcut that reaches it.
    """
    return {
        "ident": ident,
        "url": url,
        "label": label,
        "name": name,
        "mode": mode,
        "placeholder": placeholder or label,
        "pick_name": pick_name,
        "value": value,
        "key": key,
    }


@register.inclusion_tag("ui/parts/draft_state.html")
def draft_state(saved_at: Any = None) -> dict[str, Any]:
    """Says when the draft was kept, inside a ``<form data-draft="{% url … %}">``."""
    return {"saved_at": saved_at}
