"""Writing, correcting, ending a line of the record, and reading its history: one small page for each gesture."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alentour.accounts.enums import Act
from alentour.accounts.http import WorkRequest
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record import models, selectors, services
from alentour.record.access import door
from alentour.record.enums import EndKind
from alentour.record.forms import LineForm
from alentour.record.kinds import KINDS, Kind
from alentour.record.presenters import around
from alentour.record.presenters.lines import said, say
from alentour.ui.toasts import toast

REASON = 300
PRESETS = {"theme", "kind", "object", "contact"}


@require_http_methods(["GET", "POST"])
def new(request: WorkRequest, usager_id: UUID, slug: str) -> HttpResponse:
    """An empty form; for what is said once of a person, the form of what is already there."""
    kind = _kind(slug)
    usager = door(request, usager_id, Act.WRITE, kind.writer(request.post))
    if kind.single and request.method == "GET" and (held := selectors.standing(kind.model, usager).first()):
        return redirect("record:line", usager_id, slug, held.pk)
    preset = {name: value for name, value in request.GET.dict().items() if name in PRESETS}
    form = kind.form(request.POST or None, usager=usager, preset=preset)
    if request.method == "POST" and form.is_valid():
        return _settle(request, usager, kind, form, None)
    return _page(request, usager, kind, form)


@require_http_methods(["GET", "POST"])
def correct(request: WorkRequest, usager_id: UUID, slug: str, line_id: UUID) -> HttpResponse:
    """What the line says, to be corrected: the next version takes its place, this one stays in the history."""
    kind = _kind(slug)
    usager = door(request, usager_id, Act.WRITE, kind.writer(request.post))
    line = _line(kind, usager, line_id)
    if not line.stands and request.method == "GET":
        return redirect("record:line-history", usager_id, slug, line_id)
    form = kind.form(request.POST or None, usager=usager, line=line)
    if request.method == "POST" and form.is_valid():
        based = form.cleaned_data.get("base") or line_id
        return _settle(request, usager, kind, form, _line(kind, usager, based))
    return _page(request, usager, kind, form, line=line)


@require_POST
def end(request: WorkRequest, usager_id: UUID, slug: str, line_id: UUID) -> HttpResponse:
    """No longer true, or written by mistake; the line stays in the history with who said so."""
    kind = _kind(slug)
    usager = door(request, usager_id, Act.WRITE, kind.writer(request.post))
    line = _line(kind, usager, line_id)
    mistake = request.POST.get("end") == EndKind.ERREUR
    reason = request.POST.get("reason", "").strip()[:REASON]
    services.end(line, by=request.post, kind=EndKind.ERREUR if mistake else EndKind.TERMINEE, reason=reason)
    toast(request, "La ligne est terminée ; elle reste dans l'historique.")
    return redirect(kind.page, usager_id)


@require_GET
def history(request: WorkRequest, usager_id: UUID, slug: str, line_id: UUID) -> HttpResponse:
    """Every version, the last first."""
    kind = _kind(slug)
    usager = door(request, usager_id, Act.READ, kind.read)
    versions = said(selectors.history_of(_line(kind, usager, line_id)), request.post)
    context = around(
        request.post, usager, _tab(kind), kind=kind, versions=versions, back=reverse(kind.page, args=[usager_id])
    )
    return render(request, "record/line_history.html", context)


def _settle(request: WorkRequest, usager: Usager, kind: Kind, form: LineForm, line: models.Line | None) -> HttpResponse:
    """Write; when somebody wrote in the meantime, show both and let the writer decide."""
    said_now = form.contents()
    try:
        if line is None:
            kind.write(usager=usager, by=request.post, key=form.sent_key, said=said_now)
        else:
            kind.correct(line, by=request.post, key=form.sent_key, said=said_now)
    except services.Overtaken as overtaken:
        form.add_error(None, overtaken.sentence)
        return _page(request, usager, kind, form, line=line, theirs=overtaken.current)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, usager, kind, form, line=line)
    toast(request, f"{kind.title} : c'est enregistré.")
    return redirect(kind.page, usager.id)


def _page(
    request: WorkRequest,
    usager: Usager,
    kind: Kind,
    form: LineForm,
    *,
    line: models.Line | None = None,
    theirs: models.Line | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"kind": kind, "form": form, "line": line, "back": reverse(kind.page, args=[usager.id])}
    if theirs is not None:  # saving again follows what the other wrote
        form.data = {**form.data.dict(), "base": str(theirs.pk)}  # type: ignore[attr-defined]
        context |= {"theirs": say(theirs), "action": reverse("record:line", args=[usager.id, kind.slug, theirs.pk])}
    page = around(request.post, usager, _tab(kind), **context)
    return render(request, "record/line.html", page, status=422 if form.errors else 200)


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404("no such kind of line")
    return KINDS[slug]


def _line(kind: Kind, usager: Usager, line_id: UUID) -> models.Line:
    line = selectors.line_of(kind.model, usager, line_id)
    if line is None or not kind.fits(line):
        raise Http404("no such line of this person")
    return line


TABS = {
    "record:health": "medical",
    "record:habits": "habitudes",
    "record:entourage": "entourage",
    "record:consents": "accords",
}


def _tab(kind: Kind) -> str:
    return TABS.get(kind.page, "droits")
