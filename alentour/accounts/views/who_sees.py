"""« Qui voit quoi »: the table of habilitations in words, for who answers for it and for whoever works here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alentour.accounts.enums import DataClass, Metier
from alentour.accounts.http import WorkRequest
from alentour.accounts.presenters import cells, scopes
from alentour.accounts.rights import table


@require_GET
def who_sees(request: WorkRequest) -> HttpResponse:
    """By kind of data (who opens it), or by métier (what it opens); nothing here names a person."""
    rows = table()
    metier = request.GET.get("metier", "")
    chosen = Metier(metier) if metier in Metier.values else Metier(request.post.metier)
    context = {
        "by_kind": [(kind, cells(rows, kind)) for kind in DataClass],
        "scopes": scopes(rows),
        "metiers": Metier.choices,
        "chosen": chosen,
        "of_chosen": [(kind, sorted(rows[chosen].acts[kind])) for kind in DataClass if rows[chosen].acts[kind]],
        "closed_to_chosen": [kind.label for kind in DataClass if not rows[chosen].acts[kind]],
    }
    return render(request, "accounts/who_sees.html", context)
