"""Events: what happened, who was told, what follows until it is closed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.models import Post, StructureOwned
from alentour.care.events import SERIOUS, Circumstance, EventKind, Known, Severity, StepKind, Told
from alentour.core.fields import SealedTextField
from alentour.identity.models import Usager


class CareEvent(StructureOwned):
    """One event, as it was written: it never changes, steps complete it. ``circumstance``, ``head`` and ``anticoagulant`` tell a fall.

    The declaration to the authority (date, to whom, reference) is recorded here; it is sent by its own way.
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="care_events")
    kind = models.CharField("évènement", max_length=20, choices=EventKind)
    severity = models.CharField("gravité", max_length=10, choices=Severity, default=Severity.SANS)
    happened_at = models.DateTimeField("survenu le")
    entered_at = models.DateTimeField("écrit le", auto_now_add=True)
    author = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    place = SealedTextField("lieu", blank=True)
    story = SealedTextField("ce qui s'est passé")
    witnesses = SealedTextField("témoins", blank=True)
    actions = SealedTextField("fait aussitôt", blank=True)
    consequences = SealedTextField("conséquences", blank=True)
    circumstance = models.CharField("circonstance", max_length=12, choices=Circumstance, blank=True)
    head = models.CharField("choc à la tête", max_length=8, choices=Known, blank=True)
    anticoagulant = models.CharField("anticoagulant", max_length=8, choices=Known, blank=True)
    declared_on = models.DateField("déclaré le", null=True, blank=True)
    declared_to = models.CharField("déclaré à", max_length=120, blank=True)
    declared_ref = models.CharField("référence", max_length=80, blank=True)
    declared_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    closed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    conclusion = SealedTextField(blank=True)
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["-happened_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["structure", "usager", "-happened_at"], name="care_events_of"),
            models.Index(fields=["structure", "-happened_at", "kind"], name="care_events_all"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="care_event_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def to_declare(self) -> bool:
        """A serious event is told to the authority; not done yet."""
        return self.declared_on is None and (self.kind == EventKind.EIG or self.severity in SERIOUS)


class EventNotice(StructureOwned):
    """Who was told, when, by whom."""

    event = models.ForeignKey(CareEvent, on_delete=models.PROTECT, related_name="notices")
    who = models.CharField("prévenu", max_length=15, choices=Told)
    name = SealedTextField("nom", blank=True)
    at = models.DateTimeField("le")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    key = models.CharField(max_length=90, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="care_told_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class EventStep(StructureOwned):
    """What follows: an analysis, a corrective action with who and for when, or what completes the account."""

    event = models.ForeignKey(CareEvent, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField("suite", max_length=12, choices=StepKind)
    text = SealedTextField()
    due_on = models.DateField("pour le", null=True, blank=True)
    assigned = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField("fait le", null=True, blank=True)
    done_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    result = SealedTextField(blank=True)
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["structure", "assigned", "due_on"], condition=Q(done_at=None), name="care_steps_due")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="care_step_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
