"""What we last knew of a person's DMP: its state, and the list of its documents. Never read in the background (EX_AIR-085)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedTextField
from alentour.core.models import Dated
from alentour.dmp.enums import Authorization, DmpState, EntryState
from alentour.documents.models import Document
from alentour.identity.models import Usager


class Dossier(StructureOwned, Dated):
    """The DMP of a person, as it answered last.

    ``searched_at`` is the instant before the last successful search, from which the next one is incremental (specs/dmp-ins §2.9);
    ``since`` the oldest act searched, ``None`` once the whole history was.
    """

    usager = models.OneToOneField(Usager, on_delete=models.PROTECT, related_name="dmp")
    state = models.CharField(max_length=10, choices=DmpState, default=DmpState.UNKNOWN)
    attached_to_ens = models.BooleanField("rattaché à Mon espace santé", default=False)
    checked_at = models.DateTimeField("interrogé le", null=True, blank=True)
    searched_at = models.DateTimeField("consulté le", null=True, blank=True)
    searched_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField("depuis", null=True, blank=True)
    whole_history = models.BooleanField("tout l'historique", default=False)

    def __str__(self) -> str:
        return self.state


class Access(StructureOwned, Dated):
    """The authorisation of one professional on one DMP, as TD0.2 said it: it belongs to the person, not to the structure."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="accesses")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    authorization = models.CharField(max_length=15, choices=Authorization, blank=True)
    code = models.CharField(max_length=40, blank=True)
    treating_physician = models.BooleanField("médecin traitant", default=False)
    checked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["dossier", "post"], name="dmp_one_access")]

    def __str__(self) -> str:
        return self.authorization


class Entry(StructureOwned, Dated):
    """A document of the DMP. ``unique_id`` is the document's own identifier, ``lid`` and ``entry_uuid`` the server's.

    ``entry_uuid`` is empty for a document we deposited and have not searched since (no search follows a deposit, EX_3.1-2030).
    ``document`` is ours when we hold it, whatever the way it came.
    """

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="dmp_entries")
    unique_id = models.CharField(max_length=128)
    entry_uuid = models.CharField(max_length=64, blank=True)
    lid = models.CharField(max_length=64, blank=True)
    metadata_version = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=EntryState, default=EntryState.APPROVED)
    title = SealedTextField(blank=True)
    type_code = models.CharField(max_length=30, blank=True)
    type_label = models.CharField(max_length=200, blank=True)
    class_code = models.CharField(max_length=10, blank=True)
    mime_type = models.CharField(max_length=60, blank=True)
    author_name = models.CharField("auteur", max_length=160, blank=True)
    author_structure = models.CharField("établissement", max_length=200, blank=True)
    created_in_source = models.DateTimeField("daté du", null=True, blank=True)
    service_start = models.DateTimeField("acte du", null=True, blank=True)
    hash = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    repository_id = models.CharField(max_length=64, blank=True)
    visibility = models.JSONField(default=list)
    by_person = models.BooleanField("déposé par la personne", default=False)
    replaced_by = models.CharField(max_length=128, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="dmp_entries")

    class Meta:
        ordering: ClassVar = ["-service_start", "-created_in_source", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "usager", "unique_id"], name="dmp_one_entry"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["structure", "usager", "-service_start"], name="dmp_of_usager"),
            models.Index(fields=["structure", "usager", "lid"], name="dmp_by_lid"),
        ]

    def __str__(self) -> str:
        return self.unique_id
