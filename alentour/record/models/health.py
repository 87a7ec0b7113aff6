"""What to know of the health of the person: alerts and allergies, problems, vaccinations, devices; and her habits."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from alentour.core.fields import SealedTextField
from alentour.identity.models import Usager
from alentour.record.enums import (
    AlertKind,
    AlertTopic,
    Certainty,
    DeviceKind,
    HabitTheme,
    ProblemKind,
    Severity,
)
from alentour.record.models.base import Line


class Alert(Line):
    """What everybody near the person must know (allergy, risk of falling…); ended, it stays in the history.

    An allergy has its substance in ``label``, and ``reaction``, ``severity``, ``certainty``. ``sans_allergie`` is the explicit
    statement that none is known; ``selectors.alerts_of`` leaves it out.
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField("nature", max_length=15, choices=AlertKind)
    topic = models.CharField("sujet", max_length=20, choices=AlertTopic, blank=True)
    label = SealedTextField("en clair")
    since = models.DateField("depuis", default=date.today)
    reaction = SealedTextField("réaction", blank=True)
    severity = models.CharField("gravité", max_length=10, choices=Severity, blank=True)
    certainty = models.CharField("certitude", max_length=10, choices=Certainty, blank=True)
    code = models.CharField("code", max_length=30, blank=True)
    code_system = models.CharField("nomenclature", max_length=80, blank=True)

    class Meta(Line.Meta):
        ordering: ClassVar = ["kind", "-since"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "ended_at"], name="record_alerts")]

    def __str__(self) -> str:
        return self.kind


class Problem(Line):
    """A problem in progress or an antécédent. ``since`` and ``until`` are YYYY, YYYY-MM or YYYY-MM-DD: often only the year is known."""

    kind = models.CharField("nature", max_length=15, choices=ProblemKind)
    label = SealedTextField("en clair")
    code = models.CharField("code CIM-10", max_length=10, blank=True)
    since = models.CharField("depuis", max_length=10, blank=True)
    until = models.CharField("jusqu'à", max_length=10, blank=True)
    note = SealedTextField("précision", blank=True)

    class Meta(Line.Meta):
        ordering: ClassVar = ["kind", "-since"]


class Vaccination(Line):
    """An injection received, or refused; ``due_on`` is the next one."""

    vaccine = SealedTextField("vaccin ou maladie")
    code = models.CharField("code", max_length=30, blank=True)
    code_system = models.CharField("nomenclature", max_length=80, blank=True)
    done_on = models.CharField("fait le", max_length=10)
    dose = models.CharField("dose", max_length=40, blank=True)
    lot = models.CharField("lot", max_length=40, blank=True)
    due_on = models.DateField("prochain rappel", null=True, blank=True)

    class Meta(Line.Meta):
        ordering: ClassVar = ["-done_on"]


class Device(Line):
    """What the person wears or uses: glasses, denture, hearing aid, wheelchair, catheter…"""

    kind = models.CharField("dispositif ou aide", max_length=20, choices=DeviceKind)
    label = SealedTextField("précision", blank=True)
    since = models.CharField("depuis", max_length=10, blank=True)
    note = SealedTextField("à savoir", blank=True)

    class Meta(Line.Meta):
        ordering: ClassVar = ["kind"]


class Habit(Line):
    """How the person lives, one theme at a time; each writing is a version."""

    theme = models.CharField("thème", max_length=20, choices=HabitTheme)
    text = SealedTextField("ses habitudes")

    class Meta(Line.Meta):
        ordering: ClassVar = ["theme"]
