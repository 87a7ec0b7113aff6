"""Writing who is beside the person: the care team inside, the circle outside."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.directory.models import Listing
from alentour.identity.models import Usager
from alentour.record.enums import CircleRole, TeamRole
from alentour.record.models import CareTeamMember, CirclePro
from alentour.record.services.common import traced, yesterday


@transaction.atomic
def add_to_team(
    *, usager: Usager, post: Post, by: Post | None, role: TeamRole = TeamRole.SOINS, starts_on: date | None = None
) -> CareTeamMember:
    """Put a post of the structure beside the person: her record opens to it. Asking twice gives the same place back."""
    if post.structure_id != usager.structure_id:
        raise Refused("L'équipe de soins se compose de professionnels de la structure.")
    member: CareTeamMember | None = CareTeamMember.objects.filter(usager=usager, post=post, ends_on=None).first()
    if member is None:
        member = CareTeamMember.objects.create(
            structure_id=usager.structure_id,
            usager=usager,
            post=post,
            role=role,
            starts_on=starts_on or timezone.localdate(),
        )
        traced("team.joined", by, usager, member, post=post.id, role=role)
    return member


@transaction.atomic
def remove_from_team(*, member: CareTeamMember, by: Post, ends_on: date | None = None) -> CareTeamMember:
    """End a place in the team; without a date it ends at once (the post sees the record no more)."""
    member.ends_on = ends_on or yesterday()
    member.save()
    traced("team.left", by, member.usager, member, post=member.post_id)
    return member


@transaction.atomic
def add_to_circle(
    *, usager: Usager, by: Post | None, role: CircleRole, listing: Listing | None = None, **details: str
) -> CirclePro:
    """Put a professional from outside beside the person: a line of the directory, or ``details`` written by hand.

    ``details``: name, profession, structure_name, town, idnps, idnst, mss_address, phone. The same address twice gives the same row.
    """
    if listing is not None:
        details = {**_from_listing(listing), **{name: value for name, value in details.items() if value}}
    if not details.get("name"):
        raise Refused("Indiquez le nom du professionnel ou de la structure.")
    rows = CirclePro.objects.filter(CirclePro.current(), structure_id=usager.structure_id, usager=usager)
    same = rows.filter(name=details["name"], mss_address=details.get("mss_address", "")).first()
    if same is not None:
        return same
    pro = CirclePro.objects.create(
        structure_id=usager.structure_id, usager=usager, role=role, listing=listing, **details
    )
    traced("circle.joined", by, usager, pro, role=role)
    return pro


def _from_listing(listing: Listing) -> dict[str, str]:
    return {
        "name": listing.name[:120],
        "profession": listing.profession[:80],
        "structure_name": ("" if listing.is_structure else listing.place)[:120],
        "town": listing.town,
        "idnps": listing.idnps,
        "idnst": listing.idnst,
        "mss_address": listing.mailbox_address,
        "phone": listing.phone,
    }


@transaction.atomic
def remove_from_circle(*, pro: CirclePro, by: Post) -> CirclePro:
    pro.ends_on = yesterday()
    pro.save()
    traced("circle.left", by, pro.usager, pro)
    return pro
