"""Writing what everybody near the person must know."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record.enums import AlertKind, EndKind
from alentour.record.models import Alert
from alentour.record.services import lines
from alentour.record.services.common import hold, traced

NO_ALLERGY = "Aucune allergie connue"


@transaction.atomic
def raise_alert(
    *,
    usager: Usager,
    by: Post | None,
    kind: AlertKind,
    label: str,
    since: date | None = None,
    key: UUID | None = None,
    **details: Any,
) -> Alert:
    """Raise an alert; an allergy ends the statement that none was known.

    ``details``: topic, reaction, severity, certainty, code, code_system.
    """
    alert = lines.write(
        Alert,
        usager=usager,
        by=by,
        key=key,
        kind=kind,
        label=label.strip(),
        since=since or timezone.localdate(),
        **details,
    )
    traced("alert.raised", by, usager, alert, kind=kind)
    if kind == AlertKind.ALLERGIE:
        for row in _standing(usager, AlertKind.SANS_ALLERGIE):
            lines.end(row, by=by, reason="Une allergie a été écrite.")
    return alert


@transaction.atomic
def state_no_allergy(*, usager: Usager, by: Post | None) -> Alert:
    """Write that no allergy is known, asked and answered today. Raises :class:`Refused` when one is."""
    hold(usager)
    if _standing(usager, AlertKind.ALLERGIE):
        raise Refused("Une allergie est inscrite : terminez-la d'abord si elle a été écartée.")
    for row in _standing(usager, AlertKind.SANS_ALLERGIE):
        if row.since == timezone.localdate():
            return row
        lines.end(row, by=by, kind=EndKind.CORRIGEE)
    alert = lines.write(
        Alert, usager=usager, by=by, kind=AlertKind.SANS_ALLERGIE, label=NO_ALLERGY, since=timezone.localdate()
    )
    traced("alert.raised", by, usager, alert, kind=AlertKind.SANS_ALLERGIE)
    return alert


@transaction.atomic
def end_alert(*, alert: Alert, by: Post, reason: str = "") -> Alert:
    ended = lines.end(alert, by=by, reason=reason)
    traced("alert.ended", by, alert.usager, alert)
    return ended


def _standing(usager: Usager, kind: AlertKind) -> list[Alert]:
    return list(Alert.objects.filter(structure_id=usager.structure_id, usager=usager, kind=kind, ended_at=None))
