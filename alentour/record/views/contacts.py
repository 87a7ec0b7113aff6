"""The people around: relatives, trusted person, legal representative."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.record import selectors, services
from alentour.record.access import door
from alentour.record.enums import Relation
from alentour.record.forms import ContactForm
from alentour.record.presenters import around
from alentour.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def edit(request: WorkRequest, usager_id: UUID, contact_id: UUID | None = None) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, DataClass.IDENTITE)
    contact = get_object_or_404(selectors.contacts_of(usager), pk=contact_id) if contact_id else None
    initial = {name: getattr(contact, name) for name in ContactForm.base_fields} if contact else None
    form = ContactForm(request.POST or None, post=request.post, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data["relation"] = Relation(data["relation"])
        saved = services.save_contact(usager=usager, by=request.post, contact=contact, **data)
        toast(request, f"{saved.display_name} est dans l'entourage.")
        return redirect("record:entourage", usager_id)
    context = around(request.post, usager, "entourage", form=form, contact=contact)
    return render(request, "record/contact.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: WorkRequest, usager_id: UUID, contact_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, DataClass.IDENTITE)
    contact = get_object_or_404(selectors.contacts_of(usager), pk=contact_id)
    services.remove_contact(contact=contact, by=request.post)
    toast(request, f"{contact.display_name} n'apparaît plus dans l'entourage.")
    return redirect("record:entourage", usager_id)
