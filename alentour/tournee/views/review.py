"""« À revoir »: what phones brought and the record did not take at once, one decision at a time."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from alentour.accounts.http import WorkRequest
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.tournee import presenters, rules
from alentour.tournee.enums import Settlement
from alentour.tournee.forms import SettleForm
from alentour.tournee.models import SyncedOperation
from alentour.tournee.selectors.review import open_operation, settled, to_review
from alentour.tournee.services.settle import compare_again, settle
from alentour.ui.toasts import toast

SAID = {
    Settlement.THEIRS: "La version du dossier est gardée ; la vôtre reste lisible ici.",
    Settlement.MINE: "La version du téléphone est inscrite au dossier.",
    Settlement.BOTH: "Les deux sont gardées.",
    Settlement.WRITTEN: "Le geste est inscrit au dossier.",
    Settlement.ASIDE: "Le geste est mis de côté ; il reste lisible ici.",
}


@require_GET
def listing(request: WorkRequest) -> HttpResponse:
    rules.require_round(request.post)
    done = request.GET.get("vue") == "tranches"
    rows = settled(request.post) if done else to_review(request.post)
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    trace.record("tournee.reviewed", by=request.post, count=len(page.object_list))
    context = {"page": page, "lines": [presenters.line(row) for row in page.object_list], "done": done}
    return render(request, "tournee/review.html", context)


@require_http_methods(["GET", "POST"])
def compare(request: WorkRequest, ident: UUID) -> HttpResponse:
    rules.require_round(request.post)
    row = open_operation(request.post, ident)
    form, trouble = SettleForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            choice = Settlement(form.cleaned_data["choice"])
            row = settle(operation=row, by=request.post, choice=choice, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            trouble = refusal.sentence
        else:
            if row.settled_at is not None:
                toast(request, SAID[Settlement(row.settlement)])
                return redirect("tournee:review")
            trouble = row.sentence
    if hasattr(row, "conflict"):
        compare_again(conflict=row.conflict)
    context = _around(request, row, form, trouble)
    return render(request, "tournee/compare.html", context, status=422 if request.method == "POST" else 200)


def _around(request: WorkRequest, row: SyncedOperation, form: SettleForm, trouble: str) -> dict[str, object]:
    return {
        "row": row,
        "line": presenters.line(row),
        "sides": presenters.sides(request.post, row),
        "choices": presenters.offered(request.post, row),
        "may_put_aside": row.settled_at is None and not hasattr(row, "conflict"),
        "form": form,
        "trouble": trouble,
    }
