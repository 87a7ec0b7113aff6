"""What the floors above may listen to."""

from __future__ import annotations

from django.dispatch import Signal

# A professional has just proved who they are to Pro Santé Connect; sent with ``professional_id``.
session_opened = Signal()
