"""Who does not see a document: the three flags of the CI-SIS (JDV_J08) and the only combinations that exist (specs/mss §2.10)."""

from __future__ import annotations

from django.db import transaction

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.documents.enums import State
from alentour.documents.models import Document
from alentour.documents.services.life import locked


@transaction.atomic
def set_visibility(*, document: Document, by: Post, pros: bool, usager: bool, guardians: bool) -> Document:
    """Hide a document from other professionals, from the person, from her legal representatives; carried by its metadata.

    What already left keeps the flags it left with. Hidden from the person, it is hidden from nobody else.
    """
    document.traits.require(by, Act.VALIDATE)
    row = locked(document)
    if not row.is_ours or row.state not in {State.BROUILLON, State.VALIDE}:
        raise Refused("Seul un document établi ici, en brouillon ou validé, peut être masqué.")
    if usager and (pros or guardians):
        raise Refused(
            "Un document que la personne ne voit pas encore ne peut pas être masqué aussi à quelqu'un d'autre."
        )
    row.hidden_from_pros, row.hidden_from_usager, row.hidden_from_guardians = pros, usager, guardians
    row.save(update_fields=["hidden_from_pros", "hidden_from_usager", "hidden_from_guardians", "updated_at"])
    trace.record(
        "document.visibility", by=by, usager_id=row.usager_id, target=row, pros=pros, usager=usager, guardians=guardians
    )
    return row
