"""What the phone asks: who may come along, the persons themselves, whether they are still open, and what was done."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils import timezone

from alentour.accounts.http import WorkRequest
from alentour.core import trace
from alentour.tournee import gesture as gestures
from alentour.tournee import limits
from alentour.tournee.gesture import Unreadable
from alentour.tournee.presenters import outcome, person_to_choose, tables
from alentour.tournee.selectors import people
from alentour.tournee.selectors.review import to_review
from alentour.tournee.services.sync import receive
from alentour.tournee.services.take import HOURS, take_along
from alentour.tournee.views.answers import answer, asked, body


@asked
def choose(request: WorkRequest) -> HttpResponse:
    """The persons I may take along; the words of a search travel in the body, never in an address."""
    said = body(request)
    page = people.choosable(request.post, text=str(said.get("text") or "")[:120], page=_number(said.get("page")))
    trace.read("tournee.listed", by=request.post, count=len(page.object_list))
    rows = [person_to_choose(one) for one in page.object_list]
    return answer({"people": rows, "page": page.number, "pages": page.paginator.num_pages, "most": people.MOST})


@asked
def take(request: WorkRequest) -> HttpResponse:
    said = body(request)
    found, closed = take_along(post=request.post, idents=_idents(said.get("people")), device=_device(said))
    return answer({"people": found, "closed": [str(one) for one in closed], "hours": HOURS, "tables": tables()})


@asked
def state(request: WorkRequest) -> HttpResponse:
    """Which of the persons in the phone are still open to me, and how many gestures wait for a choice."""
    idents = _idents(body(request).get("people"))
    still = people.still_open(request.post, idents)
    closed = [str(one) for one in idents if one not in still]
    if closed:
        trace.record("tournee.recalled", by=request.post, count=len(closed))
    return answer({"closed": closed, "to_review": to_review(request.post).count(), "version": settings.VERSION})


@asked
def send(request: WorkRequest) -> HttpResponse:
    """Some gestures, in the order they were made; each has its own fate."""
    said = body(request)
    device_now = _moment(said.get("device_now"))
    given = said.get("gestures")
    outcomes = [_receive(request, one, device_now, _device(said)) for one in _listed(given)[: limits.GESTURES]]
    return answer({"outcomes": outcomes, "to_review": to_review(request.post).count()})


@asked
def send_photo(request: WorkRequest) -> HttpResponse:
    """One photo with its gesture."""
    try:
        said = json.loads(request.POST.get("gesture", ""))
    except ValueError:
        raise Unreadable("Cet envoi est illisible : il reste dans le téléphone.") from None
    file = request.FILES.get("photo")
    photo = file.read() if isinstance(file, UploadedFile) else None
    device_now = _moment(request.POST.get("device_now"))
    result = _receive(request, said, device_now, request.POST.get("device", "")[:40], photo)
    return answer({"outcomes": [result], "to_review": to_review(request.post).count()})


@asked
def lost(request: WorkRequest) -> HttpResponse:
    """The phone erased gestures that had not left (too many wrong codes): it is said, not hidden."""
    count = _number(body(request).get("count"))
    trace.record("tournee.lost", by=request.post, result="refused", reason="codes erronés", count=min(count, 9999))
    return answer({})


def _receive(
    request: WorkRequest, said: Any, device_now: Any, device: str, photo: bytes | None = None
) -> dict[str, Any]:
    try:
        sent = gestures.read(said, photo)
    except Unreadable as unreadable:
        key = said.get("key") if isinstance(said, dict) else ""
        return {"key": str(key)[:64], "outcome": "illisible", "sentence": unreadable.sentence}
    return outcome(sent.key, receive(post=request.post, sent=sent, device_now=device_now, device=device))


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def _idents(given: Any) -> list[UUID]:
    try:
        return [UUID(str(one)) for one in _listed(given)[: people.MOST]]
    except ValueError:
        raise Unreadable("Cette liste de personnes est illisible.") from None


def _number(given: Any) -> int:
    return given if isinstance(given, int) and 0 < given < 10_000 else 1


def _device(said: dict[str, Any]) -> str:
    return str(said.get("device") or "")[:40]


def _moment(given: Any) -> Any:
    """The clock of the phone as it sends; without it nothing can be corrected."""
    try:
        return gestures.moment(given)
    except ValueError:
        raise Unreadable(f"L'horloge de ce téléphone est illisible (ici : {timezone.localtime():%H h %M}).") from None
