"""What the frame says of the person at the screen, and the table of habilitations in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from alentour.accounts.enums import Act, DataClass, Metier, Scope
from alentour.accounts.models import Post
from alentour.accounts.rights import Habilitation, can
from alentour.accounts.services import current_posts
from alentour.ui import nav


def who(request: HttpRequest) -> nav.Who | None:
    """Name, métier and structure of the current post, and the other posts one may switch to."""
    post: Post | None = getattr(request, "post", None)
    if post is None:
        return None
    person = post.professional
    others = current_posts(person) if request.session.get("post") else [post]
    return nav.Who(
        name=person.display_name,
        short_name=f"{person.given_name} {person.family_name[:1].upper()}.",
        metier=post.metier_label,
        structure=post.structure.name,
        posts=tuple(
            nav.Post(
                structure=other.structure.name,
                metier=other.metier_label,
                switch_url=f"{reverse('accounts:choose-post')}?poste={other.id}",
                current=other.id == post.id,
            )
            for other in others
        ),
        logout_url=reverse("accounts:logout"),
        profile_url=reverse("accounts:security"),
        lock_url=reverse("accounts:lock"),
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """A kind of data, and the métiers that know its alerts, read, write and validate it."""

    alerts: tuple[str, ...]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    validates: tuple[str, ...]


def cells(rows: Mapping[Metier, Habilitation], kind: DataClass) -> Opening:
    """One column of the table, in words."""
    found = {act: tuple(metier.label for metier, row in rows.items() if act in row.acts[kind]) for act in Act}
    return Opening(found[Act.ALERTS], found[Act.READ], found[Act.WRITE], found[Act.VALIDATE])


def scopes(rows: Mapping[Metier, Habilitation]) -> list[tuple[str, list[str]]]:
    """Which persons each métier meets: « les personnes dont on est l'équipe » and its métiers."""
    return [(scope.label, [metier.label for metier, row in rows.items() if row.scope == scope]) for scope in Scope]


def reads_accounts(request: HttpRequest) -> bool:
    post: Post | None = getattr(request, "post", None)
    return post is not None and can(post, Act.READ, DataClass.COMPTES)


def answers_for_rights(request: HttpRequest) -> bool:
    """Who answers for the accesses has the table at hand; the others reach it from « Mon compte »."""
    post: Post | None = getattr(request, "post", None)
    return post is not None and (can(post, Act.READ, DataClass.TRACES) or can(post, Act.READ, DataClass.COMPTES))
