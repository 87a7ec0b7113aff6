"""What the care prints as PDF/A."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.care.measures_paper import constantes_pdf
from alentour.care.models import Evaluation
from alentour.care.paper import evaluation_pdf
from alentour.care.selectors.scales import points_of
from alentour.care.views.measures import period_of
from alentour.core import trace
from alentour.record.access import door


@require_GET
def evaluation(request: WorkRequest, evaluation_id: UUID) -> HttpResponse:
    """The evaluation as it is printed or joined; a draft says that it is one."""
    people = ("author__professional", "validated_by__professional", "replaces")
    held = Evaluation.objects.for_post(request.post).filter(pk=evaluation_id).select_related(*people).first()
    if held is None:
        raise Http404("no such evaluation")
    usager = door(request, held.usager_id, Act.READ, DataClass.EVALUATIONS)
    data = evaluation_pdf(held, usager, points_of(request.post, usager, held.grid))
    trace.record("evaluation.printed", by=request.post, usager_id=usager.id, target=held, grid=held.grid)
    return _pdf(data, f"evaluation-{held.grid}-{held.done_on:%Y-%m-%d}")


@require_GET
def constantes(request: WorkRequest, usager_id: UUID) -> HttpResponse:
    """The constantes of the period shown on the screen, as they are printed or joined."""
    usager = door(request, usager_id, Act.READ, DataClass.SOINS)
    today = timezone.localdate()
    period = period_of(request)
    since = None if period == "tout" else today - timedelta(days=int(period))
    data = constantes_pdf(usager, by=request.post, since=since, until=today)
    trace.record("measures.printed", by=request.post, usager_id=usager.id, period=period)
    return _pdf(data, f"constantes-{today:%Y-%m-%d}")


def _pdf(data: bytes, name: str) -> HttpResponse:
    """Shown by the browser, kept by nobody on the way; the name says no one."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
