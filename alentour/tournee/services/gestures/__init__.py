"""How each gesture enters the record: always by the service of its app, with its rules and its traces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.tournee.enums import Gesture
from alentour.tournee.gesture import Sent
from alentour.tournee.services.gestures import consigne, dose, measures, photo, task, transmission

Writes = Callable[..., models.Model]


@dataclass(frozen=True, slots=True)
class Way:
    """``kind_of(content)`` is the door of the gesture; ``write`` calls the service that owns it."""

    kind_of: Callable[[Any], DataClass]
    write: Writes
    words: Callable[[Any], list[list[str]]] = field(default=lambda content: [])


WAYS = {
    Gesture.MEASURES: Way(measures.kind_of, measures.write, measures.words),
    Gesture.TRANSMISSION: Way(transmission.kind_of, transmission.write, transmission.words),
    Gesture.DOSE: Way(dose.kind_of, dose.write, dose.words),
    Gesture.TASK: Way(task.kind_of, task.write, task.words),
    Gesture.PHOTO: Way(photo.kind_of, photo.write, photo.words),
    Gesture.CONSIGNE: Way(consigne.kind_of, consigne.write, consigne.words),
}


def kind_of(gesture: str, content: Any) -> DataClass:
    """The kind of data a gesture writes; raises :class:`Refused` when its content does not say."""
    try:
        return WAYS[Gesture(gesture)].kind_of(content)
    except (KeyError, TypeError, ValueError):
        raise Refused("Ce geste est incomplet : il est gardé ici, à revoir.") from None


def write(
    *, sent: Sent, usager: Usager, by: Post, done_at: datetime, told: str = "", sure: bool = False
) -> models.Model:
    """Write the gesture; ``told`` names the colleague who made it when ``by`` writes it for them, ``sure`` confirms unusual values."""
    return WAYS[sent.gesture].write(sent=sent, usager=usager, by=by, done_at=done_at, told=told, sure=sure)


def words(gesture: str, content: Any) -> list[list[str]]:
    """What the gesture says, line by line (label, text), for the people who review it."""
    try:
        return WAYS[Gesture(gesture)].words(content)
    except (KeyError, TypeError, ValueError, AttributeError):
        return [["Contenu", "illisible"]]
