"""What a sender decides of a lot, beside its documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from esante.cda import Actor
from esante.xdm.model import Action


@dataclass(frozen=True, slots=True)
class Application:
    """The software that sends, as README.TXT names it."""

    name: str
    version: str
    editor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One sending. Same lot and same documents, same bytes.

    unique_id    OID, new for each lot; source_id: OID of the sender, ``1.2.250.1.71.4.2.2.<Struct_IdNat>``
    time         of the sending, with its zone
    author       the professional (or system) who sends, with the structure acted for: its sector is contentTypeCode
    title        of the lot, "" for none; comment likewise
    masks        visibility flags put on every document: MASQUE_PS, INVISIBLE_PATIENT, INVISIBLE_REPRESENTANTS_LEGAUX
    actions      what is asked for each document; () reads it from the documents (a new one, or a replacement)
    """

    unique_id: str
    source_id: str
    time: datetime
    author: Actor
    application: Application
    title: str = ""
    comment: str = ""
    masks: frozenset[str] = frozenset()
    actions: tuple[Action, ...] = ()
