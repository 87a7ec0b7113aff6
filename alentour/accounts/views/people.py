"""The accounts of the structure, for who administers them: no record, no secret, never one's own rights."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts import administration, factors, trials
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.forms import NewAccountForm, PostForm
from alentour.accounts.http import WorkRequest, opens
from alentour.accounts.models import Professional
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.ui.toasts import toast

PAGE = 30


@require_GET
@opens(Act.READ, DataClass.COMPTES)
def people(request: WorkRequest) -> HttpResponse:
    rows = administration.people_of(request.post)
    text = request.GET.get("q", "").strip()[:80]
    for word in text.split()[:4]:
        rows = rows.filter(Q(family_name__icontains=word) | Q(given_name__icontains=word) | Q(username__icontains=word))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    trace.record("accounts.listed", by=request.post, found=page.paginator.count)
    return render(request, "accounts/people.html", {"page": page, "q": text})


@require_http_methods(["GET", "POST"])
@opens(Act.WRITE, DataClass.COMPTES)
def new(request: WorkRequest) -> HttpResponse:
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            post = administration.open_account(by=request.post, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toast(request, f"Le compte de {post.professional.display_name} est ouvert.")
            return redirect("accounts:person", post.professional_id)
    return render(request, "accounts/person_new.html", {"form": form}, status=422 if form.errors else 200)


def _person(request: WorkRequest, person_id: UUID) -> Professional:
    return get_object_or_404(administration.people_of(request.post), pk=person_id)


@never_cache
@require_GET
@opens(Act.READ, DataClass.COMPTES)
def person(request: WorkRequest, person_id: UUID) -> HttpResponse:
    return _show(request, _person(request, person_id))


def _show(request: WorkRequest, found: Professional, *, status: int = 200, **context: object) -> HttpResponse:
    shown = {
        "person": found,
        "myself": found.pk == request.post.professional_id,
        "factors": len(factors.factors_of(found)) if found.username else 0,
        "blocked_until": trials.blocked_until(found),
        "invitation": found.invitations.filter(used_at=None).first(),
        "form": PostForm(),
        **context,
    }
    return render(request, "accounts/person.html", shown, status=status)


@require_POST
@opens(Act.WRITE, DataClass.COMPTES)
def open_post(request: WorkRequest, person_id: UUID) -> HttpResponse:
    found, form = _person(request, person_id), PostForm(request.POST)
    if form.is_valid():
        try:
            post = administration.open_post(by=request.post, person=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toast(request, f"Le poste est ouvert : {post.metier_label}.")
            return redirect("accounts:person", person_id)
    return _show(request, found, status=422, form=form)


@require_POST
@opens(Act.WRITE, DataClass.COMPTES)
def close_post(request: WorkRequest, person_id: UUID, post_id: UUID) -> HttpResponse:
    found = _person(request, person_id)
    post = get_object_or_404(found.posts.filter(structure=request.structure).select_related("professional"), pk=post_id)
    try:
        administration.close_post(by=request.post, post=post)
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
    else:
        toast(request, "Le poste est fermé ; il n'ouvre plus rien dès maintenant.")
    return redirect("accounts:person", person_id)


@never_cache
@require_POST
@opens(Act.WRITE, DataClass.COMPTES)
def invite(request: WorkRequest, person_id: UUID) -> HttpResponse:
    """The link is on this answer alone: reloading the page shows it no more."""
    return _with_link(request, person_id, administration.invite)


@never_cache
@require_POST
@opens(Act.WRITE, DataClass.COMPTES)
def reset(request: WorkRequest, person_id: UUID) -> HttpResponse:
    """Lost telephone or password: everything is forgotten, a new link is given."""
    return _with_link(request, person_id, administration.reset)


def _with_link(request: WorkRequest, person_id: UUID, gesture: object) -> HttpResponse:
    found = _person(request, person_id)
    try:
        secret = gesture(by=request.post, person=found)  # type: ignore[operator]
    except Refused as refusal:
        toast(request, refusal.sentence, kind="attention")
        return redirect("accounts:person", person_id)
    return _show(request, found, link=request.build_absolute_uri(f"/invitation/{secret}/"))
