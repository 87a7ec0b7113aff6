"""Messages to take in, put in a mailbox as a colleague's software would have sent them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from alentour.documents.models import Document
from alentour.messaging import gateway
from alentour.messaging.mapping import Outgoing, OutgoingDocument
from alentour.messaging.models import Mailbox


def fill(box: Mailbox, token: str, count: int) -> None:
    """Append ``count`` messages to the INBOX; one in two carries an archive with one prescription."""
    with gateway._session(box, token) as reader:
        for number in range(count):
            reader.append("INBOX", _message(box, number), when=datetime.now(UTC))


def _message(box: Mailbox, number: int) -> bytes:
    document = Document.objects.filter(state="valide", cda__isnull=False).select_related("usager", "author").first()
    with_document = number % 2 == 0 and document is not None
    documents: tuple[OutgoingDocument, ...] = ()
    if with_document and document is not None:
        from alentour.documents.readable import pdf_of
        from alentour.documents.services import cda_of

        documents = (OutgoingDocument(cda=cda_of(document), pdf=pdf_of(document), carries_ins=document.carries_ins),)
    outgoing = Outgoing(
        message_id=f"<bench-{uuid.uuid4()}@ssiad-ajoncs.mssante.test>",
        at=datetime.now(UTC),
        sender="ines.moreau@ssiad-ajoncs.mssante.test",
        sender_label="Inès MOREAU",
        recipients=((box.address, box.label),),
        subject=f"Nouvelles {number}",
        body="Tout va bien ce matin.\n" * 20,
        documents=documents,
    )
    usager = document.usager if document is not None else None
    return gateway.compose(outgoing, box=box, usager=usager, author=document.author if document else None)
