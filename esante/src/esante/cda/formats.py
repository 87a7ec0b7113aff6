"""formatCode of a document, from what it declares."""

from __future__ import annotations

from esante.cisis import FORMAT_OTHER, Code, UnknownCode, format_for, format_for_template

from .model import ClinicalDocument, NonXmlBody


def format_of(document: ClinicalDocument) -> Code:
    """By media type at level 1 (ASS_A12), by template otherwise (ASS_A11); «hors profils» when neither says."""
    if isinstance(document.body, NonXmlBody):
        try:
            return format_for(document.body.media_type)
        except UnknownCode:
            return FORMAT_OTHER
    return format_for_template(document.template_ids) or FORMAT_OTHER
