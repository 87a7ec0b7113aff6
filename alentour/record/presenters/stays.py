"""The stay on its page: a ribbon, the movements, the gestures that make sense now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.identity.models import Usager
from alentour.record import rules, selectors
from alentour.record.enums import MovementKind, StayKind
from alentour.record.models import Movement, Stay
from alentour.record.presenters.lines import LineWords, say
from alentour.ui import words

DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A piece of the ribbon: ``x`` and ``width`` in percent of it; ``out`` when the person was elsewhere."""

    x: str
    width: str
    out: bool
    hospital: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A movement, with what may be done about it. ``why`` only for those who read health."""

    ident: UUID
    words: LineWords
    why: str
    may_return: bool
    may_cancel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StayPage:
    now: selectors.Whereabouts
    stay: Stay | None
    bands: tuple[Band, ...]
    first: date
    movements: tuple[Moved, ...]
    past: tuple[Stay, ...]
    planned: tuple[Stay, ...]
    may_move: bool
    may_admit: bool

    @property
    def here(self) -> str:
        """« À domicile », « Dans l'établissement » when she is simply there."""
        return "À domicile" if self.stay and self.stay.kind == StayKind.DOMICILE else "Dans l'établissement"


def stay_page(usager: Usager, post: Post) -> StayPage:
    """Three queries, whatever the length of the history shown."""
    stays = list(selectors.stays_of(usager)[:50])
    today = timezone.localdate()
    current = next((one for one in stays if one.is_current), None)
    rows = list(selectors.movements_of(current)[:100]) if current else []
    may_move = rights.can(post, Act.WRITE, rules.movement_class(post))
    first = max(today.fromordinal(today.toordinal() - DAYS), current.starts_on) if current else today
    return StayPage(
        now=selectors.whereabouts(usager),
        stay=current,
        bands=tuple(_bands(rows, first, today)),
        first=first,
        movements=tuple(_moved(row, post, may_move) for row in rows),
        past=tuple(one for one in stays if one.ends_on and one.ends_on < today),
        planned=tuple(one for one in stays if one.starts_on > today),
        may_move=may_move,
        may_admit=rights.can(post, Act.WRITE, rules.stay_class(post)),
    )


def _moved(row: Movement, post: Post, may_move: bool) -> Moved:
    reads_health = rights.can(post, Act.READ, DataClass.SANTE)
    open_now = row.stands and row.is_out and row.back_at is None
    return Moved(
        ident=row.pk,
        words=say(row),
        why=row.why if reads_health else "",
        may_return=may_move and open_now,
        may_cancel=may_move and row.stands and row.is_out,
    )


def _bands(rows: list[Movement], first: date, today: date) -> list[Band]:
    """The ninety last days, cut where the person was elsewhere."""
    start = timezone.make_aware(datetime.combine(first, time.min)).timestamp()
    span = max(timezone.now().timestamp() - start, 86_400.0)
    bands = []
    for row in reversed([one for one in rows if one.stands and one.is_out]):
        left = max(row.at.timestamp(), start)
        right = min(row.back_at.timestamp() if row.back_at else start + span, start + span)
        if right > left:
            bands.append(_band(row, (left - start) / span, (right - left) / span))
    return bands


def _band(row: Movement, x: float, width: float) -> Band:
    until = f" au {words.day(timezone.localdate(row.back_at))}" if row.back_at else ""
    return Band(
        x=_percent(x),
        width=_percent(max(width, 0.012)),
        out=True,
        hospital=row.kind == MovementKind.HOSPITALISATION,
        said=f"{row.get_kind_display()} : du {words.day(timezone.localdate(row.at))}{until}",
    )


def _percent(part: Any) -> str:
    """With a point: SVG knows no French."""
    return f"{part * 100:.2f}"
