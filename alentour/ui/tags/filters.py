"""Filters: dates, ages, sizes, and text typed by a person."""

from __future__ import annotations

from datetime import date, datetime

from django.template import Library
from django.template.defaultfilters import linebreaks_filter
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString

from alentour.ui import words

register = Library()


@register.filter
def moment(value: datetime | None) -> str:
    """« lun. 23 nov. 14 h 40 »"""
    return words.full(value) if value else ""


@register.filter
def short_moment(value: datetime | None) -> str:
    """« 14 h 40 » today, « hier », « lun. », then « 23 nov. »"""
    return words.short(value) if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    """« 14 h 40 »"""
    return words.hour(value) if value else ""


@register.filter
def day(value: date | datetime | None) -> str:
    """« lun. 23 nov. »"""
    if value is None:
        return ""
    return words.day(words.local(value).date() if isinstance(value, datetime) else value)


@register.filter
def birth(value: date | str | None) -> str:
    """« 12/03/1938 », lunar dates kept as they are."""
    return words.birth(value) if value else ""


@register.filter
def years(value: date | str | None) -> str:
    """« 88 ans »"""
    return words.years(value) if value else ""


@register.filter
def weight(value: int | None) -> str:
    """« 480 ko »"""
    return words.weight(value) if value else ""


@register.filter
def initials(value: str) -> str:
    return words.initials(value)


@register.filter
def prose(value: str) -> SafeString:
    """Text typed by a person, in paragraphs; HTML that its owner sanitised (SafeString) is left as it is."""
    return conditional_escape(value) if isinstance(value, SafeData) else linebreaks_filter(value, autoescape=True)
