"""Someone leaves for the emergency ward: her sheet, written at the door and signed at once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.documents.enums import DocumentKind, State
from alentour.documents.kinds import kind_of
from alentour.documents.models import Document
from alentour.documents.services.life import sign
from alentour.documents.services.making import new_document
from alentour.documents.urgence.leaving import Departure, gather_leaving
from alentour.documents.urgence.parts import frozen
from alentour.identity.models import Usager

TITLE = "Fiche de transfert aux urgences"
SAME_GESTURE = timedelta(minutes=10)


@transaction.atomic
def leave(*, post: Post, usager: Usager, said: Departure, comment: str = "") -> Document:
    """Write and sign the sheet; the same one sent twice within ten minutes is one sheet."""
    kind_of(DocumentKind.FLUDT).require(post, Act.VALIDATE)
    if not said.reason.strip():
        raise Refused("Écrivez le motif du départ : c'est ce que les urgences lisent d'abord.")
    Usager.objects.select_for_update(of=("self",)).filter(pk=usager.pk).values_list("pk", flat=True).first()
    recent = Document.objects.filter(
        structure_id=usager.structure_id, usager=usager, kind=DocumentKind.FLUDT, state=State.VALIDE, author=post,
        effective_at__gte=timezone.now() - SAME_GESTURE,
    )  # fmt: skip
    for one in recent:
        if one.content.get("departure") == said.kept() and one.content["urgence"]["comment"] == comment.strip():
            return one
    held = {"parts": frozen(gather_leaving(post, usager)), "comment": comment.strip(), "enclosed": {}}
    content = {"urgence": held, "departure": said.kept()}
    document = new_document(post=post, usager=usager, kind=DocumentKind.FLUDT, title=TITLE, content=content)
    return sign(document=document, by=post)
