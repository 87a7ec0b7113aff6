"""Moments as people write them."""

from __future__ import annotations

from datetime import datetime

_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def spoken(at: datetime) -> str:
    """« lun. 23 nov. 14 h 40 », in this machine's time zone; the year is told when it is not the present one."""
    local = at.astimezone()
    year = "" if local.year == datetime.now(local.tzinfo).year else f" {local.year}"
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}{year} {local.hour} h {local.minute:02}"
