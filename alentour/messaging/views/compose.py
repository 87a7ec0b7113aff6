"""Writing a message: a draft is kept at each pause, checked aloud, then sent with one confirmation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.core.doors import Refused
from alentour.documents.selectors import documents_of
from alentour.messaging import rules, selectors
from alentour.messaging.forms import DraftForm
from alentour.messaging.models import Attachment, Message
from alentour.messaging.services import outbox, threads
from alentour.messaging.views.thread import my_thread
from alentour.record.access import door, meets
from alentour.record.presenters import person_header


def my_draft(request: WorkRequest, draft_id: UUID) -> Message:
    draft = selectors.draft_of(request.post, draft_id)
    if draft is None:
        raise Http404("no such draft for this post")
    if draft.thread.usager_id is not None:
        meets(request.post, draft.thread.usager_id)  # what she closes to this post leaves the list of documents
    return draft


@require_GET
@opens(Act.WRITE, DataClass.MESSAGERIE)
def new(request: WorkRequest) -> HttpResponse:
    """Start a message, from nowhere, from a person, or from one of her documents (``?usager=…&document=…&a=…``)."""
    boxes = rules.boxes_to_send(request.post)
    if not boxes:
        return render(request, "messaging/no_box.html", status=200)
    usager = None
    if request.GET.get("usager"):
        usager = door(request, _uuid(request.GET["usager"]), Act.READ, DataClass.IDENTITE)
    draft = outbox.start_draft(by=request.post, mailbox=boxes[0], usager=usager)
    if usager is not None:
        for document in documents_of(request.post, usager).filter(pk__in=_uuids(request.GET.getlist("document"))):
            outbox.attach_document(draft=draft, document=document, by=request.post)
            outbox.save_draft(draft=draft, by=request.post, subject=document.title)
    recipients = [_address(value) for value in request.GET.getlist("a")]
    if recipients:
        outbox.save_draft(draft=draft, by=request.post, recipients=recipients)
    return redirect("messaging:compose", draft.id)


@require_POST
@opens(Act.WRITE, DataClass.MESSAGERIE)
def reply(request: WorkRequest, thread_id: UUID) -> HttpResponse:
    """Prepare an answer to whoever wrote, in the same conversation."""
    thread = my_thread(request, thread_id)
    answered = threads.message_to_answer(thread)
    boxes = rules.boxes_to_send(request.post)
    if answered is None or not boxes:
        return render(request, "messaging/no_box.html", status=200)
    box = next((b for b in boxes if b in thread.boxes.all()), boxes[0])
    draft = outbox.start_draft(by=request.post, mailbox=box, reply_to=answered)
    outbox.save_draft(draft=draft, by=request.post, recipients=_answer_to(answered, request))
    return redirect("messaging:compose", draft.id)


def _answer_to(answered: Message, request: WorkRequest) -> list[outbox.Address]:
    """Who sent it; or, when it was us, the same recipients again."""
    mine = set(request.post.mailboxes.values_list("address", flat=True))
    if answered.sender.lower() not in mine:
        return [(answered.sender, answered.sender_label, "")]
    return [(r.address, r.label, r.detail) for r in answered.recipients.all() if r.address not in mine]


@require_GET
@opens(Act.WRITE, DataClass.MESSAGERIE)
def compose(request: WorkRequest, draft_id: UUID) -> HttpResponse:
    draft = my_draft(request, draft_id)
    form = DraftForm(initial={"subject": draft.subject, "body": draft.body, "due_on": draft.thread.due_on})
    return render(request, "messaging/compose.html", _context(request, draft, form))


def _context(request: WorkRequest, draft: Message, form: DraftForm) -> dict[str, object]:
    usager = draft.thread.usager
    visible = usager is not None and meets(request.post, usager.pk)
    attachments = list(draft.attachments.select_related("document", "file"))
    attached = {a.document_id for a in attachments}
    return {
        "draft": draft,
        "form": form,
        "boxes": rules.boxes_to_send(request.post),
        "recipients": draft.recipients.all(),
        "attachments": attachments,
        "weight": sum(a.size for a in attachments),
        "person": person_header(usager, request.post) if visible and usager else None,
        "usager": usager,
        "documents": [d for d in documents_of(request.post, usager).filter(state="valide")[:30] if d.id not in attached]
        if visible and usager
        else [],
        "reply": bool(draft.in_reply_to),
        "last": threads.message_to_answer(draft.thread) if draft.in_reply_to else None,
    }


@require_POST
@opens(Act.WRITE, DataClass.MESSAGERIE)
def keep(request: WorkRequest, draft_id: UUID) -> HttpResponse:
    """The autosave of the page: keeps the draft, says when."""
    form = DraftForm(request.POST)
    _save(request, my_draft(request, draft_id), form)
    return HttpResponse(timezone.localtime().strftime("%H h %M"), content_type="text/plain; charset=utf-8")


def _save(request: WorkRequest, draft: Message, form: DraftForm) -> bool:
    """Write everything that the form holds, faulty fields apart; whether nothing was faulty."""
    sound = form.is_valid()
    fields = form.cleaned_data
    box = next((b for b in rules.boxes_to_send(request.post) if b.address == request.POST.get("boite")), None)
    recipients = (
        [_address(value) for value in request.POST.getlist("destinataire")]
        if "avec_destinataires" in request.POST
        else None
    )
    outbox.save_draft(
        draft=draft, by=request.post, subject=fields.get("subject"), body=fields.get("body"), mailbox=box,
        due_on=fields.get("due_on"), recipients=recipients,
    )  # fmt: skip
    for attachment in Attachment.objects.for_post(request.post).filter(
        message=draft, pk__in=_uuids(request.POST.getlist("retirer"))
    ):
        outbox.detach(attachment=attachment, by=request.post)
    if draft.thread.usager is not None:
        chosen = documents_of(request.post, draft.thread.usager).filter(pk__in=_uuids(request.POST.getlist("document")))
        for document in chosen:
            outbox.attach_document(draft=draft, document=document, by=request.post)
    return sound


@require_POST
@opens(Act.WRITE, DataClass.MESSAGERIE)
def review(request: WorkRequest, draft_id: UUID) -> HttpResponse:
    """Keep everything, take the files, then say what will leave, to whom, and what would keep it here."""
    draft = my_draft(request, draft_id)
    form = DraftForm(request.POST)
    sound = _save(request, draft, form)
    trouble = ""
    for upload in request.FILES.getlist("fichiers"):
        try:
            outbox.attach_file(
                draft=draft, name=upload.name or "fichier", media_type=upload.content_type or "application/octet-stream",
                data=upload.read(), by=request.post,
            )  # fmt: skip
        except Refused as refusal:
            trouble = refusal.sentence
    draft = my_draft(request, draft_id)
    if not sound or trouble or "encore" in request.POST:
        context = {**_context(request, draft, form), "trouble": trouble}
        return render(
            request, "messaging/compose.html", context, status=200 if "encore" in request.POST and not trouble else 422
        )
    carries_ins = draft.attachments.filter(document__carries_ins=True).exists()
    context = {
        **_context(request, draft, form),
        "hindrances": outbox.hindrances(draft, request.post),
        "carries_ins": carries_ins,
    }
    return render(request, "messaging/review.html", context)


@require_POST
@opens(Act.WRITE, DataClass.MESSAGERIE)
def send(request: WorkRequest, draft_id: UUID) -> HttpResponse:
    draft = my_draft(request, draft_id)
    try:
        sent = outbox.send(draft=draft, by=request.post)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("messaging:compose", draft_id)
    names = ", ".join(str(recipient) for recipient in sent.recipients.all())
    messages.success(request, f"Message confié à la messagerie sécurisée pour {names}.")
    return redirect("messaging:thread", sent.thread_id)


@require_POST
@opens(Act.WRITE, DataClass.MESSAGERIE)
def discard(request: WorkRequest, draft_id: UUID) -> HttpResponse:
    outbox.discard(draft=my_draft(request, draft_id), by=request.post)
    messages.info(request, "Brouillon jeté.")
    return redirect("messaging:inbox")


@require_http_methods(["GET"])
@opens(Act.WRITE, DataClass.MESSAGERIE)
def recipients(request: WorkRequest, draft_id: UUID) -> HttpResponse:
    """Suggestions while one types a recipient."""
    text = request.GET.get("q", "")
    found = selectors.suggest_recipients(request.post, my_draft(request, draft_id).thread.usager, text)
    return render(request, "ui/parts/options.html", {"options": found, "query": text, "ident": "destinataires-list"})


def _address(value: str) -> outbox.Address:
    """``address|label|detail``, as the search field gives it; a bare address is its own label."""
    address, _, rest = value.partition("|")
    label, _, detail = rest.partition("|")
    return address.strip()[:250], label.strip()[:250], detail.strip()[:250]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("not an identifier") from None


def _uuids(texts: list[str]) -> list[UUID]:
    return [_uuid(text) for text in texts]
