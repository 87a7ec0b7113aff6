"""What the frame says of the person at the screen."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from alentour.accounts.models import Post
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
    )
