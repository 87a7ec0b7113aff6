"""Who may do what in the care, when one letter of the table is not enough."""

from __future__ import annotations

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can


def may_plan(post: Post) -> bool:
    """Who writes the plan de prise: who prescribes, or who reads the ordonnances and administers (the infirmières copy them)."""
    copies = can(post, Act.READ, DataClass.PRESCRIPTION) and can(post, Act.WRITE, DataClass.ADMINISTRATION)
    return copies or can(post, Act.WRITE, DataClass.PRESCRIPTION)
