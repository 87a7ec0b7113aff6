"""The directory: finding whom to write to, or to put beside a person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.http import WorkRequest, opens
from alentour.directory import gestures, presenters, services
from alentour.directory.forms import SearchForm


@require_GET
@opens(Act.READ, DataClass.IDENTITE)
def search(request: WorkRequest) -> HttpResponse:
    """Results of the Annuaire Santé, or of the local copy when it does not answer (and the page says so)."""
    form = SearchForm(request.GET or None)
    criteria = form.cleaned_data if form.is_valid() else {}
    found = ask(request, criteria) if any(criteria.values()) else None
    offered = gestures.offered(request.post)
    lines = [presenters.line(one, actions=gestures.actions(one, offered)) for one in (found.listings if found else ())]
    context = {"form": form, "found": found, "lines": lines}
    return render(request, "directory/_results.html" if request.htmx else "directory/search.html", context)


def ask(request: WorkRequest, criteria: dict[str, str]) -> services.SearchResult:
    return services.search(
        criteria.get("q", ""),
        structure=request.structure,
        by=request.post,
        profession=criteria.get("profession", ""),
        town=criteria.get("town", ""),
        kind=criteria.get("kind", ""),
    )
