"""One hand at a time on the agenda of a structure, for the length of one write."""

from __future__ import annotations

from alentour.accounts.models import Post


def hold(by: Post) -> None:
    """Inside a transaction: a form sent twice at the same instant by the same post finds what the first one wrote."""
    Post.objects.select_for_update(of=("self",)).filter(pk=by.pk).values_list("pk", flat=True).first()
