"""Writes of the transmissions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.accounts.rights import require
from alentour.care.enums import Category
from alentour.care.models import Mention, Transmission
from alentour.care.services.cibles import open_cible
from alentour.care.services.hours import hour_of
from alentour.care.services.locks import hold
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.core.once import sent
from alentour.identity.models import Usager
from alentour.record.access import readable

LONGEST = 20_000


@transaction.atomic
def write(
    *,
    usager: Usager,
    by: Post,
    category: Category,
    data: str,
    target: str = "",
    action: str = "",
    result: str = "",
    priority: bool = False,
    done_at: datetime | None = None,
    corrects: Transmission | None = None,
    mentions: Sequence[Post] = (),
    key: str = "",
) -> Transmission:
    """Write a transmission. The same ``key`` (one per screen opened) writes once, however often the form is sent.

    Raises :class:`Refused` for an empty or endless text, a date to come; ``ClosedDoor`` when the métier does not write this category.
    """
    require(by, Act.WRITE, category.kind)
    hold(usager)
    already = sent(Transmission.objects.filter(structure_id=by.structure_id), key)
    if already is not None:
        return already
    moment = hour_of(done_at)
    check_mentions(mentions, usager, category)
    _check(data + action + result)
    if corrects is not None and corrects.author_id != by.id:
        raise Refused("Seule la personne qui a écrit une transmission peut la corriger ; écrivez-en une nouvelle.")
    written = Transmission.objects.create(
        structure_id=by.structure_id,
        usager=usager,
        category=category,
        author=by,
        target=target.strip()[:80],
        cible=open_cible(usager=usager, by=by, category=category, label=target),
        data=data.strip(),
        action=action.strip(),
        result=result.strip(),
        priority=priority,
        done_at=moment,
        corrects=corrects,
        key=key,
    )
    if corrects is not None:
        Transmission.objects.filter(pk=corrects.pk).update(is_current=False)
    for post in mentions:
        Mention.objects.create(structure_id=by.structure_id, transmission=written, post=post)
    trace.record(
        "transmission.corrected" if corrects else "transmission.written",
        by=by,
        usager_id=usager.id,
        target=written,
        category=category,
    )
    return written


def _check(text: str) -> None:
    if not text.strip():
        raise Refused("La transmission est vide : écrivez ce que vous avez vu ou fait.")
    if len(text) > LONGEST:
        raise Refused(
            f"Cette transmission est trop longue ({len(text)} caractères) : {LONGEST} au plus, ou joignez un document."
        )


def check_mentions(mentions: Sequence[Post], usager: Usager, category: Category) -> None:
    """A colleague is called only to what their own métier and scope let them read."""
    for post in mentions:
        if not readable(post, usager, category.kind):
            raise Refused(
                f"{post.professional} ne peut pas lire cette transmission : choisissez un autre collègue ou une autre catégorie."
            )
