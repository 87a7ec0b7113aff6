"""Where the record shows itself: « Personnes » in the navigation, its own tabs, the gesture of the directory."""

from __future__ import annotations

from django.http import HttpRequest

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.directory import gestures
from alentour.record import breakglass, panels
from alentour.ui import nav


def plug() -> None:
    nav.register("Personnes", "record:list", "users-round", order=20, key="p", phone=4, shown=meets_people)
    nav.register("Accès d'urgence", "record:breakglass", "siren", order=94, shown=breaks_glass)
    nav.register("Urgences relues", "record:breakglass-review", "shield-alert", order=95, shown=reads_accesses)
    panels.register("synthese", "Synthèse", "record:synthesis", kind=DataClass.IDENTITE, order=0)
    panels.register("medical", "Volet médical", "record:health", kind=DataClass.SANTE, order=15)
    panels.register("habitudes", "Habitudes", "record:habits", kind=DataClass.TRANSMISSIONS_VIE, order=70)
    panels.register("sejour", "Séjour", "record:stay", kind=DataClass.IDENTITE, order=75)
    panels.register("droits", "Droits", "record:rights", kind=DataClass.IDENTITE, order=82)
    panels.register("entourage", "Entourage", "record:entourage", kind=DataClass.IDENTITE, order=80)
    panels.register("accords", "Accords", "record:consents", kind=DataClass.IDENTITE, order=85)
    panels.register("identite", "Identité", "identity:card", kind=DataClass.IDENTITE, order=90)
    panels.register("lectures", "Qui a lu", "record:readers", kind=DataClass.TRACES, order=95)
    gestures.register("Ajouter au cercle d'une personne", "record:circle-pick", "user-plus", shown=writes_identities)


def _post(request: HttpRequest) -> Post | None:
    return getattr(request, "post", None)


def meets_people(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and rights.can(post, Act.READ, DataClass.IDENTITE)


def breaks_glass(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and breakglass.eligible(post)


def reads_accesses(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and breakglass.reads_accesses(post)


def writes_identities(post: Post) -> bool:
    return rights.can(post, Act.WRITE, DataClass.IDENTITE)
