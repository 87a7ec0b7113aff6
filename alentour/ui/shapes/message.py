"""Shapes of the secure messaging: a line of the list, a message of a thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from alentour.ui.shapes.document import DocumentCard, Photo
from alentour.ui.shapes.road import Road

ThreadState = Literal["nouveau", "pris_en_charge", "en_attente", "traite"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRow:
    """A thread in the list. ``box`` labels the mailbox it is seen through; ``person`` the usager it is about."""

    url: str
    subject: str
    who: str
    at: datetime
    excerpt: str = ""
    box: str = ""
    person: str = ""
    icon: str = "stethoscope"
    unread: bool = False
    citizen: bool = False
    attachments: int = 0
    state: ThreadState = "nouveau"
    taken_by: str = ""
    late: str = ""
    stuck: str = ""
    count: int = 1
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A recipient chip; ``citizen`` turns it violet."""

    name: str
    detail: str = ""
    citizen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One message of a thread. ``body`` is plain text, or a SafeString when its HTML was sanitised by its owner.

    ``internal`` is a note of the team that never leaves; ``read_by`` says « lu par A, B ; pas par C ».
    """

    author: str
    at: datetime
    body: str
    detail: str = ""
    mine: bool = False
    internal: bool = False
    citizen: bool = False
    recipients: tuple[Recipient, ...] = ()
    documents: tuple[DocumentCard, ...] = ()
    photos: tuple[Photo, ...] = ()
    roads: tuple[Road, ...] = ()
    read_by: str = ""
    anchor: str = ""
