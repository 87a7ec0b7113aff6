"""What the record holds: around the person, her stays, her relatives, her decisions, her health, her habits, her rights."""

from __future__ import annotations

from alentour.record.barriers import BreakGlass, BreakGlassNotice, Opposition
from alentour.record.models.around import CareTeamMember, CirclePro
from alentour.record.models.base import Line, Period, Validity
from alentour.record.models.decisions import Consent, Directive, Information
from alentour.record.models.entourage import Contact, ContactVersion, Protection, Restriction
from alentour.record.models.health import Alert, Device, Habit, Problem, Vaccination
from alentour.record.models.rights import Address, Administrative, Coverage, Entitlement, Resource
from alentour.record.models.stays import Movement, Stay

__all__ = [
    "Address",
    "Administrative",
    "Alert",
    "BreakGlass",
    "BreakGlassNotice",
    "CareTeamMember",
    "CirclePro",
    "Consent",
    "Contact",
    "ContactVersion",
    "Coverage",
    "Device",
    "Directive",
    "Entitlement",
    "Habit",
    "Information",
    "Line",
    "Movement",
    "Opposition",
    "Period",
    "Problem",
    "Protection",
    "Resource",
    "Restriction",
    "Stay",
    "Vaccination",
    "Validity",
]
