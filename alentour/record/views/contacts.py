"""The people around: relatives, trusted person, legal representative; the order in which they are called."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record import selectors, services
from alentour.record.access import door
from alentour.record.enums import Relation
from alentour.record.forms import ContactForm
from alentour.record.models import Contact
from alentour.record.presenters import around
from alentour.record.services.contacts import ContactOvertaken
from alentour.ui.toasts import toast

VERSIONS = 20


@require_http_methods(["GET", "POST"])
def edit(request: WorkRequest, usager_id: UUID, contact_id: UUID | None = None) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, DataClass.IDENTITE)
    contact = get_object_or_404(selectors.contacts_of(usager), pk=contact_id) if contact_id else None
    initial = _initial(usager, contact)
    form = ContactForm(request.POST or None, post=request.post, contact=contact, initial=initial)
    theirs: list[tuple[str, object]] = []
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data["relation"] = Relation(data["relation"])
        try:
            saved = services.save_contact(usager=usager, by=request.post, contact=contact, **data)
        except ContactOvertaken as overtaken:
            form.add_error(None, overtaken.sentence)
            theirs = _theirs(form, overtaken.current)
        else:
            toast(request, f"{saved.display_name} est dans l'entourage.")
            return redirect("record:entourage", usager_id)
    barred = contact is not None and not selectors.may_inform(contact)
    versions = selectors.contact_versions(contact)[:VERSIONS] if contact else []
    context = around(
        request.post, usager, "entourage", form=form, contact=contact, barred=barred, theirs=theirs, versions=versions
    )
    return render(request, "record/contact.html", context, status=422 if form.errors else 200)


def _initial(usager: Usager, contact: Contact | None) -> dict[str, Any]:
    if contact is None:
        return {"call_order": selectors.contacts_of(usager).count() + 1}
    named = {name: getattr(contact, name) for name in ContactForm.base_fields if hasattr(contact, name)}
    return named | {"based_on": contact.version}


def _theirs(form: ContactForm, current: Contact) -> list[tuple[str, object]]:
    """What the contact says now, where it differs from what is typed; saving again follows it."""
    form.data = {**form.data.dict(), "based_on": str(current.version)}  # type: ignore[attr-defined]
    shown: list[tuple[str, object]] = []
    for name, field in form.fields.items():
        value = getattr(current, name, None)
        if name != "based_on" and value != form.cleaned_data.get(name):
            shown.append((str(field.label), "oui" if value is True else "non" if value is False else value or "rien"))
    return shown


@require_POST
def order(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """One place up or down: a button for a finger, a mouse or a keyboard."""
    usager = door(request, usager_id, Act.WRITE, DataClass.IDENTITE)
    ids = [contact.pk for contact in selectors.contacts_of(usager)]
    try:
        place = ids.index(UUID(request.POST.get("contact", "")))
    except ValueError:
        raise Http404("no such contact") from None
    other = place - 1 if request.POST.get("way") == "up" else place + 1
    if 0 <= other < len(ids):
        ids[place], ids[other] = ids[other], ids[place]
        services.order_contacts(usager=usager, by=request.post, ids=ids)
    return redirect("record:entourage", usager_id)


@require_POST
def remove(request: WorkRequest, usager_id: UUID, contact_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, DataClass.IDENTITE)
    contact = get_object_or_404(selectors.contacts_of(usager).select_related("usager"), pk=contact_id)
    try:
        services.remove_contact(contact=contact, by=request.post)
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
        return redirect("record:contact", usager_id, contact_id)
    toast(request, f"{contact.display_name} n'apparaît plus dans l'entourage.")
    return redirect("record:entourage", usager_id)
