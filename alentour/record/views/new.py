"""Opening the record of a person who is met for the first time."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass, Scope
from alentour.accounts.http import WorkRequest, opens
from alentour.core.doors import Refused
from alentour.identity import selectors
from alentour.identity.forms import NewUsagerForm
from alentour.identity.mapping import Traits
from alentour.identity.models import Usager
from alentour.identity.services import create_usager
from alentour.record import services
from alentour.record.access import visible_usagers
from alentour.record.presenters import person_line


@require_http_methods(["GET", "POST"])
@opens(Act.WRITE, DataClass.IDENTITE)
def new(request: WorkRequest) -> HttpResponse:
    """The traits; if somebody followed here resembles her, that is said before a second record is opened."""
    form = NewUsagerForm(request.POST or None)
    alike: list[Usager] = []
    if request.method == "POST" and form.is_valid():
        alike = _alike(request, form.cleaned_data)
        if not alike or request.POST.get("really"):
            usager = _create(request, form)
            if usager is not None:
                return redirect("record:synthesis", usager.id)
    mine = set(visible_usagers(request.post).filter(pk__in=[one.pk for one in alike]).values_list("pk", flat=True))
    context = {
        "form": form,
        "alike": [person_line(one) for one in alike if one.pk in mine],
        "alike_elsewhere": sum(one.pk not in mine for one in alike),
    }
    return render(request, "record/new.html", context, status=422 if form.errors or alike else 200)


def _alike(request: WorkRequest, data: dict[str, Any]) -> list[Usager]:
    """Who has the same birth date and a close name, in the whole structure: a double record is worse than a question."""
    traits = Traits(birth_name=data["birth_name"], birth_date=data["birth_date_text"])
    close = selectors.near(structure=request.structure, traits=traits, limit=10)
    return [one for one in close if one.birth_date_text == data["birth_date_text"] and selectors.resembles(one, traits)]


def _create(request: WorkRequest, form: NewUsagerForm) -> Usager | None:
    """The record, its first stay, and the place of who opens it when that is what lets them in."""
    try:
        with transaction.atomic():
            usager = create_usager(structure=request.structure, by=request.post, **form.cleaned_data)
            services.admit(usager=usager, by=request.post)
            if rights.scope_of(request.post) == Scope.TEAM:
                services.add_to_team(usager=usager, post=request.post, by=request.post)
    except Refused as refusal:
        form.add_error("matricule", refusal.sentence)
        return None
    return usager
