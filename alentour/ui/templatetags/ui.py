"""``{% load ui %}``: every component of the gallery. The functions live in ``alentour.ui.tags``, by family."""

from __future__ import annotations

from django.template import Library

from alentour.ui.tags import blocks, controls, filters, lists, people, roads

register = Library()
for family in (blocks, controls, filters, lists, people, roads):
    register.tags.update(family.register.tags)
    register.filters.update(family.register.filters)
