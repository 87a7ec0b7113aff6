"""Every write of the documents. Upper apps import these verbs from ``alentour.documents.services``."""

from __future__ import annotations

from alentour.documents.consents import Agreement
from alentour.documents.services.filing import file_item, set_aside, take_back, unfile
from alentour.documents.services.leaving import NotJudged, why_it_stays
from alentour.documents.services.life import cancel, refresh_identity, replace, supersede, validate
from alentour.documents.services.ordonnance import Line, create_ordonnance, edit_ordonnance
from alentour.documents.services.photo import create_photo
from alentour.documents.services.reading import cda_of, content
from alentour.documents.services.receive import Attachment, keep_unreadable, receive
from alentour.documents.services.scan import create_scan
from alentour.documents.services.writing import Clash, Said, Written, begin, keep_typing, say_ready, take_again, write

__all__ = [
    "Agreement",
    "Attachment",
    "Clash",
    "Line",
    "NotJudged",
    "Said",
    "Written",
    "begin",
    "cancel",
    "cda_of",
    "content",
    "create_ordonnance",
    "create_photo",
    "create_scan",
    "edit_ordonnance",
    "file_item",
    "keep_typing",
    "keep_unreadable",
    "receive",
    "refresh_identity",
    "replace",
    "say_ready",
    "set_aside",
    "supersede",
    "take_again",
    "take_back",
    "unfile",
    "validate",
    "why_it_stays",
    "write",
]
