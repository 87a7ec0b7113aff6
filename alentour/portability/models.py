"""What leaves, what arrives, what came from where, and what is kept of others to be given back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedJSONField, SealedTextField
from alentour.core.models import Dated
from alentour.identity.models import Usager
from alentour.portability.enums import Choice, JobState, Reach, Reason, Stage, Standing


class Vault(StructureOwned):
    """A large file at rest, sealed piece by piece with a key of its own (see ``vault``); ``pieces`` is 0 until it is whole."""

    wrapped_key = models.BinaryField()
    size = models.PositiveBigIntegerField(default=0)
    pieces = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)


class Job(StructureOwned, Dated):
    """A long piece of work: asked, taken by the runner under a lease, followed, left, come back to."""

    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    state = models.CharField("état", max_length=10, choices=JobState, default=JobState.QUEUED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    sentence = models.CharField("ce qui s'est passé", max_length=500, blank=True)
    report = SealedJSONField(default=dict)
    vault = models.ForeignKey(Vault, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.state} {self.done}/{self.total}"

    @property
    def is_open(self) -> bool:
        return self.state in {JobState.QUEUED, JobState.RUNNING}


class Export(Job):
    """Records that leave: one person's, or everybody's. ``expires_at``: the file cannot be taken after."""

    reach = models.CharField(max_length=5, choices=Reach)
    usager = models.ForeignKey(Usager, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("motif", max_length=12, choices=Reason)
    recipient = models.CharField("pour qui", max_length=160, blank=True)
    detail = SealedTextField("précision", blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta(Job.Meta):
        indexes: ClassVar = [models.Index(fields=["structure", "by", "-created_at"], name="portability_exports")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], name="portability_export_once"),
        ]


class Import(Job):
    """A file received: read, compared, then taken over, and possibly taken back."""

    name = models.CharField("fichier", max_length=120, blank=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.CHECK)
    source = models.CharField("d'où il vient", max_length=160, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Job.Meta):
        indexes: ClassVar = [models.Index(fields=["structure", "-created_at"], name="portability_imports")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "key"], name="portability_import_once"),
        ]


class Arriving(StructureOwned):
    """One person of an import. ``identity``: the traits the file tells, sealed; ``usager``: whose record it goes to, once certain."""

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="people")
    path = models.CharField(max_length=300)
    position = models.PositiveIntegerField()
    identity = SealedJSONField(default=dict)
    reason = models.CharField(max_length=200, blank=True)
    usager = models.ForeignKey(Usager, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_new = models.BooleanField("dossier à ouvrir", default=False)
    decided_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=Standing, default=Standing.DOUBT)
    counts = models.JSONField(default=dict)
    faults = SealedJSONField(default=list)
    left = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["position"]
        indexes: ClassVar = [models.Index(fields=["structure", "job", "state"], name="portability_in_file")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "path"], name="portability_one_arriving")]

    def __str__(self) -> str:
        return f"{self.position} {self.state}"


class Conflict(StructureOwned):
    """Two lines that say different things of the same subject; ``content`` holds both, as they are read, sealed."""

    arriving = models.ForeignKey(Arriving, on_delete=models.CASCADE, related_name="conflicts")
    table = models.CharField(max_length=60)
    origin = models.CharField(max_length=200)
    ours = models.UUIDField()
    content = SealedJSONField(default=dict)
    choice = models.CharField(max_length=5, choices=Choice, default=Choice.OURS)
    chosen_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["table", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["arriving", "origin"], name="portability_one_conflict")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.choice}"


class Author(StructureOwned):
    """Who wrote elsewhere: a post that is not current and cannot be logged into, so that every screen names the right person.

    ``told`` is how the source named them; it is given back as it is by the next export.
    """

    digest = models.CharField(max_length=64)
    told = models.JSONField(default=dict)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["structure", "digest"], name="portability_one_author")]

    def __str__(self) -> str:
        return self.digest[:8]


class Origin(StructureOwned):
    """Where a row comes from. ``made``: this import wrote it (else it was already here, and ``object_id`` is ours).

    ``fingerprint`` is of the row as it was received, ``written`` of the row as it was written here; ``before`` is what it replaced.
    """

    job = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="origins")
    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="+")
    table = models.CharField(max_length=60)
    object_id = models.UUIDField()
    origin = models.CharField(max_length=200)
    made = models.BooleanField(default=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    written = models.CharField(max_length=64, blank=True)
    before = SealedJSONField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["structure", "usager", "table"], name="portability_origins"),
            models.Index(fields=["structure", "object_id"], name="portability_came"),
            models.Index(fields=["structure", "job"], condition=Q(made=True), name="portability_made"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "usager", "origin"], name="portability_one_origin")
        ]

    def __str__(self) -> str:
        return self.origin


class Kept(StructureOwned):
    """What another software said and our model has no room for: sealed, given back by the next export."""

    job = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="kept")
    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=160, blank=True)
    bundle = models.ForeignKey(Vault, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rows = SealedJSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["structure", "usager"], name="portability_kept_of")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "usager"], name="portability_one_kept")]

    def __str__(self) -> str:
        return str(self.pk)
