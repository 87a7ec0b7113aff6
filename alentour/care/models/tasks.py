"""Soins and surveillances that come back, and what was done at each passage. The passages are computed (``care.tasks``), never stored."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.models import Post, StructureOwned
from alentour.care.tasks import Done, Nature, Rhythm, TaskSource
from alentour.core.fields import SealedTextField
from alentour.identity.models import Usager


class CareTask(StructureOwned):
    """What comes back, how often, by which métiers (none: whoever opens its nature), from when until when.

    A task never changes: it is stopped, and another one follows it. ``moments``, ``weekdays`` and ``metiers`` are small packed sets
    (``tasks.pack``). ``source_id`` names the document, the projet or the event that asked for it (they stand elsewhere: no key).
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="care_tasks")
    slug = models.CharField("catalogue", max_length=30, blank=True)
    label = SealedTextField("soin")
    nature = models.CharField(max_length=10, choices=Nature, default=Nature.SOIN)
    instructions = SealedTextField("consigne", blank=True)
    metiers = models.CharField("métiers", max_length=400, blank=True)
    rhythm = models.CharField("rythme", max_length=12, choices=Rhythm)
    moments = models.CharField(max_length=60, blank=True)
    weekdays = models.CharField("jours de la semaine", max_length=16, blank=True)
    every = models.PositiveSmallIntegerField("tous les", null=True, blank=True)
    at = models.TimeField("première heure", null=True, blank=True)
    starts_on = models.DateField("à partir du", default=date.today)
    ends_on = models.DateField("jusqu'au", null=True, blank=True)
    source = models.CharField("demandé par", max_length=12, choices=TaskSource, default=TaskSource.EQUIPE)
    source_id = models.UUIDField(null=True, blank=True)
    source_label = models.CharField("référence", max_length=160, blank=True)
    written_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField("arrêté le", null=True, blank=True)
    stopped_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stop_reason = SealedTextField(blank=True)
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "stopped_at"], name="care_tasks_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="care_task_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def kind(self) -> Nature:
        return Nature(self.nature)


class Realisation(StructureOwned):
    """What came of one passage (``task``, ``day``, ``slot``). No row: it is still to do. One standing row at most.

    ``done_at`` is the gesture, ``entered_at`` the keyboard. A correction or what follows a postponement is a new row; the one it
    ``replaces`` stays, with ``replaced_at``.
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="realisations")
    task = models.ForeignKey(CareTask, on_delete=models.PROTECT, related_name="realisations")
    day = models.DateField("jour")
    slot = models.CharField("passage", max_length=12)
    state = models.CharField("suite", max_length=10, choices=Done)
    reason = SealedTextField("motif", blank=True)
    comment = SealedTextField("remarque", blank=True)
    postponed_to = models.DateTimeField("reporté à", null=True, blank=True)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField("fait à")
    entered_at = models.DateTimeField("écrit à", auto_now_add=True)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    replaced_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=110, blank=True)

    class Meta:
        ordering: ClassVar = ["-entered_at"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager", "day"], name="care_done_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "day", "slot"], condition=Q(replaced_at=None), name="care_passage_once"
            ),
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="care_done_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.slot}"
