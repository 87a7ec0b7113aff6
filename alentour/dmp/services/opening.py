"""Opening one document of the DMP: read once (TD3.2), then kept as a document of the record, under the same identifier."""

from __future__ import annotations

from django.db import transaction

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import require
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.dmp import gateway
from alentour.dmp.models import Entry
from alentour.dmp.services.consulting import refuse_if_hindered
from alentour.dmp.services.wire import ask
from alentour.documents.enums import Provenance
from alentour.documents.kinds import kind_for
from alentour.documents.models import Document, FilingItem
from alentour.documents.services import receive
from alentour.exchanges.services import subject_of


def open_entry(*, entry: Entry, by: Post) -> Document | FilingItem:
    """The document of this entry: ours if we hold it already, else asked to the DMP now; in the tray when its identity is in doubt.

    Raises ``ClosedDoor`` when this métier does not read such documents, :class:`Refused` with the sentence to show.
    """
    require(by, Act.READ, DataClass.DMP)
    kind_for(entry.type_code, entry.class_code).require(by, Act.READ)
    held = _already_here(entry)
    if held is not None:
        return held
    refuse_if_hindered(by, entry.usager)
    if not entry.repository_id:
        raise Refused("Consultez d'abord le DMP : l'adresse de ce document n'est pas encore connue ici.")
    data = ask(entry.usager, by, "dmp.read", "Lecture d'un document du DMP", lambda: _retrieve(entry, by))
    return _keep(entry, by, data)


def _already_here(entry: Entry) -> Document | None:
    held: Document | None = (
        Document.objects.filter(structure_id=entry.structure_id, usager_id=entry.usager_id, document_oid=entry.unique_id)
        .first()
    )  # fmt: skip
    if held is not None and entry.document_id != held.id:
        entry.document = held
        entry.save(update_fields=["document", "updated_at"])
    return held


def _retrieve(entry: Entry, by: Post) -> bytes:
    return gateway.retrieve(
        by, entry.usager, unique_id=entry.unique_id, repository_id=entry.repository_id, digest=entry.hash
    )


@transaction.atomic
def _keep(entry: Entry, by: Post, data: bytes) -> Document | FilingItem:
    received = receive(
        structure=by.structure,
        cda=data,
        provenance=Provenance.DMP,
        source_ref=subject_of(entry),
        sender="DMP",
        thread_usager_id=entry.usager_id,
        visibility=entry.visibility,
    )
    trace.record("dmp.read", by=by, usager_id=entry.usager_id, target=entry, oid=entry.unique_id)
    if isinstance(received, Document):
        entry.document = received
        entry.save(update_fields=["document", "updated_at"])
    return received
