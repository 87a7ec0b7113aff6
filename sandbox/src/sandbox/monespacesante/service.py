"""Mon espace santé as a service: its pages are behind the front door, its mail is the operator's."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Request, Response

from sandbox.environment import CITIZEN_DOMAIN
from sandbox.monespacesante.account_pages import AccountPages
from sandbox.monespacesante.dates import spoken
from sandbox.monespacesante.desk import Desk
from sandbox.monespacesante.document_pages import DocumentPages
from sandbox.monespacesante.mailroom import Mailroom
from sandbox.monespacesante.message_pages import MessagePages
from sandbox.monespacesante.outbox import Outbox
from sandbox.monespacesante.people import People
from sandbox.monespacesante.portal import NAME, Portal
from sandbox.monespacesante.rules import RULES
from sandbox.monespacesante.sessions import Sessions
from sandbox.monespacesante.shelf import Shelf
from sandbox.mssante.citizenmail import CitizenMail
from sandbox.mssante.ground import NAME as OPERATOR
from sandbox.mssante.service import MES, MssanteService
from sandbox.rules import Rule
from sandbox.services import Context, Health, Mount, UnknownService
from sandbox.web import Routes
from sandbox.web.pages import environment


class MonEspaceSanteService:
    """The citizen's portal."""

    name = NAME
    title = "Mon espace santé"
    rules: Sequence[Rule] = RULES

    def __init__(self, context: Context) -> None:
        environment().filters["jour"] = spoken
        self._sessions = Sessions(context.settings.data / "monespacesante.sqlite3", context.clock)
        mailroom = Mailroom(lambda: _mail(context), CITIZEN_DOMAIN)
        portal = Portal(
            people=People(context.cast),
            sessions=self._sessions,
            mailroom=mailroom,
            shelf=Shelf(context, mailroom),
            outbox=Outbox(
                context.settings.port_of("smtp"),
                context.authority.structure(MES.id, "auth_cli"),
                str(context.authority.trust),
            ),
            journal=context.journal,
            clock=context.clock,
        )
        routes = Routes()
        AccountPages(portal, routes)
        MessagePages(portal, Desk(portal), routes)
        DocumentPages(portal, routes)
        routes.add("/mes/mes.css", _style)
        self.mounts = (Mount("front", "/mes", routes),)
        self.addresses = (context.settings.url("front", "/mes"),)

    def start(self) -> None:
        """Nothing to open: the front door is shared."""

    def stop(self) -> None:
        """Nothing to close."""

    def reset(self) -> None:
        """Log everybody out; the mail itself is the operator's."""
        self._sessions.reset()

    def health(self) -> Health:
        """The pages answer as long as the front door does."""
        return Health(True, "Conversations, documents et compte des usagers.")


def _style(request: Request) -> Response:
    text = files("sandbox.monespacesante").joinpath("static", "mes.css").read_text(encoding="utf-8")
    return Response(text, mimetype="text/css")


def _mail(context: Context) -> CitizenMail:
    """Looked up when first needed: the operator may be put on the board after this service."""
    try:
        operator = context.board.get(OPERATOR)
    except UnknownService as error:
        raise ServiceUnavailable("La messagerie citoyenne n'est pas dans ce bac à sable.") from error
    if not isinstance(operator, MssanteService):
        raise ServiceUnavailable("La messagerie citoyenne n'est pas lisible dans ce bac à sable.")
    return operator.citizen_mail


def build(context: Context) -> MonEspaceSanteService:
    """Called by the discovery of services."""
    return MonEspaceSanteService(context)
