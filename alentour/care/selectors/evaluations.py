"""Evaluations of a person, and the GIR in force."""

from __future__ import annotations

from django.db.models import QuerySet

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.care.enums import EvaluationState
from alentour.care.models import Evaluation
from alentour.core.gather import Asks, alone, beside, first
from alentour.identity.models import Usager


def evaluations_of(post: Post, usager: Usager) -> QuerySet[Evaluation]:
    """Newest first; nothing for a métier that does not read evaluations."""
    rows: QuerySet[Evaluation] = Evaluation.objects.for_post(post)
    if not can(post, Act.READ, DataClass.EVALUATIONS):
        return rows.none()
    return rows.filter(usager=usager).select_related("author__professional", "validated_by__professional")


def gir_of(post: Post, usager: Usager) -> Evaluation | None:
    """The last validated evaluation; without any, the last complete one (the screen says that it is not validated)."""
    return alone(ask_gir(post, usager))


def ask_gir(post: Post, usager: Usager) -> Asks[Evaluation | None]:
    """:func:`gir_of`, in one trip with what else a page reads."""
    rows = evaluations_of(post, usager).filter(gir__isnull=False)
    found = yield from beside([first(rows.filter(state=EvaluationState.VALIDATED)), first(rows)])
    return found[0] or found[1]
