"""The progressive lock of a local account, whatever the address the failures come from (django-axes counts by address)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alentour.accounts.local_models import Trials
from alentour.accounts.models import Professional
from alentour.core import trace

FREE = 5
FIRST, LONGEST = timedelta(minutes=15), timedelta(hours=24)


def blocked_until(person: Professional) -> datetime | None:
    """Until when the account waits, ``None`` when it does not."""
    row = Trials.objects.filter(professional=person).first()
    return row.blocked_until if row and row.blocked_until and row.blocked_until > timezone.now() else None


@transaction.atomic
def failed(person: Professional) -> None:
    """One more wrong password or code: from the sixth, a wait that doubles each time, a day at most."""
    row, _ = Trials.objects.select_for_update().get_or_create(professional=person)
    row.failures += 1
    if row.failures > FREE:
        row.blocked_until = timezone.now() + min(LONGEST, FIRST * 2 ** min(row.failures - FREE - 1, 10))
        trace.record("account.blocked", professional_id=person.pk, result="refused", failures=row.failures)
    row.save()


def succeeded(person: Professional) -> None:
    Trials.objects.filter(professional=person).delete()
