"""« Mes notes »: the private notes of a psychologist about a person, and the act of sharing one."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.care import services
from alentour.care.forms import NoteForm
from alentour.care.models import PrivateNote
from alentour.care.selectors.notes import notes_of
from alentour.core import trace
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager
from alentour.record.access import door
from alentour.record.presenters import around

PAGE = 25


@require_http_methods(["GET", "POST"])
def notes(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = _open(request, usager_id)
    form = NoteForm(request.POST or None, initial={"key": uuid.uuid4().hex})
    trouble, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.write_note(usager=usager, by=request.post, **form.cleaned_data)
                messages.success(request, "Note gardée : elle n'est lue que par vous.")
                return redirect("care:notes", usager.id)
            except Refused as refusal:
                trouble = refusal.sentence
    return _page(request, usager, form=form, trouble=trouble, status=status)


def _open(request: WorkRequest, usager_id: UUID) -> Usager:
    """An emergency opens the record, not the working notes."""
    usager = door(request, usager_id, Act.READ, DataClass.PSYCHOLOGUE)
    if request.post.because:
        raise ClosedDoor(
            "lire les notes privées", (), why="Une note privée n'est lue que par son auteur, même en urgence."
        )
    return usager


def _page(
    request: WorkRequest, usager: Usager, *, form: NoteForm, trouble: str = "", typed_for: str = "", status: int = 200
) -> HttpResponse:
    page = Paginator(notes_of(request.post, usager), PAGE).get_page(request.GET.get("page"))
    trace.read("notes.read", by=request.post, usager_id=usager.id)
    context = {
        "form": form,
        "page": page,
        "trouble": trouble,
        "typed_for": typed_for,
        "typed": request.POST.get("shared", ""),
    }
    return render(request, "care/notes.html", around(request.post, usager, "notes", **context), status=status)


@require_POST
def share(request: WorkRequest, note_id: UUID) -> HttpResponse:
    """What the team will read is written or chosen now; the note itself stays private."""
    mine = PrivateNote.objects.for_post(request.post).filter(author__professional_id=request.post.professional_id)
    note: PrivateNote | None = mine.filter(pk=note_id).first()
    if note is None:
        raise Http404("no such note")
    usager = _open(request, note.usager_id)
    try:
        services.share_note(note=note, by=request.post, text=request.POST.get("shared", ""))
    except Refused as refusal:
        form = NoteForm(initial={"key": uuid.uuid4().hex})
        return _page(request, usager, form=form, trouble=refusal.sentence, typed_for=str(note.pk), status=422)
    messages.success(request, "Partagé : l'équipe qui lit les notes du psychologue le voit dans les transmissions.")
    return redirect("care:notes", usager.id)
