"""Files that a browser sends, read only when their size is acceptable."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.documents.images import too_heavy


def uploads(request: WorkRequest, name: str) -> list[UploadedFile[bytes]]:
    """The files of a field, none of them empty; :class:`Refused` when there is nothing, or one is too heavy."""
    found = [file for file in request.FILES.getlist(name) if isinstance(file, UploadedFile) and file.size]
    if not found:
        raise Refused("Choisissez d'abord un fichier.")
    for file in found:
        if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            raise Refused(too_heavy())
    return found
