"""The record on one screen: what matters in ten seconds, each block with how old it is and who wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post
from alentour.core.gather import Asks, alone, beside, every
from alentour.identity.models import Usager
from alentour.record import selectors
from alentour.record.enums import EntitlementStatus, HabitTheme, ProblemKind
from alentour.record.models import CareTeamMember, CirclePro, Directive, Habit, Problem
from alentour.record.presenters.entourage import ContactLine, contact_lines
from alentour.record.presenters.header import Held, ask_hold
from alentour.record.presenters.lines import LineWords, said, say
from alentour.record.selectors.health import in_order_of_a_day
from alentour.record.selectors.lines import standing

# what the one who comes in the room must know first
FIRST_HABITS = (HabitTheme.REPAS, HabitTheme.MOBILITE, HabitTheme.COMMUNICATION, HabitTheme.APAISE, HabitTheme.INQUIETE)
# a maître de maison serves and moves people: product.md §3.4
SERVED = (HabitTheme.REPAS, HabitTheme.MOBILITE)
# the rights in force or asked for; what is over stays in « Droits »
LIVE = {EntitlementStatus.ACCORDE, EntitlementStatus.DEMANDE, EntitlementStatus.RECOURS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesis:
    """``None`` where the post does not read, empty where nothing is written."""

    held: Held
    knows_alerts: bool
    reads_health: bool
    reads_rights: bool
    allergies: list[LineWords] = field(default_factory=list)
    none_known: LineWords | None = None
    alerts: list[LineWords] = field(default_factory=list)
    problems: list[LineWords] = field(default_factory=list)
    devices: list[LineWords] = field(default_factory=list)
    directive: LineWords | None = None
    habits: list[LineWords] = field(default_factory=list)
    entitlements: list[LineWords] = field(default_factory=list)
    contacts: list[ContactLine] = field(default_factory=list)
    team: list[CareTeamMember] = field(default_factory=list)
    circle: list[CirclePro] = field(default_factory=list)


def synthesis_of(usager: Usager, post: Post, *, whole: bool = False) -> Synthesis:
    """``whole``: every habit and antécédent, for the paper."""
    return alone(ask_synthesis(usager, post, whole=whole))


def ask_synthesis(usager: Usager, post: Post, *, whole: bool = False) -> Asks[Synthesis]:
    """:func:`synthesis_of`, in one trip with what else a page reads."""
    reads_rights = rights.can(post, Act.READ, DataClass.DROITS)
    reads_health = rights.can(post, Act.READ, DataClass.SANTE)
    themes = _themes(post, whole=whole)
    held, problems, devices, directives, habits, entitlements, team, circle = yield from beside(
        [
            ask_hold(usager, post),
            every(selectors.problems_of(usager) if reads_health else None),
            every(selectors.devices_of(usager) if reads_health else None),
            every(standing(Directive, usager)[:1] if reads_health else None),
            every(standing(Habit, usager) if themes else None),
            every(selectors.entitlements_of(usager) if reads_rights else None),
            every(selectors.team_of(usager)),
            every(selectors.circle_of(usager)),
        ]
    )
    known = held.known
    return Synthesis(
        held=held,
        knows_alerts=known is not None,
        reads_health=reads_health,
        reads_rights=reads_rights,
        allergies=said(known.allergies, post) if known else [],
        none_known=say(known.none_known) if known and known.none_known else None,
        alerts=said(known.others, post) if known else [],
        problems=said(problems, post) if whole else _active(problems, post),
        devices=said(devices, post),
        directive=say(directives[0], post) if directives else None,
        habits=said([one for one in in_order_of_a_day(habits) if one.theme in themes], post),
        entitlements=said([one for one in entitlements if one.status in LIVE], post),
        contacts=contact_lines(held.contacts, post),
        team=team,
        circle=circle,
    )


def _active(problems: list[Problem], post: Post) -> list[LineWords]:
    """Those in progress; the title of the block says so, not each line."""
    return [replace(line, mark="") for line in said([one for one in problems if one.kind == ProblemKind.ACTIF], post)]


def _themes(post: Post, *, whole: bool) -> set[HabitTheme]:
    """The habits this post is shown."""
    if rights.can(post, Act.READ, DataClass.TRANSMISSIONS_VIE):
        return set(HabitTheme) if whole else set(FIRST_HABITS)
    return set(SERVED) if post.metier == Metier.HOTELIER else set()
