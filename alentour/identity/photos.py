"""The face of a person: small, upright, without anything the camera wrote beside the image."""

from __future__ import annotations

import io

from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from alentour.accounts.models import Post
from alentour.core import files, trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.identity.services import locked

SIDE = 480
HEAVIEST = 12 * 1024 * 1024
UNREADABLE = "Ce fichier n'est pas une photo lisible (JPEG, PNG ou WebP, 12 Mo au plus)."


@transaction.atomic
def set_photo(*, usager: Usager, by: Post, data: bytes) -> Usager:
    """Keep a new photo of the person (a square JPEG of 480 pixels); raises :class:`Refused` for what is not a photo."""
    usager = locked(usager)
    usager.photo = files.store(square(data), media_type="image/jpeg", structure_id=usager.structure_id)
    usager.save(update_fields=["photo", "updated_at"])
    trace.record("identity.photo", by=by, usager_id=usager.id, target=usager)
    return usager


def square(data: bytes) -> bytes:
    """The photo turned upright, cut square and shrunk; every metadata is left behind."""
    if not data or len(data) > HEAVIEST:
        raise Refused(UNREADABLE)
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP"]) as picture:
            picture.draft("RGB", (SIDE * 2, SIDE * 2))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            face = ImageOps.fit(upright, (SIDE, SIDE))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(UNREADABLE) from None
    out = io.BytesIO()
    face.save(out, "JPEG", quality=85)
    return out.getvalue()
