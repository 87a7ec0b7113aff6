"""What is planned: one time, or a series whose occurrences are worked out when they are read."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from alentour.accounts.models import Post, StructureOwned
from alentour.agenda.enums import Attendance, Frequency, Kind, Status
from alentour.agenda.models.places import Place
from alentour.agenda.recurrence import Rule, local
from alentour.core.fields import SealedTextField
from alentour.core.models import Dated
from alentour.identity.models import Usager


class Entry(StructureOwned, Dated):
    """A rendez-vous, an intervention, an activity (TDDUI Evenement).

    With a ``frequency`` it is a series: its occurrences are read from its rule. One of them that was changed, confirmed, cancelled
    or attended has its own row, which names its ``series`` and the day (``occurs_on``) it stands for. ``follows`` names the
    series that this one continues. A whole day runs from midnight to midnight in Paris. ``sequence`` counts the changes.
    """

    kind = models.CharField("nature", max_length=15, choices=Kind)
    title = SealedTextField("intitulé", blank=True)
    note = SealedTextField("note", blank=True)
    outside_pro = SealedTextField("professionnel extérieur", blank=True)
    where = SealedTextField("autre lieu", blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    vehicle = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    all_day = models.BooleanField("toute la journée", default=False)
    status = models.CharField("état", max_length=10, choices=Status, default=Status.PREVU)
    status_reason = SealedTextField("motif", blank=True)
    status_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status_at = models.DateTimeField(null=True, blank=True)
    frequency = models.CharField("répétition", max_length=10, choices=Frequency, blank=True)
    every = models.PositiveSmallIntegerField(default=1)
    weekdays = models.CharField(max_length=13, blank=True)
    until = models.DateField("jusqu'au", null=True, blank=True)
    series = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    occurs_on = models.DateField(null=True, blank=True)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField(default=0)
    kept_conflicts = SealedTextField("conflits maintenus", blank=True)
    kept_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["structure", "starts_at"], name="agenda_by_hour"),
            models.Index(fields=["structure", "until"], condition=~Q(frequency=""), name="agenda_series"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="agenda_ends_after"),
            models.UniqueConstraint(
                fields=["series", "occurs_on"], condition=Q(series__isnull=False), name="agenda_one_change"
            ),
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="agenda_written_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def rule(self) -> Rule | None:
        if not self.frequency:
            return None
        days = frozenset(int(one) for one in self.weekdays.split(",") if one)
        return Rule(frequency=Frequency(self.frequency), every=self.every, weekdays=days, until=self.until)

    @rule.setter
    def rule(self, rule: Rule | None) -> None:
        self.frequency = rule.frequency if rule else Frequency.NEVER
        self.every = rule.every if rule else 1
        self.weekdays = ",".join(str(one) for one in sorted(rule.weekdays)) if rule else ""
        self.until = rule.until if rule else None

    @property
    def first_day(self) -> date:
        return local(self.starts_at).date()

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.ANNULE


class EntryPost(StructureOwned):
    """A professional of the structure who is in it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="assigned")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["structure", "post"], name="agenda_of_post")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "post"], name="agenda_post_once")]

    def __str__(self) -> str:
        return str(self.pk)


class EntryUsager(StructureOwned):
    """A person for whom it is planned, and whether she came."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="invited")
    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="agenda")
    attendance = models.CharField("venue", max_length=10, choices=Attendance, blank=True)
    note = SealedTextField("note", blank=True)
    said_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["structure", "usager"], name="agenda_of_usager")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "usager"], name="agenda_usager_once")]

    def __str__(self) -> str:
        return str(self.pk)
