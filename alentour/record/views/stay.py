"""Beginning and ending the time a person is followed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record import selectors, services
from alentour.record.access import door
from alentour.record.enums import StayKind
from alentour.record.forms import LeaveForm, StayForm
from alentour.record.models import Stay
from alentour.record.presenters import around
from alentour.ui.toasts import toast


@require_http_methods(["GET", "POST"])
def stay(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.WRITE, DataClass.IDENTITE)
    current = selectors.current_stay(usager)
    today = timezone.localdate()
    data = request.POST or None
    form = LeaveForm(data, initial={"ends_on": today}) if current else StayForm(data, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid() and _settle(request, usager, current, form):
        return redirect("record:synthesis", usager_id)
    context = around(request.post, usager, "synthese", form=form, ongoing=current, past=selectors.past_stays(usager))
    return render(request, "record/stay.html", context, status=422 if form.errors else 200)


def _settle(request: WorkRequest, usager: Usager, current: Stay | None, form: StayForm | LeaveForm) -> bool:
    data = dict(form.cleaned_data)
    try:
        if current:
            services.discharge(stay=current, by=request.post, ends_on=data["ends_on"], reason=data["reason"])
            toast(request, "La fin de l'accompagnement est enregistrée.")
        else:
            data["kind"] = StayKind(data["kind"])
            services.admit(usager=usager, by=request.post, **data)
            toast(request, "L'accompagnement est ouvert.")
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True
