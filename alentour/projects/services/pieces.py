"""Writing the expectations, needs, objectives, means and actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import ClosedDoor, Refused
from alentour.core.once import sent
from alentour.projects import rules, serafin
from alentour.projects.enums import ItemState
from alentour.projects.models import Action, Expectation, Goal, GoalNeed, Need, Projet, Remark, Resource, Revision
from alentour.projects.models.pieces import Piece
from alentour.projects.services.drafts import drop_draft
from alentour.projects.services.held import Stale, hold, require_alive, require_open, text_of
from alentour.record.access import visible_usagers

KINDS: dict[str, type[Piece]] = {
    "attente": Expectation,
    "besoin": Need,
    "objectif": Goal,
    "moyen": Resource,
    "action": Action,
}
# what may still be added and changed while the projet is being carried out
CARRIED_OUT = frozenset({"moyen", "action"})
FIELDS: dict[str, tuple[str, ...]] = {
    "attente": ("origin", "said_by", "said_on", "words", "comment"),
    "besoin": ("code", "description", "analysis"),
    "objectif": (
        "title", "description", "expected", "strategy", "opinion", "priority", "starts_on", "due_on", "referent",
    ),
    "moyen": ("goal", "title", "description"),
    "action": (
        "goal", "title", "description", "service_code", "post", "metier", "partner", "frequency", "starts_on", "ends_on",
    ),
}  # fmt: skip
NEEDED = {
    "attente": ("words", "Écrivez ce qui a été dit, dans ses mots."),
    "besoin": ("description", "Dites ce besoin en clair."),
    "objectif": ("title", "Donnez un titre à l'objectif."),
    "moyen": ("title", "Nommez le moyen."),
    "action": ("title", "Dites ce qui sera fait."),
}
SEALED = frozenset({"words", "comment", "description", "analysis", "title", "expected", "strategy", "opinion"})


@transaction.atomic
def save_piece(
    *,
    projet: Projet,
    kind: str,
    by: Post,
    values: Mapping[str, Any],
    needs: Iterable[Need] = (),
    piece: Piece | None = None,
    based_on: int = 0,
    key: str = "",
) -> Piece:
    """Add a piece of ``kind`` (a key of ``KINDS``), or save ``piece`` as it was read at version ``based_on``.

    The same ``key`` adds once. Raises :class:`Stale` when a colleague saved since, :class:`Refused` for what cannot be.
    """
    rules.require_writer(by)
    held = hold(projet)
    _require_writable(held, kind)
    already = sent(KINDS[kind].objects.filter(structure_id=by.structure_id), key)
    if piece is None and already is not None:
        return already
    given = _checked(held, kind, values)
    row = _fresh(piece, by, given, based_on) if piece else KINDS[kind](projet=held, author=by, key=key)
    row.structure_id = held.structure_id
    for name, value in given.items():
        setattr(row, name, value)
    if piece is not None:
        row.version += 1
    elif (
        isinstance(row, Action) and held.is_in_force and (row.starts_on or timezone.localdate()) <= timezone.localdate()
    ):
        row.state = ItemState.ACTIF
    row.save()
    linked = _link(row, held, needs) if isinstance(row, Goal) else []
    _keep(row, kind, by, given | ({"needs": linked} if linked else {}))
    drop_draft(projet=held, by=by, slot=f"{kind}:{row.pk if piece else ''}")
    trace.record(f"projet.{kind}", by=by, usager_id=held.usager_id, target=held, piece=row.pk)
    return row


@transaction.atomic
def remove_piece(*, piece: Piece, kind: str, by: Post) -> None:
    """Take a piece out of a projet in preparation; what it said stays in the revisions."""
    rules.require_writer(by)
    held = hold(piece.projet)
    require_open(held)
    _require_owner(piece, by)
    if isinstance(piece, Goal) and (
        Action.objects.filter(goal=piece).exists() or Remark.objects.filter(goal=piece).exists()
    ):
        raise Refused(
            "Cet objectif porte des actions ou des échanges : retirez ses actions d'abord, ou notez-le abandonné."
        )
    if isinstance(piece, Goal):
        Resource.objects.filter(goal=piece).update(goal=None)
    said = {name: _plain(getattr(piece, name)) for name in FIELDS[kind]}
    piece.version += 1
    _keep(piece, kind, by, said | {"removed": True})
    trace.record(f"projet.{kind}.removed", by=by, usager_id=held.usager_id, target=held, piece=piece.pk)
    piece.delete()


@transaction.atomic
def set_state(*, piece: Goal | Action, by: Post, state: ItemState, reason: str = "") -> Goal | Action:
    """Move an objective or an action; abandoning asks why. Whoever an action is entrusted to may say what came of it."""
    kind = "objectif" if isinstance(piece, Goal) else "action"
    held = hold(piece.projet)
    require_alive(held)
    row = type(piece).objects.select_related("projet").get(pk=piece.pk)
    if not may_move(by, row):
        raise ClosedDoor("faire avancer cet objectif ou cette action", rules.leaders())
    needed = (
        "Dites pourquoi : la personne et l'équipe le liront au prochain bilan." if state == ItemState.ANNULE else ""
    )
    row.state_reason = text_of(reason, needed=needed, longest=2000)
    if row.state != state:
        row.state = state
        if state == ItemState.ACTIF and row.starts_on is None:
            row.starts_on = timezone.localdate()
    row.version += 1
    row.save()
    _keep(row, kind, by, {"state": state, "state_reason": row.state_reason})
    trace.record(f"projet.{kind}.state", by=by, usager_id=held.usager_id, target=held, piece=row.pk, state=state)
    return row


def may_move(post: Post, piece: Goal | Action) -> bool:
    """Who writes it, and for an action whoever it is entrusted to, by name or by métier."""
    if isinstance(piece, Goal):
        return rules.may_change(post, piece.author, piece.referent)
    mine = piece.post_id == post.id or (piece.metier != "" and piece.metier == post.metier)
    return rules.may_change(post, piece.author, piece.post) or (rules.observes(post) and mine)


def _require_writable(projet: Projet, kind: str) -> None:
    if kind in CARRIED_OUT:
        require_alive(projet)
    else:
        require_open(projet)


def _require_owner(piece: Piece, by: Post) -> None:
    held_by = getattr(piece, "referent", None) or getattr(piece, "post", None)
    if not rules.may_change(by, piece.author, held_by):
        raise ClosedDoor("changer ce qu'un autre métier a écrit ici", rules.leaders())


def _fresh(piece: Piece, by: Post, given: Mapping[str, Any], based_on: int) -> Piece:
    row: Piece = type(piece)._default_manager.get(pk=piece.pk)
    _require_owner(row, by)
    current = {name: getattr(row, name) for name in given}
    if row.version != based_on and current != dict(given):
        last = Revision.objects.filter(object_id=row.pk).select_related("author__professional").first()
        raise Stale(current=current, version=row.version, by=last.author if last else row.author, at=row.updated_at)
    return row


def _checked(projet: Projet, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: values[name] for name in FIELDS[kind] if name in values}
    name, sentence = NEEDED[kind]
    for text in SEALED & given.keys():
        given[text] = text_of(given[text] or "", needed=sentence if text == name else "")
    if kind == "besoin" and given.get("code") not in serafin.leaves(serafin.NEEDS):
        raise Refused("Choisissez un besoin de la nomenclature SERAFIN-PH.")
    if given.get("service_code") and given["service_code"] not in serafin.leaves(serafin.SERVICES):
        raise Refused("Choisissez une prestation de la nomenclature SERAFIN-PH.")
    if (said_on := given.get("said_on")) and said_on > timezone.localdate():
        raise Refused("Ce qui a été dit ne peut pas être daté d'un jour à venir.")
    _check_span(given.get("starts_on"), given.get("due_on") or given.get("ends_on"))
    _check_places(projet, given)
    return given


def _check_span(start: date | None, end: date | None) -> None:
    if start and end and end < start:
        raise Refused("La fin ne peut pas précéder le début : vérifiez les deux dates.")
    limit = timezone.localdate().year + 20
    if any(day and not 1900 <= day.year <= limit for day in (start, end)):
        raise Refused("Cette date est trop lointaine : vérifiez l'année.")


def _check_places(projet: Projet, given: Mapping[str, Any]) -> None:
    goal: Goal | None = given.get("goal")
    if goal is not None and goal.projet_id != projet.pk:
        raise Refused("Cet objectif est celui d'une autre version : rouvrez la page.")
    for post in (given.get("referent"), given.get("post")):
        if post is not None and not (
            post.structure_id == projet.structure_id and visible_usagers(post).filter(pk=projet.usager_id).exists()
        ):
            raise Refused(
                f"{post.professional} n'est pas auprès de cette personne : choisissez quelqu'un de son équipe."
            )


def _link(goal: Goal, projet: Projet, needs: Iterable[Need]) -> list[str]:
    wanted = {need.pk for need in needs if need.projet_id == projet.pk}
    GoalNeed.objects.filter(goal=goal).exclude(need__in=wanted).delete()
    there = set(GoalNeed.objects.filter(goal=goal).values_list("need_id", flat=True))
    for need in wanted - there:
        GoalNeed.objects.create(structure_id=projet.structure_id, goal=goal, need_id=need)
    return sorted(str(need) for need in wanted)


def _keep(row: Piece, kind: str, by: Post, said: Mapping[str, Any]) -> None:
    Revision.objects.create(
        structure_id=row.structure_id, projet_id=row.projet_id, of=kind, object_id=row.pk, version=row.version,
        content={name: _plain(value) for name, value in said.items()}, author=by,
    )  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, (date, UUID)):
        return str(value)
    return str(value.pk) if hasattr(value, "pk") else value
