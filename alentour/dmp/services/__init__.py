"""Every write of the DMP: feeding, consulting, opening, and what the person decided."""

from __future__ import annotations

from alentour.dmp.services.consent import inform, oppose, permit_reading
from alentour.dmp.services.consulting import authorize, consult
from alentour.dmp.services.opening import open_entry
from alentour.dmp.services.publishing import publish

__all__ = ["authorize", "consult", "inform", "open_entry", "oppose", "permit_reading", "publish"]
