"""The journal and the queue of every exchange with the outside: one row an exchange, one line a step."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedJSONField
from alentour.core.models import Dated, StoredFile
from alentour.exchanges.enums import Direction, Service, State


class Exchange(StructureOwned, Dated):
    """One exchange, sent or received, from the moment it is decided to its end.

    ``kind`` names the handler (``messaging.send``); ``key`` makes it unique: asking twice for the same gesture makes one row.
    ``subject`` is what it is about (app label.model : id), ``payload`` what the handler needs (sealed). ``run_at`` is when the
    runner may take it, ``lease_until`` when another runner may take it again because the first one died.
    """

    kind = models.CharField(max_length=40)
    service = models.CharField(max_length=10, choices=Service)
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.OUT)
    key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    usager_id = models.UUIDField(null=True, blank=True)
    subject = models.CharField(max_length=120, blank=True)
    label = models.CharField("en clair", max_length=200)
    payload = SealedJSONField(default=dict)
    receipt = models.JSONField(default=dict)
    priority = models.SmallIntegerField(default=5)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=60, blank=True)
    code = models.CharField("code du partenaire", max_length=80, blank=True)
    sentence = models.CharField("ce qui s'est passé", max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "run_at", "priority"], name="exchanges_to_do"),
            models.Index(fields=["structure", "state", "-created_at"], name="exchanges_tray"),
            models.Index(fields=["structure", "service", "-settled_at"], name="exchanges_by_service"),
            models.Index(fields=["structure", "subject"], name="exchanges_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_stuck(self) -> bool:
        """Refused, waiting for a person, or tried in vain: what the tray shows."""
        return self.state in {State.REFUSED, State.WAITING} or (self.state == State.READY and self.attempts > 0)


class Step(models.Model):
    """One line of the journal: what was tried or came, when, and the raw message kept as it travelled."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20)
    code = models.CharField(max_length=80, blank=True)
    sentence = models.CharField(max_length=500, blank=True)
    raw = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S} {self.outcome}"


class ServiceState(models.Model):
    """The last success and the last refusal of each service, per structure, for the page "Connexions"."""

    structure_id = models.UUIDField()
    service = models.CharField(max_length=10, choices=Service)
    last_success_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    last_code = models.CharField(max_length=80, blank=True)
    last_sentence = models.CharField(max_length=500, blank=True)
    is_down = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure_id", "service"], name="exchanges_one_state")
        ]

    def __str__(self) -> str:
        return f"{self.service} {'down' if self.is_down else 'up'}"
