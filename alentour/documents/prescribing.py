"""From an ordonnance of ours to a structured prescription (eP-MED-DM). Pure: no query, no clock, no file."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone
from esante.cda.structured.prescription import Appliance, Medicine, Prescription

from alentour.accounts.enums import Metier
from alentour.documents.enums import DocumentKind
from alentour.documents.models import Document

_LAST_MINUTE = time(23, 59, 59)


def prescription_of(document: Document, pdf: bytes) -> Prescription | None:
    """What a médecin prescribed, as data, its page inside; None when the national form has no place for it.

    It has none for a soin, nor for a medicine without posology: such an ordonnance travels as its page alone.
    """
    content, signer = document.content, document.validated_by
    lines = content.get("lines") or ()
    if document.kind != DocumentKind.ORDONNANCE or not lines or signer is None or signer.metier != Metier.MEDECIN:
        return None
    if any(not _has_a_place(line) for line in lines):
        return None
    renewals = int(content.get("renewals") or 0)
    return Prescription(
        valid_from=timezone.localtime(document.effective_at),
        valid_until=_end_of(content.get("valid_until") or ""),
        pdf=pdf,
        medicines=tuple(_medicine(line, renewals) for line in lines if line["nature"] == "medicament"),
        appliances=tuple(_appliance(line, renewals) for line in lines if line["nature"] == "dispositif"),
        comment=content.get("note") or "",
    )


def _has_a_place(line: dict[str, str]) -> bool:
    return line["nature"] == "dispositif" or (line["nature"] == "medicament" and bool(line["posology"].strip()))


def _medicine(line: dict[str, str], renewals: int) -> Medicine:
    return Medicine(
        name=line["text"].strip(),
        posology=line["posology"].strip(),
        duration=line["duration"].strip(),
        renewals=renewals,
    )


def _appliance(line: dict[str, str], renewals: int) -> Appliance:
    """A device has no posology: how to use it, and how long, follow its name."""
    told = (line[part].strip() for part in ("text", "posology", "duration"))
    return Appliance(name=", ".join(part for part in told if part), renewals=renewals)


def _end_of(day: str) -> datetime | None:
    """The last moment of the last day it may be served."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), _LAST_MINUTE)) if day else None
