"""A photo taken at the bedside: agreement of the person, image made clean, document signed, in one gesture."""

from __future__ import annotations

from django.db import transaction

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.documents import consents, images
from alentour.documents.consents import Agreement
from alentour.documents.enums import DocumentKind
from alentour.documents.kinds import kind_of
from alentour.documents.models import Document
from alentour.documents.services.life import validate
from alentour.documents.services.making import JPEG, new_document, put_body
from alentour.identity.models import Usager


@transaction.atomic
def create_photo(
    *,
    post: Post,
    usager: Usager,
    data: bytes,
    agreement: Agreement | None,
    title: str = "",
    note: str = "",
    kind: DocumentKind = DocumentKind.PHOTO_PLAIE,
) -> Document:
    """Keep a photo in the record, never in the phone: raises ``Refused`` without agreement, or when the file is not an image.

    The agreement is collected in this very gesture; ``None`` leans on one that is still valid in the record.
    """
    kind_of(kind).require(post, Act.WRITE)
    prepared = images.prepare(data)
    consents.photo(post=post, usager=usager, agreement=agreement)
    document = new_document(post=post, usager=usager, kind=kind, title=title, note=note)
    put_body(document, prepared.jpeg, JPEG, thumbnail=prepared.thumbnail)
    document.content = {"width": prepared.width, "height": prepared.height}
    document.save()
    return validate(document=document, by=post)
