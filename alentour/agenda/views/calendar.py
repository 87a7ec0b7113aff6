"""My week or my day, that of a place, and the day of the team."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.http import WorkRequest
from alentour.agenda import rules, services
from alentour.agenda.enums import PlaceKind
from alentour.agenda.forms import PlaceForm
from alentour.agenda.models import Place
from alentour.agenda.presenters.items import days, item, items, taken
from alentour.agenda.recurrence import midnight
from alentour.agenda.selectors import entries as read
from alentour.agenda.selectors.sight import sight
from alentour.agenda.views.days import one_day, span, week
from alentour.core import trace
from alentour.core.doors import Refused

COLUMNS = 8


@require_GET
def mine(request: WorkRequest) -> HttpResponse:
    """The agenda of the person at the screen."""
    shown = span(request)
    end = midnight(shown.last + timedelta(1))
    found = read.of_post(request.post, midnight(shown.first), end)
    trace.read("agenda.read", by=request.post, lines=len(found))
    lines = items(request.post, found)
    context = {"span": shown, "days": days(lines, shown.first, shown.count), "may_write": True, "now": timezone.now()}
    return render(request, "agenda/mine.html", context)


@require_GET
def team(request: WorkRequest) -> HttpResponse:
    """One day, one column a colleague, eight at a time."""
    shown = one_day(request)
    page = Paginator(read.colleagues(request.post), COLUMNS).get_page(request.GET.get("page"))
    posts = list(page)
    end = midnight(shown.last + timedelta(1))
    found = read.of_posts(request.post, posts, midnight(shown.first), end)
    lines = items(request.post, found)
    trace.read("agenda.team_read", by=request.post, lines=len(found))
    columns = [
        (
            post,
            [
                line
                for line, one in zip(lines, found, strict=True)
                if post.id in {colleague.id for colleague in one.posts}
            ],
        )
        for post in posts
    ]
    return render(request, "agenda/team.html", {"span": shown, "columns": columns, "page": page})


@require_http_methods(["GET", "POST"])
def places(request: WorkRequest) -> HttpResponse:
    """The rooms, the vehicles and the addresses of the structure."""
    form = PlaceForm(request.POST or None)
    trouble, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                given = dict(form.cleaned_data)
                services.add_place(by=request.post, kind=PlaceKind(given.pop("kind")), **given)
                messages.success(request, "Lieu ajouté : il peut être réservé.")
                return redirect("agenda:places")
            except Refused as refusal:
                trouble = refusal.sentence
    page = Paginator(read.places(request.post), 50).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "trouble": trouble, "may_write": rules.may_write(request.post)}
    return render(request, "agenda/places.html", context, status=status)


@require_GET
def place(request: WorkRequest, place_id: UUID) -> HttpResponse:
    """The week of a room or a vehicle: what one does not see is « occupé »."""
    where, shown, post = _place(request, place_id), week(request), request.post
    found = read.of_place(post, where, midnight(shown.first), midnight(shown.last + timedelta(1)))
    seen, eyes = read.seen_by(post, found), sight(post, found)
    lines = [item(one, eyes) if one.entry.id in seen else taken(one) for one in found]
    trace.read("agenda.place_read", by=post, target=where)
    context = {
        "place": where,
        "span": shown,
        "days": days(lines, shown.first, shown.count),
        "may_write": rules.may_write(post),
    }
    return render(request, "agenda/place.html", context)


@require_POST
def retire(request: WorkRequest, place_id: UUID) -> HttpResponse:
    services.retire_place(place=_place(request, place_id), by=request.post)
    messages.success(request, "Ce lieu n'est plus proposé ; ce qui y était prévu reste.")
    return redirect("agenda:places")


def _place(request: WorkRequest, place_id: UUID) -> Place:
    found: Place | None = Place.objects.for_post(request.post).filter(pk=place_id).first()
    if found is None:
        raise Http404("no such place")
    return found
