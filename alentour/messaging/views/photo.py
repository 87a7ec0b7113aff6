"""The photo at the bedside: agreement, photo, a word, send. One screen, a thumb (P01 step 1)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.core.doors import Refused
from alentour.documents.services import Agreement, create_photo
from alentour.identity.models import Usager
from alentour.identity.rules import why_not_usable
from alentour.identity.selectors import search
from alentour.messaging import rules, selectors
from alentour.messaging.models import Mailbox, Message
from alentour.messaging.services import outbox
from alentour.record.access import door, visible_usagers
from alentour.record.presenters import person_header, person_line


@require_GET
@opens(Act.WRITE, DataClass.SOINS)
def choose(request: WorkRequest) -> HttpResponse:
    """Of whom is the photo? Only the persons whose team one is."""
    text = request.GET.get("q", "").strip()
    people = visible_usagers(request.post).order_by("nom_n", "prenom_n")
    shown = search(request.structure, text, within=people)[:30] if text else Paginator(people, 30).get_page(1)
    lines = [replace(person_line(usager), url=reverse("messaging:photo-of", args=[usager.id])) for usager in shown]
    return render(request, "messaging/photo_choose.html", {"people": lines, "q": text})


@require_http_methods(["GET", "POST"])
def take(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """Photo kept in the record and sent to whom must see it, or nothing at all: what was typed stays on the screen."""
    usager = door(request, usager_id, Act.WRITE, DataClass.SOINS)
    boxes = rules.boxes_to_send(request.post)
    context = {
        "person": person_header(usager, request.post),
        "usager": usager,
        "colleagues": [b for b in selectors.care_team_boxes(usager) if b not in boxes],
        "teams": [b for b in rules.boxes_of(request.post) if b.kind == "ORG"],
        "why_not": why_not_usable(usager),
        "text": request.POST.get("texte", ""),
        "chosen": request.POST.getlist("destinataire"),
        "box": boxes[0] if boxes else None,
    }
    if request.method == "POST" and boxes:
        try:
            message = _keep_and_send(request, usager, boxes[0])
        except Refused as refusal:
            return render(request, "messaging/photo_take.html", {**context, "trouble": refusal.sentence}, status=422)
        names = ", ".join(str(recipient) for recipient in message.recipients.all())
        messages.success(request, f"Photo gardée au dossier et envoyée à {names}.")
        return redirect("messaging:thread", message.thread_id)
    return render(request, "messaging/photo_take.html", context)


@transaction.atomic
def _keep_and_send(request: WorkRequest, usager: Usager, box: Mailbox) -> Message:
    uploads = request.FILES.getlist("photos")
    if not uploads:
        raise Refused("Prenez d'abord une photo, ou choisissez-en une.")
    if "accord" not in request.POST:
        raise Refused("Recueillez d'abord l'accord de la personne : sans lui, la photo ne peut pas être prise.")
    text = request.POST.get("texte", "").strip()
    draft = outbox.start_draft(
        by=request.post, mailbox=box, usager=usager, subject=request.POST.get("objet") or "Photo de plaie"
    )
    for upload in uploads:
        photo = create_photo(
            post=request.post, usager=usager, data=upload.read(), agreement=Agreement(given_by="personne"), note=text
        )
        outbox.attach_document(draft=draft, document=photo, by=request.post)
    addresses = [_known(request, value) for value in request.POST.getlist("destinataire")]
    outbox.save_draft(draft=draft, by=request.post, body=text, recipients=[a for a in addresses if a])
    return outbox.send(draft=draft, by=request.post)


def _known(request: WorkRequest, address: str) -> outbox.Address | None:
    """A mailbox of the house; the screen offers no other."""
    box = Mailbox.objects.for_post(request.post).filter(address=address).first()
    return (box.address, box.label, "") if box else None
