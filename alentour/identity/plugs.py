"""Where the identities show themselves: the search of the top bar and a line of the navigation."""

from __future__ import annotations

from django.http import HttpRequest

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.identity import selectors
from alentour.ui import nav


def plug() -> None:
    nav.register_search("identity:search")
    nav.register("Identités à qualifier", "identity:worklist", "id-card", badge=waiting, order=60, shown=qualifies)


def _post(request: HttpRequest) -> Post | None:
    return getattr(request, "post", None)


def qualifies(request: HttpRequest) -> bool:
    """Those who recover or validate identities."""
    post = _post(request)
    return post is not None and rights.can(post, Act.WRITE, DataClass.INS)


def waiting(request: HttpRequest) -> int:
    post = _post(request)
    return selectors.to_qualify(post).count() if post else 0
