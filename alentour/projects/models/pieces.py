"""What a projet is made of: expectations, needs, objectives, means, actions.

Each piece bears a ``version``: who saves says which one they read, so that nobody overwrites a colleague unseen.
``lineage`` is the same through the versions of the projet: it says that this objective is that one, a year later.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.enums import Metier
from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedTextField
from alentour.core.ids import uuid7
from alentour.core.models import Dated
from alentour.projects.enums import ItemState, Origin, Priority
from alentour.projects.models.projet import Projet


class Piece(StructureOwned, Dated):
    """Common to the five: where it stands, who wrote it first, which version it is at."""

    projet = models.ForeignKey(Projet, on_delete=models.PROTECT, related_name="%(class)ss")
    lineage = models.UUIDField(default=uuid7, editable=False)
    author = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="projects_%(class)s_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Expectation(Piece):
    """An expectation (TDDUI Attente), in the words of who said it."""

    origin = models.CharField("vient de", max_length=15, choices=Origin, default=Origin.PERSONNE)
    said_by = models.CharField("dit par", max_length=120, blank=True)
    said_on = models.DateField("le", null=True, blank=True)
    words = SealedTextField("dans ses mots")
    comment = SealedTextField("ce que l'équipe en comprend", blank=True)


class Need(Piece):
    """A need (TDDUI Besoin), coded by SERAFIN-PH and said in words."""

    code = models.CharField("besoin SERAFIN-PH", max_length=12)
    description = SealedTextField("en clair")
    analysis = SealedTextField("analyse de l'équipe", blank=True)


class Goal(Piece):
    """An objective (TDDUI Objectif). ``strategy``: how we mean to get there; ``opinion``: what the person says of it."""

    title = SealedTextField("objectif")
    description = SealedTextField("précision", blank=True)
    expected = SealedTextField("résultat attendu", blank=True)
    strategy = SealedTextField("comment s'y prendre", blank=True)
    opinion = SealedTextField("ce qu'en dit la personne", blank=True)
    priority = models.PositiveSmallIntegerField("priorité", choices=Priority, default=Priority.MOYENNE)
    state = models.CharField("état", max_length=12, choices=ItemState, default=ItemState.PREPARATION)
    state_reason = SealedTextField("motif", blank=True)
    starts_on = models.DateField("depuis", null=True, blank=True)
    due_on = models.DateField("échéance", null=True, blank=True)
    referent = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    needs = models.ManyToManyField(Need, through="GoalNeed", related_name="goals")

    class Meta(Piece.Meta):
        ordering: ClassVar = ["priority", "created_at", "id"]


class GoalNeed(StructureOwned):
    """This objective answers this need."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="links")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="links")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["goal", "need"], name="projects_goal_need")]

    def __str__(self) -> str:
        return str(self.pk)


class Resource(Piece):
    """A means (TDDUI MoyenRessource): a place, an equipment, a partner, a budget."""

    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="resources")
    title = SealedTextField("moyen")
    description = SealedTextField("précision", blank=True)


class Action(Piece):
    """An action (TDDUI Action): who does what, how often, until when, and why not when it was not done."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="actions")
    title = SealedTextField("action")
    description = SealedTextField("précision", blank=True)
    service_code = models.CharField("prestation SERAFIN-PH", max_length=12, blank=True)
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    metier = models.CharField("métier", max_length=20, choices=Metier, blank=True)
    partner = models.CharField("partenaire extérieur", max_length=120, blank=True)
    frequency = models.CharField("rythme", max_length=120, blank=True)
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    state = models.CharField("état", max_length=12, choices=ItemState, default=ItemState.PREPARATION)
    state_reason = SealedTextField("pourquoi elle n'a pas eu lieu", blank=True)
