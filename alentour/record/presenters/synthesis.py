"""The record on one screen: what matters in ten seconds, each block with how old it is and who wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post
from alentour.identity.models import Usager
from alentour.record import selectors
from alentour.record.enums import EntitlementStatus, HabitTheme, ProblemKind
from alentour.record.models import CareTeamMember, CirclePro, Problem
from alentour.record.presenters.entourage import ContactLine, contact_lines
from alentour.record.presenters.header import Held, hold
from alentour.record.presenters.lines import LineWords, said, say

# what the one who comes in the room must know first
FIRST_HABITS = (HabitTheme.REPAS, HabitTheme.MOBILITE, HabitTheme.COMMUNICATION, HabitTheme.APAISE, HabitTheme.INQUIETE)
# a maître de maison serves and moves people: product.md §3.4
SERVED = (HabitTheme.REPAS, HabitTheme.MOBILITE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesis:
    """Nine queries of the record at most; ``None`` where the post does not read, empty where nothing is written."""

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
    held = hold(usager, post)
    known = held.known
    reads_rights = rights.can(post, Act.READ, DataClass.DROITS)
    reads_health = rights.can(post, Act.READ, DataClass.SANTE)
    problems = list(selectors.problems_of(usager)) if reads_health else []
    directive = selectors.directive_of(usager) if reads_health else None
    return Synthesis(
        held=held,
        knows_alerts=known is not None,
        reads_health=reads_health,
        reads_rights=reads_rights,
        allergies=said(known.allergies, post) if known else [],
        none_known=say(known.none_known) if known and known.none_known else None,
        alerts=said(known.others, post) if known else [],
        problems=said(problems, post) if whole else _active(problems, post),
        devices=said(selectors.devices_of(usager), post) if reads_health else [],
        directive=say(directive, post) if directive else None,
        habits=_habits(usager, post, whole=whole),
        entitlements=_entitlements(usager, post) if reads_rights else [],
        contacts=contact_lines(held.contacts, post),
        team=list(selectors.team_of(usager)),
        circle=list(selectors.circle_of(usager)),
    )


def _active(problems: list[Problem], post: Post) -> list[LineWords]:
    """Those in progress; the title of the block says so, not each line."""
    return [replace(line, mark="") for line in said([one for one in problems if one.kind == ProblemKind.ACTIF], post)]


def _habits(usager: Usager, post: Post, *, whole: bool) -> list[LineWords]:
    reads = rights.can(post, Act.READ, DataClass.TRANSMISSIONS_VIE)
    if not reads and post.metier != Metier.HOTELIER:
        return []
    themes = set(HabitTheme) if whole and reads else set(FIRST_HABITS if reads else SERVED)
    return said([one for one in selectors.habits_of(usager) if one.theme in themes], post)


def _entitlements(usager: Usager, post: Post) -> list[LineWords]:
    """The rights in force or asked for; what is over stays in « Droits »."""
    live = {EntitlementStatus.ACCORDE, EntitlementStatus.DEMANDE, EntitlementStatus.RECOURS}
    return said([one for one in selectors.entitlements_of(usager) if one.status in live], post)
