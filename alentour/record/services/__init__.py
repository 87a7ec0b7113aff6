"""Every write of the record: stays, care team, circle, relatives, decisions, alerts, and the lines of all the rest."""

from __future__ import annotations

from alentour.record.services.alerts import end_alert, raise_alert, state_no_allergy
from alentour.record.services.around import add_to_circle, add_to_team, remove_from_circle, remove_from_team
from alentour.record.services.common import yesterday
from alentour.record.services.consents import collect_consent, withdraw_consent
from alentour.record.services.contacts import order_contacts, protect, remove_contact, save_contact
from alentour.record.services.lines import Overtaken, correct, end, write
from alentour.record.services.stays import admit, change_room, come_back, discharge, go_out

__all__ = [
    "Overtaken",
    "add_to_circle",
    "add_to_team",
    "admit",
    "change_room",
    "collect_consent",
    "come_back",
    "correct",
    "discharge",
    "end",
    "end_alert",
    "go_out",
    "order_contacts",
    "protect",
    "raise_alert",
    "remove_contact",
    "remove_from_circle",
    "remove_from_team",
    "save_contact",
    "state_no_allergy",
    "withdraw_consent",
    "write",
    "yesterday",
]
