"""The DMP as a service."""

from __future__ import annotations

from collections.abc import Sequence

from esante.xds.names import Status

from sandbox.dmp import people
from sandbox.dmp.app import BASE, DmpApp
from sandbox.dmp.citizen import CitizenApi, visible_documents
from sandbox.dmp.desk import NAME, Desk
from sandbox.dmp.people import People
from sandbox.dmp.registry.store import RegistryStore
from sandbox.dmp.rules import RULES, TLS
from sandbox.rules import Rule
from sandbox.services import Context, Health, Mount
from sandbox.web import HttpServer, Tls

# PDT-INF-579: the suites the DMP keeps for software.
CIPHERS = "ECDHE-RSA-CHACHA20-POLY1305:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-SHA384"


class DmpService:
    """Registry, repository, patients and habilitations, behind mutual TLS 1.2."""

    name = NAME
    title = "DMP"
    rules: Sequence[Rule] = RULES

    def __init__(self, context: Context) -> None:
        settings = context.settings
        store = RegistryStore(settings.data / "dmp.sqlite3", people.SCHEMA)
        self._desk = Desk(context, store, People(store.sql, context.cast, context.clock()))
        tls = Tls(authority=context.authority, door=NAME, client="required", only_12=True, ciphers=CIPHERS)
        self._server = HttpServer(settings.port_of(NAME), DmpApp(self._desk).routes, tls=tls, refused=self._refused)
        self.mounts = (Mount("front", "/api/dmp", CitizenApi(self._desk).routes),)
        self.addresses = (settings.url(NAME, f"{BASE}/"),)

    def _refused(self, reason: str) -> None:
        self._desk.context.journal.record(
            NAME, who="Inconnu", whom="DMP", operation="TLS", verdict="refused", meaning={"Motif": reason}, rule=TLS
        )

    def citizen_documents(self, matricule: str) -> Sequence[bytes]:
        """CDA documents in force that the person is allowed to see: what Mon espace santé shows."""
        return [document.data for _, document in visible_documents(self._desk, matricule)]

    def start(self) -> None:
        """Open the door."""
        self._server.start()

    def stop(self) -> None:
        """Close the door."""
        self._server.stop()

    def reset(self) -> None:
        """Forget documents and authorisations; reopen the DMPs of the cast."""
        self._desk.store.sql.reset()
        self._desk.people.seed(self._desk.context.cast, self._desk.context.clock())

    def health(self) -> Health:
        """Whether it answers, and how many documents are in force."""
        row = self._desk.store.sql.one(
            "SELECT count(*) AS held FROM object WHERE kind = 'document' AND status = ?", (Status.APPROVED.value,)
        )
        return Health(self._server.listening, f"{row['held'] if row else 0} documents en vigueur.")


def build(context: Context) -> DmpService:
    """Called by the discovery of services."""
    return DmpService(context)
