"""What every page of the portal works with: the parts of the portal, and who is looking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from esante.mssante import Address
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from sandbox.journal import Journal
from sandbox.monespacesante.mailroom import Mailroom
from sandbox.monespacesante.outbox import Outbox
from sandbox.monespacesante.people import People, Person
from sandbox.monespacesante.sessions import Sessions
from sandbox.monespacesante.shelf import Shelf
from sandbox.rules import Rule
from sandbox.web import render

COOKIE = "bas_mes_session"
NAME = "monespacesante"
View = Callable[..., Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """The parts of Mon espace santé."""

    people: People
    sessions: Sessions
    mailroom: Mailroom
    shelf: Shelf
    outbox: Outbox
    journal: Journal
    clock: Callable[[], datetime]

    def person(self, request: Request) -> Person | None:
        """Who is logged in."""
        return self.people.get(self.sessions.person(request.cookies.get(COOKIE, "")))

    def address(self, person: Person) -> Address:
        """The citizen's address, whoever acts: nothing that leaves tells a helper's name."""
        return Address(self.mailroom.mail.address(person.matricule), person.whose)

    def show(self, person: Person, template: str, *, here: str, status: int = 200, **values: Any) -> Response:
        """A page of someone's space; `here` is the tab it belongs to."""
        unread = sum(conversation.unread for conversation in self.mailroom.conversations(person.matricule))
        path = f"monespacesante/templates/{template}"
        return render(path, status=status, person=person, here=here, unread=unread, **values)

    def refused(self, person: Person, sentence: str, rule: Rule) -> None:
        """Tell the console what the portal itself refused."""
        self.journal.record(
            NAME,
            operation="piece",
            who=person.matricule,
            whom="",
            verdict="refused",
            meaning={"Motif": sentence},
            rule=rule,
        )


def to(path: str) -> Response:
    """Go to another page of the portal."""
    return redirect(path, 303, Response=Response)


def members_only(portal: Portal, view: View) -> View:
    """Make a view of `(request, person, …)`: whoever is not logged in goes to the door."""

    @wraps(view)
    def guarded(request: Request, **values: Any) -> Response:
        person = portal.person(request)
        return view(request, person, **values) if person else to("/mes")

    return guarded
