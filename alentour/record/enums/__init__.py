"""Words of the record."""

from __future__ import annotations

from alentour.record.enums.decisions import (
    ConsentObject,
    Decision,
    DirectiveState,
    GivenBy,
    InformationObject,
    Means,
)
from alentour.record.enums.health import (
    AlertKind,
    AlertTopic,
    Certainty,
    DeviceKind,
    HabitTheme,
    ProblemKind,
    Severity,
)
from alentour.record.enums.people import (
    CircleRole,
    ProtectionKind,
    Relation,
    RestrictionKind,
    TeamRole,
)
from alentour.record.enums.rights import (
    AddressKind,
    Authority,
    CoverageKind,
    EndKind,
    EntitlementKind,
    EntitlementNature,
    EntitlementStatus,
    FamilySituation,
    Household,
    PerPeriod,
    QuotaUnit,
    Regime,
    ResourceKind,
)
from alentour.record.enums.stays import (
    EntryMode,
    ExitMode,
    MovementKind,
    StayKind,
)

__all__ = [
    "AddressKind",
    "AlertKind",
    "AlertTopic",
    "Authority",
    "Certainty",
    "CircleRole",
    "ConsentObject",
    "CoverageKind",
    "Decision",
    "DeviceKind",
    "DirectiveState",
    "EndKind",
    "EntitlementKind",
    "EntitlementNature",
    "EntitlementStatus",
    "EntryMode",
    "ExitMode",
    "FamilySituation",
    "GivenBy",
    "HabitTheme",
    "Household",
    "InformationObject",
    "Means",
    "MovementKind",
    "PerPeriod",
    "ProblemKind",
    "ProtectionKind",
    "QuotaUnit",
    "Regime",
    "Relation",
    "ResourceKind",
    "RestrictionKind",
    "Severity",
    "StayKind",
    "TeamRole",
]
