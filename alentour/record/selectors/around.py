"""Who is beside the person: the care team inside, the circle outside."""

from __future__ import annotations

from django.db.models import QuerySet

from alentour.accounts.models import Post
from alentour.identity.models import Usager
from alentour.record.models import CareTeamMember, CirclePro


def team_of(usager: Usager, *, past: bool = False) -> QuerySet[CareTeamMember]:
    rows = CareTeamMember.objects.filter(structure_id=usager.structure_id, usager=usager)
    rows = rows if past else rows.filter(CareTeamMember.current())
    return rows.select_related("post__professional", "post__structure")


def circle_of(usager: Usager) -> QuerySet[CirclePro]:
    """The professionals outside who are beside the person today."""
    return CirclePro.objects.filter(CirclePro.current(), structure_id=usager.structure_id, usager=usager)


def in_circle(usager: Usager, address: str) -> CirclePro | None:
    """The member of her circle that has this secure address."""
    return circle_of(usager).filter(mss_address__iexact=address).first()


def could_join(usager: Usager) -> QuerySet[Post]:
    """The posts of the structure that are not in the care team today."""
    inside = CareTeamMember.objects.filter(CareTeamMember.current(), usager=usager).values("post")
    rows = Post.objects.filter(Post.current(), structure_id=usager.structure_id, professional__is_active=True)
    return rows.exclude(pk__in=inside).select_related("professional").order_by("professional__family_name")


def teammates(post: Post, usager: Usager) -> list[Post]:
    """The posts of the care team of ``usager`` but ``post``."""
    return [member.post for member in team_of(usager) if member.post_id != post.id]
