"""The consigne of the round at the desk, with its former versions; two people may be writing it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from alentour.accounts.enums import Act
from alentour.accounts.http import WorkRequest
from alentour.accounts.rights import can
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record.access import door
from alentour.record.presenters import around
from alentour.tournee.forms import ConsigneForm
from alentour.tournee.models import Consigne
from alentour.tournee.rules import CONSIGNE
from alentour.tournee.selectors.consigne import FIELDS, consigne_of, versions_of
from alentour.tournee.services.consigne import Disagreement, withdraw_consigne, write_consigne
from alentour.ui.toasts import toast

SHOWN = 10


@require_http_methods(["GET", "POST"])
def page(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    usager = door(request, usager_id, Act.READ, CONSIGNE)
    current = consigne_of(usager)
    form = ConsigneForm(request.POST or None, initial=_initial(current))
    trouble, theirs = "", None
    if request.method == "POST" and form.is_valid():
        door(request, usager_id, Act.WRITE, CONSIGNE)
        try:
            _write(request, usager, form)
            return redirect("tournee:consigne", usager.id)
        except Refused as refusal:
            trouble = refusal.sentence
        except Disagreement as clash:
            theirs = clash.current
            form = ConsigneForm(initial=_mine_over(form, usager, theirs))
    context = around(
        request.post, usager, "consigne", form=form, trouble=trouble, theirs=theirs, in_force=current,
        versions=versions_of(usager)[:SHOWN], may_write=can(request.post, Act.WRITE, CONSIGNE),
    )  # fmt: skip
    return render(request, "tournee/consigne.html", context, status=422 if request.method == "POST" else 200)


def _initial(current: Consigne | None) -> dict[str, object]:
    texts = {name: getattr(current, name, "") for name in FIELDS}
    return {**texts, "based_on": current.number if current else 0}


def _mine_over(form: ConsigneForm, usager: Usager, theirs: Consigne) -> dict[str, object]:
    """The words I changed, over the version of the record: what I did not touch is what the colleague wrote."""
    base = versions_of(usager).filter(number=form.cleaned_data["based_on"]).first()
    mine = {name: form.cleaned_data[name] for name in FIELDS if form.cleaned_data[name] != getattr(base, name, "")}
    return {**_initial(theirs), **mine}


def _write(request: WorkRequest, usager: Usager, form: ConsigneForm) -> None:
    based_on = form.cleaned_data["based_on"]
    if "withdraw" in request.POST:
        withdraw_consigne(usager=usager, by=request.post, based_on=based_on)
        toast(request, "La consigne est retirée ; ses versions restent lisibles.")
        return
    base = versions_of(usager).filter(number=based_on).first()
    changes = {name: form.cleaned_data[name] for name in FIELDS}
    changed = {name: text for name, text in changes.items() if text != getattr(base, name, "")}
    write_consigne(usager=usager, by=request.post, based_on=based_on, changes=changed)
    toast(request, "Consigne gardée. Elle partira avec la prochaine tournée.")
