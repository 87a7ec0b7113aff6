"""Writing together: sections, the texts they had before, drafts, observations and exchanges."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedJSONField, SealedTextField
from alentour.core.models import Dated
from alentour.projects.enums import RemarkKind, SectionKind
from alentour.projects.models.pieces import Goal
from alentour.projects.models.projet import Projet


class Section(StructureOwned, Dated):
    """One part of the text, saved by itself. ``version`` counts its savings; version 0 is a section nobody wrote yet."""

    projet = models.ForeignKey(Projet, on_delete=models.PROTECT, related_name="sections")
    kind = models.CharField("rubrique", max_length=20, choices=SectionKind)
    text = SealedTextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["projet", "kind"], name="projects_section_kind")]

    def __str__(self) -> str:
        return self.kind


class Revision(StructureOwned):
    """What a section or a piece said at one of its versions, and who wrote it: nothing that was saved is ever lost."""

    projet = models.ForeignKey(Projet, on_delete=models.PROTECT, related_name="revisions")
    of = models.CharField(max_length=20)
    object_id = models.UUIDField()
    version = models.PositiveIntegerField()
    content = SealedJSONField()
    author = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["structure", "projet", "-at"], name="projects_revisions")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["object_id", "version"], name="projects_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.of} {self.version}"


class Draft(StructureOwned):
    """What somebody is typing, kept by the server until they save: theirs only."""

    projet = models.ForeignKey(Projet, on_delete=models.CASCADE, related_name="drafts")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    slot = models.CharField(max_length=60)
    based_on = models.PositiveIntegerField(default=0)
    content = SealedJSONField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["projet", "post", "slot"], name="projects_draft_slot")]

    def __str__(self) -> str:
        return self.slot


class Remark(StructureOwned):
    """An observation or a message of the exchange about an objective; never rewritten."""

    projet = models.ForeignKey(Projet, on_delete=models.PROTECT, related_name="remarks")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField("nature", max_length=12, choices=RemarkKind)
    text = SealedTextField()
    author = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["structure", "projet", "goal", "at"], name="projects_remarks")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], condition=~Q(key=""), name="projects_said_once")
        ]

    def __str__(self) -> str:
        return self.kind
