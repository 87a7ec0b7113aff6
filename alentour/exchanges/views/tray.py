"""The tray of what is stuck, and the state of the connections."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from alentour.accounts.http import WorkRequest
from alentour.exchanges import selectors, services
from alentour.exchanges.models import Exchange


@require_GET
def tray(request: WorkRequest) -> HttpResponse:
    """What is stuck first, then what left lately: why, and the one next gesture."""
    page = Paginator(selectors.recent(request.post), 30).get_page(request.GET.get("page"))
    context = {"stuck": selectors.stuck(request.post)[:50], "page": page}
    return render(request, "exchanges/tray.html", context)


@require_GET
def connections(request: WorkRequest) -> HttpResponse:
    context = {"connections": selectors.connections(request.post)}
    return render(request, "exchanges/connections.html", context)


def _mine(request: WorkRequest, exchange_id: UUID) -> Exchange:
    exchange = selectors.exchanges_of(request.post).filter(pk=exchange_id).first()
    if exchange is None:
        raise Http404("no such exchange for this post")
    return exchange


@require_POST
def retry(request: WorkRequest, exchange_id: UUID) -> HttpResponse:
    exchange = _mine(request, exchange_id)
    services.retry(exchange=exchange, by=request.post)
    messages.success(request, f"« {exchange.label} » repart tout de suite.")
    return redirect("exchanges:tray")


@require_POST
def cancel(request: WorkRequest, exchange_id: UUID) -> HttpResponse:
    exchange = _mine(request, exchange_id)
    reason = request.POST.get("motif", "").strip() or "Abandonné à la main."
    if services.cancel(exchange=exchange, by=request.post, reason=reason):
        messages.info(request, f"« {exchange.label} » ne partira pas.")
    else:
        messages.warning(request, "Trop tard : cet échange est déjà parti.")
    return redirect("exchanges:tray")
