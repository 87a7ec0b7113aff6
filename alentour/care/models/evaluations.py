"""Evaluations: a dated grid or scale, its answers, its result; complete, it never changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.models import Post, StructureOwned
from alentour.care.enums import AlertState, EvaluationState
from alentour.core.fields import SealedJSONField, SealedTextField
from alentour.identity.models import Usager


class Evaluation(StructureOwned):
    """One filling of a grid for one person. ``number`` counts hers; ``grid_version`` says which grid was in force.

    AGGIR: ``profile`` is its eight letters (dash: missing), ``gir`` is null while one is missing. A scale (``scales.csv``): ``score`` is null
    while an answer is missing; ``done_at`` is the hour of the observation, ``done_on`` its day; ``alert`` asks for someone today;
    ``replaces`` is the evaluation that this one corrects.
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="evaluations")
    grid = models.CharField("grille", max_length=20, default="aggir")
    grid_version = models.CharField("version de la grille", max_length=20)
    number = models.PositiveSmallIntegerField("numéro")
    state = models.CharField("état", max_length=10, choices=EvaluationState, default=EvaluationState.DRAFT)
    answers = SealedJSONField(blank=True)
    note = SealedTextField(blank=True)
    profile = models.CharField("profil", max_length=8, default="--------")
    gir = models.PositiveSmallIntegerField("GIR", null=True, blank=True)
    score = models.PositiveSmallIntegerField("score", null=True, blank=True)
    author = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField("évaluée le")
    done_at = models.DateTimeField("observée le", null=True, blank=True)
    entered_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    validated_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    validated_at = models.DateTimeField("validée le", null=True, blank=True)
    completed_at = models.DateTimeField("remplie le", null=True, blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    alert = models.CharField("alerte", max_length=10, choices=AlertState, blank=True)
    handled_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-done_on", "-number"]
        indexes: ClassVar = [
            models.Index(fields=["structure", "usager", "grid", "-done_on"], name="care_evaluations"),
            models.Index(fields=["structure", "usager"], condition=Q(alert="ouverte"), name="care_scale_alerts"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "usager", "grid", "number"], name="care_evaluation_number"),
        ]

    def __str__(self) -> str:
        return f"{self.grid} {self.number}"
