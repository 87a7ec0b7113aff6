"""Where the round shows itself: the navigation and the phone's bottom bar."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from alentour.accounts.models import Post
from alentour.core.gather import Asks, first
from alentour.identity.models import Usager
from alentour.record import panels, trail
from alentour.tournee import rules, words
from alentour.tournee.selectors.consigne import versions_of
from alentour.tournee.selectors.review import to_review
from alentour.ui import nav


def plug() -> None:
    trail.WORDS.update(words.TRAIL)
    nav.register_script("tournee/js/everywhere.js")
    nav.register("Ma tournée", "tournee:round", "route", badge=waiting, order=10, key="t", phone=2, shown=goes_out)
    panels.register(
        "consigne", "Consigne", "tournee:consigne", kind=rules.CONSIGNE, order=28, icon="notebook-pen", summary=summary
    )


def goes_out(request: HttpRequest) -> bool:
    post: Post | None = getattr(request, "post", None)
    return post is not None and rules.has_round(post)


def waiting(request: HttpRequest) -> int:
    """The gestures of a round that wait for a choice."""
    post: Post | None = getattr(request, "post", None)
    return to_review(post).count() if post else 0


def summary(post: Post, usager: Usager) -> Asks[panels.Summary | None]:
    """The consigne in force, beside the Synthèse; nothing when there is none."""
    current = yield from first(versions_of(usager))
    if current is None or not (current.access or current.advice):
        return None
    return panels.Summary(
        title="Consigne de tournée",
        template="tournee/_consigne.html",
        context={"consigne": current},
        icon="notebook-pen",
        url=reverse("tournee:consigne", args=[usager.id]),
        side=True,
    )
