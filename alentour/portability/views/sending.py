"""A record, or all of them, leaves: asked, followed, taken, forgotten."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.core import rls
from alentour.core.doors import Refused
from alentour.portability import presenters, rules, selectors, services, vault
from alentour.portability.enums import Reason
from alentour.portability.forms import SendForm
from alentour.portability.models import Export
from alentour.portability.tables import BY_NAME
from alentour.record.access import door
from alentour.record.presenters import around
from alentour.ui.toasts import toast

PAGE = 20


@require_http_methods(["GET", "POST"])
def record(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The tab of a record: hand it over, follow what was asked, and what was taken over from elsewhere."""
    usager = door(request, usager_id, Act.READ, DataClass.IDENTITE)
    may = rules.may_send_one(request.post)
    form = SendForm(request.POST or None) if may else None
    if request.method == "POST":
        rules.require_send_one(request.post)
        if form is not None and form.is_valid() and (made := _ask(request, form, usager)):
            return redirect("portability:export", made.pk)
    context = around(
        request.post, usager, "transferts", form=form, may=may, taken=taken_lines(usager),
        exports=[presenters.export_line(one) for one in selectors.exports_about(request.post, usager)[:10]],
    )  # fmt: skip
    return render(request, "portability/record.html", context, status=422 if form is not None and form.errors else 200)


def taken_lines(usager: Any) -> list[dict[str, Any]]:
    titles = BY_NAME
    return [
        one | {"title": titles[one["table"]].title} for one in selectors.taken_over(usager) if one["table"] in titles
    ]


def _ask(request: WorkRequest, form: SendForm, usager: Any = None) -> Export | None:
    given = form.cleaned_data
    try:
        return services.ask(
            by=request.post, usager=usager, key=str(given["key"]), reason=Reason(given["reason"]), recipient=given["recipient"],
            detail=given["detail"],
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return None


@require_http_methods(["GET", "POST"])
def everybody(request: WorkRequest) -> HttpResponse:
    """The whole structure: who answers for it, with a reason."""
    rules.require_send_all(request.post)
    form = SendForm(request.POST or None, initial={"reason": Reason.LOGICIEL})
    if request.method == "POST" and form.is_valid() and (made := _ask(request, form)):
        return redirect("portability:export", made.pk)
    return render(request, "portability/everybody.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def export(request: WorkRequest, export_id: UUID) -> HttpResponse:
    made = selectors.open_export(request.post, export_id)
    context = {
        "export": made, "line": presenters.export_line(made), "label": presenters.progress_label(made),
        "lines": presenters.report_lines(made), "there": presenters.is_there(made), "left": made.report.get("left", [])[:50],
        "closed": made.report.get("closed_words", []),
    }  # fmt: skip
    return render(request, "portability/export.html", context)


@require_GET
def export_progress(request: WorkRequest, export_id: UUID) -> HttpResponse:
    return progress(request, selectors.open_export(request.post, export_id))


def progress(request: WorkRequest, job: Any) -> HttpResponse:
    """How far the work is; once over, the page is asked again."""
    line = presenters.export_line(job) if isinstance(job, Export) else presenters.import_line(job)
    response = render(request, "portability/_progress.html", {"line": line, "label": presenters.progress_label(job)})
    if not job.is_open:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def take(request: WorkRequest, export_id: UUID) -> Any:
    """The archive, opened piece by piece as it leaves."""
    made = selectors.open_export(request.post, export_id)
    try:
        services.take(export=made, by=request.post)
    except Refused as refusal:
        toast(request, refusal.sentence, kind="danger")
        return redirect("portability:export", made.pk)
    assert made.vault is not None
    body = rls.carried(vault.chunks(made.vault), made.structure_id)
    response = StreamingHttpResponse(body, content_type="application/zip")
    response["Content-Length"] = str(made.vault.size)
    response["Content-Disposition"] = content_disposition_header(True, f"dossiers-{made.created_at:%Y-%m-%d}.zip") or ""
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def forget(request: WorkRequest, export_id: UUID) -> HttpResponse:
    made = selectors.open_export(request.post, export_id)
    services.forget(export=made, by=request.post)
    toast(request, "Le fichier est détruit. Le compte de ce qui était parti reste lisible.")
    return redirect("portability:export", made.pk)


@require_GET
def home(request: WorkRequest) -> HttpResponse:
    """What left and what arrived, for who answers for it."""
    sends, takes = rules.may_send_all(request.post), rules.may_take(request.post)
    if not (sends or takes):
        rules.require_take(request.post)
    imports = selectors.imports_of(request.post) if takes else selectors.imports_of(request.post).none()
    page = Paginator(imports, PAGE).get_page(request.GET.get("page"))
    context = {
        "may_send": sends, "may_take": takes, "page": page, "imports": [presenters.import_line(one) for one in page],
        "exports": [presenters.export_line(one) for one in selectors.exports_of(request.post)[:10]],
    }  # fmt: skip
    return render(request, "portability/home.html", context)
