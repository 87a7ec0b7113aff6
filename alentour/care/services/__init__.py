"""Every write of the care, by subject."""

from __future__ import annotations

from alentour.care.services.measures import Unlikely, cancel, handle, set_threshold, take
from alentour.care.services.transmissions import write

__all__ = ["Unlikely", "cancel", "handle", "set_threshold", "take", "write"]
