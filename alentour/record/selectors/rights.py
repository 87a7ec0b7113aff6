"""Administrative data, coverage, rights, income."""

from __future__ import annotations

from django.db.models import QuerySet

from alentour.identity.models import Usager
from alentour.record.models import Address, Administrative, Coverage, Entitlement, Resource
from alentour.record.selectors.lines import standing


def administrative_of(usager: Usager) -> Administrative | None:
    return standing(Administrative, usager).first()


def addresses_of(usager: Usager) -> QuerySet[Address]:
    """Where she lives and lived, the last first."""
    return standing(Address, usager)


def coverages_of(usager: Usager) -> QuerySet[Coverage]:
    return standing(Coverage, usager)


def entitlements_of(usager: Usager) -> QuerySet[Entitlement]:
    return standing(Entitlement, usager)


def resources_of(usager: Usager) -> QuerySet[Resource]:
    return standing(Resource, usager)
