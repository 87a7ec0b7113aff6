"""How the screens write dates, ages and sizes: « lun. 23 nov. 14 h 40 », « née le 12/03/1938 · 88 ans »."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
THIN = "\u202f"
HARD = "\u00a0"


def local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def hour(moment: datetime) -> str:
    """« 14 h 40 »"""
    here = local(moment)
    return f"{here.hour}{HARD}h{HARD}{here.minute:02d}"


def day(moment: date, *, today: date | None = None) -> str:
    """« lun. 23 nov. », with the year when it is not the current one."""
    this_year = (today or timezone.localdate()).year
    year = "" if moment.year == this_year else f" {moment.year}"
    number = "1er" if moment.day == 1 else str(moment.day)
    return f"{DAYS[moment.weekday()]} {number} {MONTHS[moment.month - 1]}{year}"


def full(moment: datetime) -> str:
    """« lun. 23 nov. 14 h 40 »"""
    here = local(moment)
    return f"{day(here.date())} {hour(moment)}"


def short(moment: datetime) -> str:
    """The shortest that says it: « 14 h 40 » today, « hier », « lun. » this week, « 23 nov. » before."""
    here, today = local(moment).date(), timezone.localdate()
    ago = (today - here).days
    if ago == 0:
        return hour(moment)
    if ago == 1:
        return "hier"
    if 1 < ago < 7:
        return DAYS[here.weekday()]
    return day(here).split(" ", 1)[1]


def birth(value: date | str) -> str:
    """« 12/03/1938 »; a lunar date keeps its zeros (« 00/02/1952 »), for it is what the identity says."""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    parts = value.split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else value


def age(value: date | str, *, today: date | None = None) -> int | None:
    """Whole years; None for a date that the calendar does not know."""
    now = today or timezone.localdate()
    try:
        born = value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError:
        return None
    return now.year - born.year - ((now.month, now.day) < (born.month, born.day))


def years(value: date | str, *, today: date | None = None) -> str:
    """« 88 ans », « 7 mois » before two years."""
    whole = age(value, today=today)
    if whole is None:
        return ""
    if whole < 2:
        now = today or timezone.localdate()
        born = value if isinstance(value, date) else date.fromisoformat(value)
        months = (now.year - born.year) * 12 + now.month - born.month - (now.day < born.day)
        return f"{months}{HARD}mois"
    return f"{whole}{HARD}ans"


def weight(size: int) -> str:
    """« 480 ko », « 1,8 Mo »; ``size`` in bytes."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{HARD}ko"
    return f"{size / 1_000_000:.1f}".replace(".", ",") + f"{HARD}Mo"


def initials(name: str) -> str:
    """« ID » for « Irène DUPONT »; titles do not count."""
    words = [w for w in name.replace("-", " ").split() if w.rstrip(".") not in {"Dr", "M", "Mme", "Pr"}]
    letters = [w[0] for w in words if w[0].isalpha()]
    return "".join(letters[:1] + letters[-1:] if len(letters) > 1 else letters).upper()
