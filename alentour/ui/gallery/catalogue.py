"""The components of the gallery, in the order they are shown; their reference is read from the code itself."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alentour.ui import shapes
from alentour.ui.tags import blocks, controls, lists, people, roads

FAMILIES = (blocks, controls, lists, people, roads)


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A section of the gallery: ``slug`` names its template, ``tags`` the tags it shows, ``shapes`` what they receive."""

    slug: str
    title: str
    tags: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    note: str = ""

    @property
    def template(self) -> str:
        return f"ui/gallery/parts/{self.slug}.html"

    @property
    def reference(self) -> list[dict[str, str]]:
        """One entry a tag or a shape: how it is written, what it means."""
        return [_tag(name) for name in self.tags] + [_shape(name) for name in self.shapes]


def _function(tag: str) -> Callable[..., Any]:
    for family in FAMILIES:
        for name in (tag, f"{tag}_tag"):
            found = vars(family).get(name)
            if found is not None and tag in family.register.tags:
                return inspect.unwrap(found)
    raise LookupError(f"No tag named {tag!r}")


def _tag(name: str) -> dict[str, str]:
    function = _function(name)
    hidden = {"context", "content"}
    words = [name]
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name in hidden:
            continue
        empty = parameter.default is inspect.Parameter.empty
        words.append(parameter.name if empty else f"{parameter.name}={parameter.default!r}")
    end = f" … {{% end{name} %}}" if "content" in inspect.signature(function).parameters else ""
    return {"usage": f"{{% {' '.join(words)} %}}{end}", "doc": inspect.getdoc(function) or ""}


def _shape(name: str) -> dict[str, str]:
    shape = vars(shapes)[name]
    fields = ", ".join(
        f"{f.name}: {f.type}" + ("" if f.default is dataclasses.MISSING else f" = {f.default!r}")
        for f in dataclasses.fields(shape)
    )
    return {"usage": f"{name}({fields})", "doc": inspect.getdoc(shape) or ""}


def component(slug: str, title: str, tags: str = "", shapes: str = "", note: str = "") -> Component:
    return Component(slug=slug, title=title, tags=tuple(tags.split()), shapes=tuple(shapes.split()), note=note)


COMPONENTS = (
    component(
        "palette", "Couleurs et caractères", note="Les jetons de tokens.css ; le contraste est vérifié par un test."
    ),
    component("person", "La personne", "person_header person_line", "PersonHeader PersonAlert"),
    component("ins", "Statut de l’identité", "ins_chip", "InsChip"),
    component("road", "Le chemin de ce qui part", "road roads", "Road Step Stuck"),
    component("document", "Documents et provenance", "document provenance", "DocumentCard Provenance"),
    component("thread", "Liste des messages", "thread", "ThreadRow"),
    component("bubble", "Messages d’un fil", "bubble", "Bubble Recipient Photo"),
    component("button", "Boutons, icônes", "button action icon", "Action"),
    component("chip", "Mentions et compteurs", "chip badge avatar avatars", "Avatar"),
    component(
        "field", "Champs et formulaires", "field widget", note="forms.UiFormMixin donne notre habit à tout formulaire."
    ),
    component("search", "Recherche et choix", "search_field options", "Option"),
    component("photo", "Photos, accord, brouillon", "photo_picker consent draft_state"),
    component("banner", "Bandeaux", "banner"),
    component("dialog", "Dialogues et confirmations", "dialog confirm"),
    component("card", "Feuilles et lignes", "card"),
    component("empty", "Vide, attente, travail long", "empty skeleton progress"),
    component("tabs", "Rubriques, filtres, pages", "tabs filters pagination", "Tab"),
    component(
        "table", "Tableau au bureau, fiches au téléphone", note="table.table.table-cards, chaque td avec data-label."
    ),
    component("timeline", "Chronologie", "timeline", "Event"),
    component("stat", "Chiffres et courbes", "stat curve", "Stat Series Point"),
    component(
        "arrangement", "Faits, étapes, résumé", note="al-facts, al-steps, al-summary, al-note, al-inline-form, al-form."
    ),
    component("toast", "Ce qui vient d’être fait", note="toasts.toast(request, phrase, undo_url=…)"),
    component("print", "Impression", "printable", note="Étendre ui/base_print.html."),
    component(
        "pages", "Pages de refus et d’incident", note="ui/404.html, 403.html (what, opens_to), 500.html, outage.html."
    ),
)


def by_slug(slug: str) -> Component | None:
    return next((c for c in COMPONENTS if c.slug == slug), None)
