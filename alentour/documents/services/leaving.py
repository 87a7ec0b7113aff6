"""The last look before a document leaves: by the runner of exchanges only, because the official rules take seconds.

Our own rules always judge; the schema and the schematrons of the ANS judge too, in a worker process compiled once, when
``ALENTOUR_CDA_KIT`` names a kit. A document that came from elsewhere is passed on as it came: it is not ours to repair.
"""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import cache

from alentour.documents import gateway
from alentour.documents.gateway import NotJudged
from alentour.documents.models import Document
from alentour.documents.services.reading import cda_of
from alentour.documents.soundness import Lack, lacks_of, told

__all__ = ["NotJudged", "before_leaving", "why_it_stays"]

REMEMBERED = 3600


def why_it_stays(document: Document) -> str:
    """What this document lacks and who can repair it, in one text; empty when it may leave.

    Raises :class:`NotJudged` when the worker of the official rules did not answer: to be tried again later.
    """
    if not document.is_ours:
        return ""
    lacks = before_leaving(cda_of(document))
    return told(lacks, f"« {document.label} » n'est pas parti.") if lacks else ""


def before_leaving(cda: bytes) -> tuple[Lack, ...]:
    """What keeps these bytes here. A sound answer is remembered an hour: a message tried again is not judged again."""
    key = f"documents.sound:{bool(settings.CDA_KIT)}:{hashlib.sha256(cda).hexdigest()}"
    if cache.get(key):
        return ()
    lacks = lacks_of(gateway.judged(cda))
    if not lacks:
        cache.set(key, True, REMEMBERED)
    return lacks
