"""Tags that wrap what the page writes: card, banner, dialog, confirmation, filters, printed page."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library
from django.utils.safestring import SafeString, mark_safe

from alentour.ui.shapes import PersonHeader

register = Library()

BANNERS = {"information": "info", "attention": "triangle-alert", "danger": "octagon-alert", "citizen": "user-round"}


def render(context: Context, name: str, values: dict[str, Any]) -> SafeString:
    """Render a part with its own context (and the CSRF token of the page)."""
    assert context.template is not None
    inside = context.new({**values, "csrf_token": context.get("csrf_token"), "request": context.get("request")})
    return context.template.engine.get_template(f"ui/parts/{name}.html").render(inside)


@register.simple_block_tag(takes_context=True)
def card(
    context: Context,
    content: str,
    title: str = "",
    *,
    icon: str = "",
    tone: str = "",
    ident: str = "",
    level: int = 2,
    count: int | None = None,
    url: str = "",
    flush: bool = False,
) -> SafeString:
    """A sheet of paper with a title. ``url`` adds « Tout voir »; ``flush`` lets a list touch the edges."""
    return render(
        context,
        "card",
        {
            "content": mark_safe(content),
            "title": title,
            "icon": icon,
            "tone": tone,
            "ident": ident,
            "level": f"h{level}",
            "count": count,
            "url": url,
            "flush": flush,
        },
    )


@register.simple_block_tag(takes_context=True)
def banner(
    context: Context, content: str, kind: str = "information", title: str = "", *, ident: str = "", live: bool = False
) -> SafeString:
    """A sentence across the page. ``kind``: information, attention, danger, citizen; ``live`` reads it at once."""
    values = {"content": mark_safe(content), "kind": kind, "title": title, "icon": BANNERS[kind]}
    return render(context, "banner", {**values, "ident": ident, "live": live})


@register.simple_block_tag(takes_context=True)
def dialog(context: Context, content: str, ident: str, title: str, *, wide: bool = False) -> SafeString:
    """A native dialog, opened by any ``data-opens="ident"`` (and by ``href="#ident"`` without JavaScript)."""
    return render(context, "dialog", {"content": mark_safe(content), "ident": ident, "title": title, "wide": wide})


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    ident: str,
    title: str,
    label: str,
    url: str = "",
    *,
    kind: str = "primary",
    icon: str = "",
    form: str = "",
    cancel: str = "Revenir",
) -> SafeString:
    """One gesture, one confirmation that says what will happen. The block says what leaves, to whom, and what follows.

    ``url`` posts there, with the fields written in the block; ``form`` submits that form of the page instead.
    ``label`` repeats the verb of the gesture (« Envoyer », never « OK »).
    """
    values = {"content": mark_safe(content), "ident": ident, "title": title, "label": label, "url": url, "kind": kind}
    return render(context, "confirm", {**values, "icon": icon, "form": form, "cancel": cancel})


@register.simple_block_tag(takes_context=True)
def filters(context: Context, content: str, *, target: str = "", label: str = "Filtrer", url: str = "") -> SafeString:
    """A bar of filters that sends itself on change and swaps ``target`` (an id); found again for the session (``ui.criteria``)."""
    return render(
        context, "filters", {"content": mark_safe(content), "target": target, "label": label, "action_url": url}
    )


@register.simple_block_tag(takes_context=True)
def printable(
    context: Context, content: str, title: str, person: PersonHeader | None = None, *, structure: str = ""
) -> SafeString:
    """A4 pages whose head (identity, title, structure) is repeated on every page."""
    values = {"content": mark_safe(content), "title": title, "p": person, "structure": structure}
    return render(context, "printable", values)
