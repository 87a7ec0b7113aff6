"""Every write of the round."""

from __future__ import annotations

from alentour.tournee.services.consigne import withdraw_consigne, write_consigne
from alentour.tournee.services.settle import settle
from alentour.tournee.services.sync import Received, receive

__all__ = ["Received", "receive", "settle", "withdraw_consigne", "write_consigne"]
