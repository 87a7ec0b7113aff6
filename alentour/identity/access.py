"""Whom a post may meet. ``record``, one floor above, knows the care teams and gives its answer here when it starts."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.accounts.models import Post
from alentour.identity.models import Usager


class Doorkeeper(Protocol):
    """What ``record.access`` offers."""

    def visible_usagers(self, post: Post) -> QuerySet[Usager]: ...

    def door(self, who: WorkRequest | Post, usager_id: UUID, act: Act, kind: DataClass) -> Usager: ...


class Frame(Protocol):
    """What ``record.presenters.around`` offers: the context of the header and the tabs around a screen about a person."""

    def __call__(self, post: Post, usager: Usager, current: str, **context: Any) -> dict[str, Any]: ...


_keeper: list[Doorkeeper] = []
_frame: list[Frame] = []


def register(keeper: Doorkeeper, frame: Frame) -> None:
    _keeper[:], _frame[:] = [keeper], [frame]


def visible_usagers(post: Post) -> QuerySet[Usager]:
    """The persons this post may meet."""
    return _keeper[0].visible_usagers(post)


def door(who: WorkRequest | Post, usager_id: UUID, act: Act, kind: DataClass) -> Usager:
    """The person, if this post may do this on her; see :func:`alentour.record.access.door`."""
    return _keeper[0].door(who, usager_id, act, kind)


def around(request: WorkRequest, usager: Usager, **context: Any) -> dict[str, Any]:
    """The context of an identity screen inside the record of ``usager``."""
    return _frame[0](request.post, usager, "identite", **context)
