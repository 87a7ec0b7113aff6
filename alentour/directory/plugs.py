"""Where the directory shows itself."""

from __future__ import annotations

from django.http import HttpRequest

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.ui import nav


def plug() -> None:
    nav.register("Annuaire", "directory:search", "book-user", order=70, key="n", shown=meets_people)


def meets_people(request: HttpRequest) -> bool:
    post = getattr(request, "post", None)
    return post is not None and rights.can(post, Act.READ, DataClass.IDENTITE)
