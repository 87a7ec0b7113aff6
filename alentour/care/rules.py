"""Who may do what in the care, when one letter of the table is not enough."""

from __future__ import annotations

from collections.abc import Sequence

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.tasks import Nature


def may_plan(post: Post) -> bool:
    """Who writes the plan de prise: who prescribes, or who reads the ordonnances and administers (the infirmières copy them)."""
    copies = can(post, Act.READ, DataClass.PRESCRIPTION) and can(post, Act.WRITE, DataClass.ADMINISTRATION)
    return copies or can(post, Act.WRITE, DataClass.PRESCRIPTION)


def may_plan_task(post: Post, nature: Nature, metiers: Sequence[str]) -> bool:
    """Who plans what comes back: who leads the care (writes the health volume) or the projet, and each métier for what it alone does."""
    if not (can(post, Act.READ, nature.kind) and can(post, Act.WRITE, nature.kind)):
        return False
    leads = DataClass.SANTE if nature == Nature.SOIN else DataClass.PROJET
    return can(post, Act.WRITE, leads) or list(metiers) == [post.metier]
