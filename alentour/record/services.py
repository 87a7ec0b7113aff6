"""Every write of the record: stays, care team, circle, contacts, decisions, alerts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.directory.models import Listing
from alentour.identity.models import Usager
from alentour.record import rules
from alentour.record.enums import (
    AlertKind,
    CircleRole,
    ConsentObject,
    Decision,
    GivenBy,
    Means,
    Relation,
    StayKind,
    TeamRole,
)
from alentour.record.models import Alert, CareTeamMember, CirclePro, Consent, Contact, Stay


@transaction.atomic
def admit(
    *,
    usager: Usager,
    by: Post | None,
    kind: StayKind = StayKind.DOMICILE,
    starts_on: date | None = None,
    place: str = "",
    origin: str = "",
) -> Stay:
    """Begin a stay; raises :class:`Refused` when another one is not over by then."""
    starts_on = starts_on or timezone.localdate()
    others = Stay.objects.filter(structure_id=usager.structure_id, usager=usager)
    if others.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).exists():
        raise Refused("Un accompagnement est déjà en cours à cette date : terminez-le avant d'en commencer un autre.")
    stay = Stay.objects.create(
        structure_id=usager.structure_id, usager=usager, kind=kind, starts_on=starts_on, place=place, origin=origin
    )
    _trace("stay.begun", by, usager, stay, kind=kind)
    return stay


@transaction.atomic
def discharge(*, stay: Stay, by: Post, ends_on: date, reason: str = "") -> Stay:
    """End a stay."""
    if ends_on < stay.starts_on:
        raise Refused("La fin de l'accompagnement ne peut pas précéder son début.")
    stay.ends_on, stay.exit_reason = ends_on, reason
    stay.save()
    _trace("stay.ended", by, stay.usager, stay)
    return stay


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
        _trace("team.joined", by, usager, member, post=post.id, role=role)
    return member


@transaction.atomic
def remove_from_team(*, member: CareTeamMember, by: Post, ends_on: date | None = None) -> CareTeamMember:
    """End a place in the team; without a date it ends at once (the post sees the record no more)."""
    member.ends_on = ends_on or yesterday()
    member.save()
    _trace("team.left", by, member.usager, member, post=member.post_id)
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
    _trace("circle.joined", by, usager, pro, role=role)
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
    _trace("circle.left", by, pro.usager, pro)
    return pro


@transaction.atomic
def save_contact(
    *,
    usager: Usager,
    by: Post | None,
    family_name: str,
    relation: Relation,
    contact: Contact | None = None,
    **details: Any,
) -> Contact:
    """Add or change somebody around the person (``details``: the other fields of :class:`Contact`)."""
    row = contact or Contact(structure_id=usager.structure_id, usager=usager)
    for name, value in {"family_name": family_name, "relation": relation, **details}.items():
        setattr(row, name, value)
    row.save()
    _trace("contact.saved", by, usager, row)
    return row


@transaction.atomic
def remove_contact(*, contact: Contact, by: Post) -> None:
    contact.is_active = False
    contact.save(update_fields=["is_active", "updated_at"])
    _trace("contact.removed", by, contact.usager, contact)


@transaction.atomic
def collect_consent(
    *,
    usager: Usager,
    object: ConsentObject,
    decision: Decision,
    by: Post,
    given_by: GivenBy = GivenBy.PERSONNE,
    given_by_name: str = "",
    means: Means = Means.ORAL,
    at: datetime | None = None,
    until: date | None = None,
    note: str = "",
) -> Consent:
    """Keep a decision of the person; it takes the place of the previous one on the same object, which stays readable.

    Raises :class:`Refused` when this métier does not collect that decision.
    """
    if not rules.may_collect(by, object):
        raise Refused(f"Votre métier ne recueille pas la décision sur {object.label}.")
    if until and until < timezone.localdate():
        raise Refused("La date de fin est déjà passée.")
    consent = Consent.objects.create(
        structure_id=usager.structure_id, usager=usager, object=object, decision=decision, given_by=given_by,
        given_by_name=given_by_name, means=means, at=at or timezone.now(), until=until, note=note, collected_by=by,
    )  # fmt: skip
    _trace("consent.collected", by, usager, consent, object=object, decision=decision, means=means)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Post) -> Consent:
    """The person takes her decision back; effective at once."""
    if consent.withdrawn_at is not None:
        return consent
    consent.withdrawn_at, consent.withdrawn_to = timezone.now(), by
    consent.save(update_fields=["withdrawn_at", "withdrawn_to", "updated_at"])
    _trace("consent.withdrawn", by, consent.usager, consent, object=consent.object)
    return consent


@transaction.atomic
def raise_alert(*, usager: Usager, by: Post, kind: AlertKind, label: str, since: date | None = None) -> Alert:
    alert = Alert.objects.create(
        structure_id=usager.structure_id,
        usager=usager,
        kind=kind,
        label=label.strip(),
        written_by=by,
        since=since or timezone.localdate(),
    )
    _trace("alert.raised", by, usager, alert, kind=kind)
    return alert


@transaction.atomic
def end_alert(*, alert: Alert, by: Post) -> Alert:
    alert.ended_at = timezone.now()
    alert.save(update_fields=["ended_at", "updated_at"])
    _trace("alert.ended", by, alert.usager, alert)
    return alert


def yesterday() -> date:
    """The last day of what ends at once (a place begun today has then never been held)."""
    return timezone.localdate() - timedelta(days=1)


def _trace(action: str, by: Post | None, usager: Usager, target: Any, **detail: Any) -> None:
    trace.record(action, by=by, structure_id=usager.structure_id, usager_id=usager.id, target=target, **detail)
