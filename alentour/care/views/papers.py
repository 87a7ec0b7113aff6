"""What the care prints as PDF/A."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest
from alentour.care.models import Evaluation
from alentour.care.paper import evaluation_pdf
from alentour.care.selectors.scales import points_of
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
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="evaluation-{held.grid}-{held.done_on:%Y-%m-%d}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
