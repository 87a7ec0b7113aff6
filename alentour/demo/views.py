"""The first page of the demonstration: what this is, the guided journey, whom to log in as, where the console is."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alentour.accounts.http import public
from alentour.accounts.models import Post
from alentour.core import rls
from alentour.demo import roster
from alentour.demo.cast import LOCAL_PASSWORD


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the guided journey."""

    who: str
    what: str
    where: str


P01 = (
    Step(
        "Aïcha Benali, aide-soignante",
        "Photographier la plaie d'Irène, avec son accord, et l'envoyer à l'infirmière.",
        "Sur téléphone : (+) puis Photo.",
    ),
    Step("Inès Moreau, infirmière", "Lire le message et répondre la conduite à tenir.", "Messages, puis Répondre."),
    Step(
        "Inès Moreau, infirmière",
        "Écrire au médecin traitant, photo jointe, pour demander une prescription.",
        "Dossier d'Irène, Messages, Écrire.",
    ),
    Step(
        "Dr Paul Martin, médecin traitant",
        "Établir l'ordonnance, l'envoyer à l'infirmière et la déposer au DMP.",
        "Dossier d'Irène, Documents, Nouvelle ordonnance.",
    ),
    Step(
        "Inès Moreau, infirmière",
        "Transférer l'ordonnance à la pharmacie, avec une date de livraison.",
        "Documents, l'ordonnance, Envoyer par messagerie.",
    ),
    Step(
        "Claire Petit, pharmacienne",
        "Recevoir, retrouver l'ordonnance au DMP, confirmer la livraison.",
        "Messages, puis l'onglet DMP du dossier.",
    ),
)


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody to log in as, and what they live today."""

    name: str
    metier: str
    situation: str


@dataclass(frozen=True, slots=True)
class Players:
    """Those of one establishment."""

    house: str
    people: tuple[Player, ...]


def players() -> list[Players]:
    """Everybody who can log in by Pro Santé Connect, by establishment, in the order of the demonstration."""
    everyone = Post.objects.select_related("professional", "structure").exclude(professional__idnps=None)
    with rls.across("the fictitious people of the demonstration, to play them"):
        found = {post.professional.idnps: post for post in everyone}
    by_house: dict[str, list[Player]] = {}
    for key, worker in roster.everybody_at_work().items():
        post = found.get(f"8{worker.rpps}")
        if post is not None:
            player = Player(post.professional.display_name, post.metier_label, roster.situations().get(key, ""))
            by_house.setdefault(post.structure.name, []).append(player)
    return [Players(name, tuple(people)) for name, people in by_house.items()]


@public
@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404("no demonstration here")
    context = {
        "local_password": LOCAL_PASSWORD,
        "steps": P01,
        "houses": players(),
        "console": f"http://127.0.0.1:{settings.SANDBOX_PORT}/",
    }
    return render(request, "demo/welcome.html", context)
