"""A line of the directory: name, profession, place (town), address, kind of mailbox (specs/mss §4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alentour.directory.enums import MailboxKind
from alentour.directory.models import Listing
from alentour.directory.words import folded
from alentour.ui.shapes import Action

# type of mailbox -> icon, words
BOXES = {
    MailboxKind.PER: ("user-round", "boîte personnelle"),
    MailboxKind.ORG: ("users-round", "boîte d'équipe"),
    MailboxKind.CAB: ("store", "boîte de cabinet"),
    MailboxKind.APP: ("server", "boîte d'un logiciel"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``mark`` says « dans le cercle », « dans votre structure »…; ``actions`` what may be done with it."""

    listing: Listing
    box_icon: str
    box_words: str
    mark: str = ""
    actions: tuple[Action, ...] = ()

    @property
    def place(self) -> str:
        """« Cabinet médical du Mail, Rennes »; a structure does not repeat its own name."""
        name = "" if folded(self.listing.place) == folded(self.listing.name) else self.listing.place
        return ", ".join(part for part in (name, self.listing.town) if part)


def line(listing: Listing, *, mark: str = "", actions: Sequence[Action] = ()) -> Line:
    icon, said = BOXES.get(MailboxKind(listing.mailbox_kind), ("mail", "messagerie sécurisée"))
    if not listing.mailbox_address:
        icon, said = "mail-x", "aucune boîte MSSanté connue"
    return Line(listing, icon, said, mark, tuple(actions))
