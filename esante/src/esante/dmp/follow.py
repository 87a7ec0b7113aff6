"""TD3.1: the searches of the follow-up algorithm (ANS guide of 26/05/2026, dmp-ins §2.9), as pure functions.

First opening: Approved documents of at most two years, and the vaccination history without limit. Next ones: the lots
submitted since the previous call, their associations, then their documents by twenty. Never automatically after a
deposit (EX_3.1-2030). Results are never filtered on the patient identifier: the INS may have changed (EX_3.1-1055).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from esante.cisis import Code, Ins, type_code
from esante.cisis.times import utc14
from esante.xds import Status, iti18

BATCH: Final = 20
_TWO_YEARS: Final = timedelta(days=730)
_VACCINATIONS: Final = "11369-6"


def recent_documents(ins: Ins, today: date, types: Iterable[Code] = ()) -> iti18.Request:
    """Documents of the last two years, the most an automatic search may ask. ``types`` narrows: say so to the user."""
    return documents(ins, since=today - _TWO_YEARS, types=types)


def documents(
    ins: Ins,
    *,
    since: date | None = None,
    until: date | None = None,
    types: Iterable[Code] = (),
    statuses: Iterable[Status] = (Status.APPROVED,),
) -> iti18.Request:
    """Documents by date of the act and type, at the user's request. ``until`` is excluded."""
    return iti18.request(
        "FindDocuments",
        XDSDocumentEntryPatientId=ins.cx,
        XDSDocumentEntryStatus=[status.value for status in statuses],
        XDSDocumentEntryTypeCode=[iti18.coded(code) for code in types],
        XDSDocumentEntryServiceStartTimeFrom=since.strftime("%Y%m%d") if since else "",
        XDSDocumentEntryServiceStartTimeTo=until.strftime("%Y%m%d") if until else "",
    )


def vaccinations(ins: Ins) -> iti18.Request:
    """The vaccination history, whatever its age."""
    return documents(ins, types=[type_code(_VACCINATIONS)])


def lots_since(ins: Ins, moment: datetime) -> iti18.Request:
    """Lots submitted since ``moment``: the instant noted just *before* the previous call."""
    return iti18.request(
        "FindSubmissionSets",
        XDSSubmissionSetPatientId=ins.cx,
        XDSSubmissionSetStatus=[Status.APPROVED.value],
        XDSSubmissionSetSubmissionTimeFrom=utc14(moment),
    )


def links(identifiers: Iterable[str]) -> iti18.Request:
    """Associations of lots or documents, by entryUUID."""
    return iti18.request("GetAssociations", uuid=identifiers)


def with_links(identifiers: Iterable[str], batch: int = BATCH) -> Iterator[iti18.Request]:
    """Documents and their associations, by entryUUID, ``batch`` at a time."""
    remaining = iter(identifiers)
    while chunk := list(islice(remaining, batch)):
        yield iti18.request("GetDocumentsAndAssociations", XDSDocumentEntryEntryUUID=chunk)


def by_unique_id(unique_id: str) -> iti18.Request:
    """The registry's identifiers of a document we know (TD3.1b): before replacing or deleting it."""
    return iti18.request("GetDocuments", XDSDocumentEntryUniqueId=[unique_id])
