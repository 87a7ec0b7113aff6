"""Evaluating a projet: a dated bilan, objective by objective; written once, it is a fact."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedTextField
from alentour.projects.enums import BilanKind, Result
from alentour.projects.models.pieces import Goal
from alentour.projects.models.projet import Projet


class Bilan(StructureOwned):
    """A bilan (TDDUI Bilan). ``next_on`` moves the review of the projet."""

    projet = models.ForeignKey(Projet, on_delete=models.PROTECT, related_name="bilans")
    kind = models.CharField("nature", max_length=10, choices=BilanKind)
    done_on = models.DateField("tenu le")
    present = SealedTextField("étaient là", blank=True)
    said = SealedTextField("ce que la personne en dit", blank=True)
    synthesis = SealedTextField("synthèse")
    next_on = models.DateField("prochain bilan")
    author = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["-done_on", "-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="projects_bilan_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.done_on}"


class GoalReview(StructureOwned):
    """What a bilan says of one objective."""

    bilan = models.ForeignKey(Bilan, on_delete=models.PROTECT, related_name="reviews")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="reviews")
    result = models.CharField("résultat", max_length=12, choices=Result)
    text = SealedTextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["bilan", "goal"], name="projects_reviewed_once")]

    def __str__(self) -> str:
        return self.result
