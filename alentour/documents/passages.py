"""The text of a document while it is written: one row a section, each text it ever had, and what each hand is typing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedJSONField


class Passage(StructureOwned):
    """One section. Version 0 is what the record proposed (``author`` null); ``content``: ``text``, or ``table`` and ``curves``."""

    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="passages")
    slug = models.CharField(max_length=30)
    rank = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=0)
    content = SealedJSONField(default=dict)
    author = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "slug"], name="documents_one_passage")]

    def __str__(self) -> str:
        return self.slug

    @property
    def text(self) -> str:
        return str(self.content.get("text", ""))


class PassageRevision(StructureOwned):
    """A text as it was saved; never rewritten."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    content = SealedJSONField(default=dict)
    author = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["passage", "version"], name="documents_one_revision")]

    def __str__(self) -> str:
        return f"{self.version}"


class Typing(StructureOwned):
    """What somebody is typing, kept until they save: theirs only. ``content``: by section, the text and the version it was read at."""

    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="typings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    content = SealedJSONField(default=dict)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "post"], name="documents_one_typing")]

    def __str__(self) -> str:
        return str(self.post_id)
