"""Writes of the entries: plan, change, say where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda import rules
from alentour.agenda.conflicts import Conflict, conflicts_of, times_of
from alentour.agenda.enums import NEXT, Extent, Status
from alentour.agenda.models import Entry, EntryPost, EntryUsager
from alentour.agenda.selectors.entries import Occurrence
from alentour.agenda.services.locks import hold
from alentour.agenda.services.plans import Conflicting, Plan, checked
from alentour.agenda.services.series import own_row, split, stop_before
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.core.once import sent

WORDS = ("kind", "starts_at", "ends_at", "all_day", "title", "note", "outside_pro", "where", "place", "vehicle")


@transaction.atomic
def plan(*, by: Post, plan: Plan, keep: bool = False, key: str = "") -> Entry:
    """Write an entry, or a series. Raises :class:`Conflicting` unless ``keep``; the same ``key`` writes once."""
    hold(by)
    already = sent(Entry.objects.for_post(by), key)
    if already is not None:
        return already
    plan = checked(by, plan)
    kept = _conflicts(by, plan, frozenset(), keep)
    entry = Entry(structure_id=by.structure_id, created_by=by, key=key)
    _write(entry, plan, by, kept)
    _say("agenda.planned", entry, by, plan)
    return entry


@transaction.atomic
def change(
    *,
    occurrence: Occurrence,
    by: Post,
    plan: Plan,
    extent: Extent = Extent.THIS,
    based_on: int | None = None,
    keep: bool = False,
) -> Entry:
    """Change one occurrence, or it and the following ones. Raises :class:`Refused` when a colleague changed it meanwhile
    (``based_on`` is the ``sequence`` one read), :class:`Conflicting` unless ``keep``."""
    hold(by)
    fresh = _fresh(occurrence.entry, based_on)
    _require(by, fresh)
    plan = checked(by, plan)
    whole = occurrence.day is not None and extent == Extent.FOLLOWING
    but = frozenset({fresh.id} | ({fresh.series_id} if fresh.series_id else set()))
    kept = _conflicts(by, plan if whole else _once(plan), but, keep)
    if occurrence.day is None:
        entry = fresh
        plan = _once(plan) if fresh.series_id else plan
    else:
        entry = split(fresh, occurrence.day, by) if whole else own_row(fresh, occurrence.day, by)
        plan = plan if whole else _once(plan)
    _write(entry, plan, by, kept)
    _say("agenda.changed", entry, by, plan, extent=str(extent))
    return entry


@transaction.atomic
def say(
    *, occurrence: Occurrence, by: Post, status: Status, reason: str = "", extent: Extent = Extent.THIS
) -> Entry:  # fmt: skip
    """Confirm, realise, cancel (with its reason) or take up again. Cancelling the following ones ends the series."""
    hold(by)
    fresh = _fresh(occurrence.entry, None)
    _require(by, fresh)
    _check(Status(fresh.status), status, occurrence, reason)
    if occurrence.day is not None and not (status == Status.ANNULE and extent == Extent.FOLLOWING):
        fresh = own_row(fresh, occurrence.day, by)
    elif occurrence.day is not None and occurrence.day > fresh.first_day:
        stop_before(fresh, occurrence.day, by=by, reason=reason)
        trace.record("agenda.series_ended", by=by, target=fresh)
        return fresh
    elif occurrence.day is not None:
        stop_before(fresh, occurrence.day, by=by, reason=reason)
    fresh.status, fresh.status_reason = status, reason.strip()[:2000] if status == Status.ANNULE else ""
    fresh.status_by, fresh.status_at, fresh.sequence = by, timezone.now(), fresh.sequence + 1
    fresh.save()
    for usager_id in _about(fresh):
        trace.record(f"agenda.{status.name.lower()}", by=by, usager_id=usager_id, target=fresh)
    return fresh


def _check(before: Status, after: Status, occurrence: Occurrence, reason: str) -> None:
    if after not in NEXT[before]:
        raise Refused(f"Ce rendez-vous est {before.label} : rechargez la page.")
    if after == Status.REALISE and occurrence.starts_at > timezone.now():
        raise Refused("Ce rendez-vous est à venir : il se note réalisé quand il a eu lieu.")
    if after == Status.ANNULE and not reason.strip():
        raise Refused("Indiquez pourquoi ce rendez-vous est annulé.")


def _fresh(entry: Entry, based_on: int | None) -> Entry:
    fresh: Entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if based_on is not None and fresh.sequence != based_on:
        raise Refused(
            "Un collègue a modifié ce rendez-vous pendant que vous écriviez : rechargez la page pour voir le sien."
        )
    return fresh


def _require(by: Post, entry: Entry) -> None:
    if entry.invited.exists():
        rules.require_writer(by)


def _once(plan: Plan) -> Plan:
    """One time of a series does not repeat."""
    return replace(plan, rule=None)


def _conflicts(by: Post, plan: Plan, but: frozenset[UUID], keep: bool) -> list[Conflict]:
    wanted = replace(plan.wanted(times_of(plan.starts_at, plan.ends_at, plan.rule)), but=but)
    found = conflicts_of(by, wanted)
    if found and not keep:
        raise Conflicting(found)
    return found


def _write(entry: Entry, plan: Plan, by: Post, kept: list[Conflict]) -> None:
    for name in WORDS:
        setattr(entry, name, getattr(plan, name))
    entry.rule = plan.rule
    entry.kept_conflicts = "\n".join(one.sentence for one in kept)
    entry.kept_by, entry.kept_at = (by, timezone.now()) if kept else (None, None)
    if not entry._state.adding:
        entry.sequence += 1
    entry.save()
    _gather(entry, plan)


def _gather(entry: Entry, plan: Plan) -> None:
    """Who is in it; a person who stays keeps what was said of her coming."""
    posts, usagers = {one.id for one in plan.posts}, {one.id for one in plan.usagers}
    entry.assigned.exclude(post__in=posts).delete()
    entry.invited.exclude(usager__in=usagers).delete()
    here = {"entry": entry, "structure_id": entry.structure_id}
    for post_id in _missing(posts, entry.assigned.values_list("post_id", flat=True)):
        EntryPost.objects.create(post_id=post_id, **here)
    for usager_id in _missing(usagers, entry.invited.values_list("usager_id", flat=True)):
        EntryUsager.objects.create(usager_id=usager_id, **here)


def _missing(wanted: set[UUID], there: Iterable[UUID]) -> list[UUID]:
    return sorted(wanted - set(there), key=str)


def _about(entry: Entry) -> list[UUID | None]:
    return list(entry.invited.values_list("usager_id", flat=True)) or [None]


def _say(action: str, entry: Entry, by: Post, plan: Plan, extent: str = "") -> None:
    people: list[UUID | None] = [one.id for one in plan.usagers]
    for usager_id in people or [None]:
        trace.record(action, by=by, usager_id=usager_id, target=entry, kind=plan.kind, extent=extent)
    if entry.kept_conflicts:
        trace.record("agenda.conflict_kept", by=by, target=entry, count=len(entry.kept_conflicts.splitlines()))
