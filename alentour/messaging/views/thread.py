"""One conversation: its messages, whom it is about, who deals with it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity.selectors import search
from alentour.messaging import selectors
from alentour.messaging.models import Thread
from alentour.messaging.presenters import bubbles
from alentour.messaging.services import inbox, threads
from alentour.record.access import meets, visible_usagers
from alentour.record.presenters import person_header

GESTURES = {"prendre": threads.take, "rendre": threads.release, "traiter": threads.finish}


def my_thread(request: WorkRequest, thread_id: UUID) -> Thread:
    """The conversation, if one of my mailboxes holds it; otherwise it does not exist, and the refusal is traced."""
    found = (
        selectors.threads_of(request.post)
        .select_related("usager", "taken_by__professional")
        .filter(pk=thread_id)
        .first()
    )
    if found is None:
        trace.record("thread.hidden", by=request.post, result="refused", thread=thread_id)
        raise Http404("no such thread for this post")
    return found


@require_GET
@opens(Act.READ, DataClass.MESSAGERIE)
def thread(request: WorkRequest, thread_id: UUID) -> HttpResponse:
    found = my_thread(request, thread_id)
    threads.read(thread=found, by=request.post)
    shown = list(selectors.messages_of(found, request.post))
    in_scope = found.usager_id is not None and meets(request.post, found.usager_id)
    context = {
        "thread": found,
        "bubbles": bubbles([m for m in shown if m.state != "brouillon"], request.post),
        "drafts": [m for m in shown if m.state == "brouillon"],
        "notes": found.notes.select_related("author__professional"),
        "warnings": [m for m in shown if m.code],
        "person": person_header(found.usager, request.post) if in_scope and found.usager else None,
        "boxes": found.boxes.all(),
        "pending": any(m.state == "en_file" for m in shown),
    }
    return render(request, "messaging/_messages.html" if request.htmx else "messaging/thread.html", context)


@require_POST
@opens(Act.WRITE, DataClass.MESSAGERIE)
def act(request: WorkRequest, thread_id: UUID) -> HttpResponse:
    """Take it, give it back, or say it is done."""
    gesture = GESTURES.get(request.POST.get("geste", ""))
    if gesture is None:
        raise Http404("no such gesture")
    try:
        gesture(thread=my_thread(request, thread_id), by=request.post)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("messaging:thread", thread_id)


@require_POST
@opens(Act.WRITE, DataClass.MESSAGERIE)
def note(request: WorkRequest, thread_id: UUID) -> HttpResponse:
    try:
        threads.note(thread=my_thread(request, thread_id), by=request.post, body=request.POST.get("note", ""))
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("messaging:thread", thread_id)


@require_http_methods(["GET", "POST"])
@opens(Act.WRITE, DataClass.MESSAGERIE)
def attach(request: WorkRequest, thread_id: UUID) -> HttpResponse:
    """Say whom the conversation is about, by hand, with a reason; or undo it."""
    found = my_thread(request, thread_id)
    if request.method == "POST":
        chosen = request.POST.get("usager", "")
        usager = visible_usagers(request.post).filter(pk=chosen).first() if chosen else None
        if chosen and usager is None:
            raise Http404("no such person for this post")
        reason = request.POST.get("motif", "").strip() or "rattaché à la main"
        inbox.attach_to_usager(found, usager, by=request.post, reason=reason)
        messages.success(
            request, f"Conversation rattachée à {usager.display_name}." if usager else "Rattachement retiré."
        )
        return redirect("messaging:thread", thread_id)
    text = request.GET.get("q", "")
    people = search(request.structure, text, within=visible_usagers(request.post))[:20] if text else []
    return render(request, "messaging/attach.html", {"thread": found, "people": people, "q": text})
