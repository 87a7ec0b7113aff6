"""Choosing the person first, for the gestures of the (+)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alentour.accounts.http import WorkRequest
from alentour.identity.selectors import filter_by_text
from alentour.record.access import visible_usagers
from alentour.record.presenters import person_line
from alentour.record.selectors import with_stay_and_alerts

PAGE = 30


def choose_person(request: WorkRequest, *, title: str, then: str) -> HttpResponse:
    """The persons this post follows, found by name; each leads to ``then`` (a url name that takes her id)."""
    text = request.GET.get("q", "").strip()
    people = visible_usagers(request.post).filter(is_active=True).order_by("nom_n", "prenom_n")
    rows = with_stay_and_alerts(filter_by_text(people, text, request.structure.id), request.post)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = [(reverse(then, args=[usager.id]), person_line(usager, request.post)) for usager in page]
    return render(request, "care/choose.html", {"lines": lines, "page": page, "q": text, "asks": title})
