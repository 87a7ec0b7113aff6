"""Django forms in our dress: ``class TransmissionForm(UiFormMixin, forms.Form)`` then ``{{ form }}`` or ``{% field form.x %}``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.forms.widgets import Input
from django.utils.safestring import SafeString

# first match wins: the subclasses come before their parents
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, "al-choices"),
    (forms.CheckboxSelectMultiple, "al-choices"),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Textarea, "form-control"),
    (Input, "form-control"),
)


class UiRenderer(DjangoTemplates):
    """Renders every form and field with the components of the gallery (``FORM_RENDERER`` or :class:`UiFormMixin`)."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


RENDERER = UiRenderer()


class UiFormMixin:
    """Our renderer, and « À renseigner. » under an empty field (the summary above names it)."""

    # one instance for the process: each has an engine of its own, which compiles every template once
    default_renderer: BaseRenderer | type[BaseRenderer] | None = RENDERER
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = "À renseigner."


def widget_html(bound: BoundField, attrs: dict[str, Any] | None = None) -> SafeString:
    """The control of ``bound`` with the class of its kind; classes the widget already has are kept."""
    control = bound.field.widget
    ours = next((css for kind, css in CLASSES if isinstance(control, kind)), "")
    own = str(control.attrs.get("class", ""))
    merged = {"class": f"{ours} {own}".strip(), **(attrs or {})}
    return bound.as_widget(attrs=merged)
