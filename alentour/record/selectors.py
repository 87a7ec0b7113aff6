"""Reads of the record."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.identity.models import Usager
from alentour.record.enums import ConsentObject, Decision
from alentour.record.models import Alert, CareTeamMember, CirclePro, Consent, Contact, Stay


def consent_in_force(usager: Usager, object: ConsentObject) -> Consent | None:
    """The last decision on ``object`` if it still holds (neither withdrawn nor over), be it an agreement or a refusal."""
    last = Consent.objects.filter(structure_id=usager.structure_id, usager=usager, object=object).first()
    return last if last is not None and last.is_in_force else None


def agrees(usager: Usager, object: ConsentObject) -> bool:
    """Whether she agreed to ``object`` and that still holds. Silence is not an agreement."""
    consent = consent_in_force(usager, object)
    return consent is not None and consent.decision == Decision.ACCORD


def objects_to_dmp(usager: Usager) -> bool:
    """Whether she objects to the feeding of her DMP."""
    return agrees(usager, ConsentObject.DMP_OPPOSITION)


def objects_to_mss(usager: Usager) -> bool:
    """Whether she objects to exchanges about her by secure messaging."""
    return agrees(usager, ConsentObject.MSS_OPPOSITION)


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


def contacts_of(usager: Usager) -> QuerySet[Contact]:
    return Contact.objects.filter(structure_id=usager.structure_id, usager=usager, is_active=True)


def alerts_of(usager: Usager) -> QuerySet[Alert]:
    rows: QuerySet[Alert] = Alert.objects.filter(structure_id=usager.structure_id, usager=usager, ended_at=None)
    return rows


def consents_of(usager: Usager) -> QuerySet[Consent]:
    rows = Consent.objects.filter(structure_id=usager.structure_id, usager=usager)
    return rows.select_related("collected_by__professional")


def current_stay(usager: Usager) -> Stay | None:
    return Stay.objects.filter(Stay.current(), structure_id=usager.structure_id, usager=usager).first()


def past_stays(usager: Usager) -> QuerySet[Stay]:
    """The stays that are over, the last first."""
    rows = Stay.objects.filter(structure_id=usager.structure_id, usager=usager)
    return rows.filter(ends_on__lt=timezone.localdate())


def could_join(usager: Usager) -> QuerySet[Post]:
    """The posts of the structure that are not in the care team today."""
    inside = CareTeamMember.objects.filter(CareTeamMember.current(), usager=usager).values("post")
    rows = Post.objects.filter(Post.current(), structure_id=usager.structure_id, professional__is_active=True)
    return rows.exclude(pk__in=inside).select_related("professional").order_by("professional__family_name")


def with_stay_and_alerts(rows: QuerySet[Usager]) -> QuerySet[Usager]:
    """``rows`` with what a line of a list shows: ``stay_now`` and ``alerts_now`` (two more queries, whatever the length)."""
    return rows.prefetch_related(
        Prefetch("stays", Stay.objects.filter(Stay.current()), to_attr="stay_now"),
        Prefetch("alerts", Alert.objects.filter(ended_at=None), to_attr="alerts_now"),
    )


def teammates(post: Post, usager: Usager) -> list[Post]:
    """The posts of the care team of ``usager`` but ``post``."""
    return [member.post for member in team_of(usager) if member.post_id != post.id]
