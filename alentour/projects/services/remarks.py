"""Observations of those who live beside the person, and exchanges about an objective."""

from __future__ import annotations

from django.db import transaction

from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.core.once import sent
from alentour.projects import rules
from alentour.projects.enums import RemarkKind
from alentour.projects.models import Goal, Projet, Remark
from alentour.projects.services.held import hold, require_alive, text_of

LONGEST = 4000


@transaction.atomic
def remark(*, projet: Projet, by: Post, text: str, kind: RemarkKind, goal: Goal | None = None, key: str = "") -> Remark:
    """Add an observation or a message. The same ``key`` adds once; nothing said is rewritten."""
    rules.require_observer(by)
    held = hold(projet)
    require_alive(held)
    already = sent(Remark.objects.filter(structure_id=by.structure_id), key)
    if already is not None:
        return already
    if goal is not None and goal.projet_id != held.pk:
        raise Refused("Cet objectif est celui d'une autre version : rouvrez la page.")
    said = text_of(text, needed="Écrivez ce que vous avez observé ou voulez dire.", longest=LONGEST)
    row = Remark.objects.create(
        structure_id=held.structure_id, projet=held, goal=goal, kind=kind, text=said, author=by, key=key
    )
    trace.record("projet.remark", by=by, usager_id=held.usager_id, target=held, kind=kind)
    return row
