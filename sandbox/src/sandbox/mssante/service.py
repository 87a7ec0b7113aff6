"""The operator as a service of the sandbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from sandbox.cast import Structure
from sandbox.config import HOST
from sandbox.environment import CITIZEN_DOMAIN, OIDC, REALM
from sandbox.mssante.citizenmail import CitizenMail
from sandbox.mssante.citizens import Citizens
from sandbox.mssante.ground import NAME, Ground
from sandbox.mssante.mailboxes import Mailboxes
from sandbox.mssante.mailstore import MailStore
from sandbox.mssante.operator import Operator, Ports
from sandbox.mssante.rules import REQUIREMENTS
from sandbox.mssante.tokens import JwksVerifier, TokenVerifier, fetch_over_https
from sandbox.mssante.whitelist import of_sandbox
from sandbox.services import Context, Health, Mount
from sandbox.web import Routes, Tls

if TYPE_CHECKING:
    from sandbox.rules import Rule

WHITE_LIST_PATH = "/listeblanchemssante.xml"
# Mon espace santé is an operator like another: it sends with its own certificate, and without a person.
MES = Structure(
    key="mes",
    id="318000000000",
    name="MON ESPACE SANTE",
    sector="",
    practice_setting="",
    category="",
    line="",
    postal_code="",
    city="",
    cog="",
    phone="",
    mailbox="",
    members=(),
)
MES_SUBJECT = f"CN={MES.name},OU={MES.id},O={MES.name},C=FR"


class MssanteService:
    """Mailboxes of professionals and citizens, the SMTP and IMAP doors, the liste blanche."""

    name = NAME
    title = "Opérateur MSSanté"
    rules: Sequence[Rule] = REQUIREMENTS

    def __init__(self, context: Context, tokens: TokenVerifier) -> None:
        self._context = context
        self.store = MailStore(context.settings.data / "mssante.sqlite3", context.clock)
        self.mailboxes = Mailboxes.from_cast(context.cast)
        self.citizens = Citizens(self.store, context.cast.citizens.values(), CITIZEN_DOMAIN, context.clock)
        self.citizen_mail = CitizenMail(self.store, self.citizens)
        self.whitelist = of_sandbox(
            self.mailboxes, context.cast, citizens=CITIZEN_DOMAIN, citizens_operator=MES_SUBJECT
        )
        self.operator = Operator(
            self._ground(tokens),
            self.citizens,
            self.whitelist,
            tls=Tls(authority=context.authority, door="smtp", client="required").context,
            ports=Ports(context.settings.port_of("smtp"), context.settings.port_of("imap")),
        )
        routes = Routes()
        routes.add(WHITE_LIST_PATH, self._white_list)
        self.mounts = (Mount("trust", WHITE_LIST_PATH, routes),)
        self.addresses = (
            f"smtp://{HOST}:{context.settings.port_of('smtp')}",
            f"imap://{HOST}:{context.settings.port_of('imap')}",
            context.settings.url("trust", WHITE_LIST_PATH),
        )

    def _ground(self, tokens: TokenVerifier) -> Ground:
        return Ground(
            store=self.store,
            mailboxes=self.mailboxes,
            tokens=tokens,
            journal=self._context.journal,
            faults=self._context.faults,
            clock=self._context.clock,
        )

    def _white_list(self, request: Request) -> Response:
        return Response(self.whitelist.render(self._context.clock()), mimetype="application/xml")

    def start(self) -> None:
        """Open the SMTP and IMAP doors."""
        self.operator.start()

    def stop(self) -> None:
        """Close both doors."""
        self.operator.stop()

    def reset(self) -> None:
        """Empty every mailbox."""
        self.store.db.reset()
        self.operator.forget()

    def health(self) -> Health:
        """Whether both doors are open."""
        if self.operator.running:
            return Health(True, f"{len(list(self.mailboxes))} boîtes aux lettres, envoi et relève ouverts.")
        return Health(False, "Envoi et relève fermés.")


def build(context: Context) -> MssanteService:
    """Called by the discovery of services. Mon espace santé gets its certificate here, the first time."""
    context.authority.ensure([MES], [])
    keys = fetch_over_https(context.settings.url("psc", f"{OIDC}/certs"), context.authority.trust)
    return MssanteService(context, JwksVerifier(keys, context.settings.url("psc", REALM), context.clock))
