"""The people around: who is called first, who represents the person, whom a judge bars."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from alentour.identity.models import Usager
from alentour.record.enums import RestrictionKind
from alentour.record.models import Contact, ContactVersion, Protection, Restriction
from alentour.record.models.base import Validity
from alentour.record.selectors.lines import past, standing


def contacts_of(usager: Usager) -> QuerySet[Contact]:
    """The contacts in call order, each with what a judge decided (``is_barred``, ``restricted``, ``address_kept``) and the measure
    that it exercises (``protection``): one query, whatever their number."""
    rows = Contact.objects.filter(structure_id=usager.structure_id, usager=usager, is_active=True)
    return _with_decisions(rows)


def _with_decisions(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    about = Restriction.objects.filter(Validity.current(), contact=OuterRef("pk"), ended_at=None)
    measure = Protection.objects.filter(Validity.current(), contact=OuterRef("pk"), ended_at=None)
    return rows.annotate(
        is_barred=Exists(about.filter(bars_information=True)),
        restricted=Exists(about.exclude(kind=RestrictionKind.ADRESSE_SECRETE)),
        address_kept=Exists(about.filter(kind=RestrictionKind.ADRESSE_SECRETE)),
        protection=Subquery(measure.order_by("-created_at").values("kind")[:1]),
    )


def may_inform(contact: Contact) -> bool:
    """Whether anything about the person may be told to this contact: neither removed, nor barred by a judge today."""
    if not contact.is_active:
        return False
    if hasattr(contact, "is_barred"):
        return not contact.is_barred
    rows = Restriction.objects.filter(Validity.current(), structure_id=contact.structure_id, contact=contact)
    return not rows.filter(ended_at=None, bars_information=True).exists()


def informable(usager: Usager) -> list[Contact]:
    """Who may be told something, in call order: what every screen that proposes somebody to inform must use."""
    return [contact for contact in contacts_of(usager) if may_inform(contact)]


def address_is_secret(usager: Usager) -> bool:
    """Whether a judge keeps the address of the person from somebody: it then leaves the house on no paper."""
    rows = standing(Restriction, usager).filter(Validity.current(), kind=RestrictionKind.ADRESSE_SECRETE)
    return rows.exists()


def contact_versions(contact: Contact) -> QuerySet[ContactVersion]:
    """Who wrote this contact and when, the last first."""
    rows: QuerySet[ContactVersion] = contact.versions.all()
    return rows.select_related("written_by__professional")


def protections_of(usager: Usager) -> QuerySet[Protection]:
    """The measures written and not ended, whatever their dates."""
    return standing(Protection, usager).select_related("contact", "written_by__professional").order_by("kind")


def past_protections(usager: Usager) -> QuerySet[Protection]:
    return past(Protection, usager).select_related("contact", "written_by__professional", "ended_by__professional")


def restrictions_of(usager: Usager) -> QuerySet[Restriction]:
    """The decisions of a judge about the relatives, written and not lifted."""
    return standing(Restriction, usager).select_related("contact", "written_by__professional").order_by("contact")


def past_restrictions(usager: Usager) -> QuerySet[Restriction]:
    return past(Restriction, usager).select_related("contact", "written_by__professional", "ended_by__professional")
