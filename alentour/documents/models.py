"""A document, its arrivals, and the tray where what arrived waits for a person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedJSONField, SealedTextField
from alentour.core.ids import oid_of
from alentour.core.models import Dated, StoredFile
from alentour.documents.enums import DocumentKind, FilingReason, FilingState, Provenance, State
from alentour.documents.kinds import Kind, kind_of


class Document(StructureOwned, Dated):
    """One version of a document. ``document_oid`` is its identifier everywhere: CDA id, XDS uniqueId, name in a message.

    ``set_oid`` is the same for all its versions. ``usager`` is null while nobody has said whose it is. ``body`` is what a
    person sees (PDF, JPEG, text), ``cda`` what travels; a structured document received may have a CDA and no body.
    ``author_name`` / ``author_structure`` are written out, because the author may be of another house. ``template`` names the row
    of ``templates.csv`` it is written with (:class:`Passage` holds its text); empty for a photo, an ordonnance, a scan.
    """

    usager = models.ForeignKey(
        "identity.Usager", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField("nature", max_length=30, choices=DocumentKind)
    type_code = models.CharField(max_length=30, blank=True)
    type_system = models.CharField(max_length=64, blank=True)
    type_label = models.CharField(max_length=200, blank=True)
    title = models.CharField("titre", max_length=200)
    document_oid = models.CharField(max_length=128, blank=True)
    set_oid = models.CharField(max_length=128, blank=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.BROUILLON)
    provenance = models.CharField(max_length=10, choices=Provenance, default=Provenance.ICI)
    author = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField("auteur", max_length=160, blank=True)
    author_structure = models.CharField("établissement", max_length=200, blank=True)
    validated_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    validated_at = models.DateTimeField(null=True, blank=True)
    signer_name = models.CharField("signataire", max_length=160, blank=True)
    effective_at = models.DateTimeField("date du document", default=timezone.now)
    service_start = models.DateTimeField("date de l'acte", null=True, blank=True)
    service_stop = models.DateTimeField(null=True, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    body = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    thumbnail = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cda = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    carries_ins = models.BooleanField("le CDA porte l'INS", default=False)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    replaces_oid = models.CharField(max_length=128, blank=True)
    confidentiality = models.CharField(max_length=1, default="N")
    hidden_from_pros = models.BooleanField("masqué aux professionnels", default=False)
    hidden_from_usager = models.BooleanField("non visible par la personne", default=False)
    hidden_from_guardians = models.BooleanField("non visible par les représentants légaux", default=False)
    template = models.CharField("modèle", max_length=30, blank=True)
    ready_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ready_at = models.DateTimeField("relu, prêt à signer", null=True, blank=True)
    content = SealedJSONField(default=dict)
    note = SealedTextField(blank=True)
    cancelled_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = SealedTextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-effective_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "document_oid"], name="documents_one_oid"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["structure", "usager", "-effective_at"], name="documents_of_usager"),
            models.Index(fields=["structure", "set_oid", "version"], name="documents_versions"),
            models.Index(fields=["structure", "replaces_oid"], name="documents_tombstones"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A document made here is born with its identifier, and a first version is the head of its set."""
        if not self.document_oid:
            self.document_oid = oid_of(self.id)
        if not self.set_oid:
            # Never equal to the id of a version (specs/cda §5): an arc of our own under it.
            self.set_oid = f"{oid_of(self.id)}.1"
        super().save(*args, **kwargs)

    @property
    def traits(self) -> Kind:
        """The row of its kind in ``kinds.csv``."""
        return kind_of(self.kind)

    @property
    def label(self) -> str:
        """« Ordonnance … », or the label it arrived with when we have no kind of our own for it."""
        known = self.traits.type_code == self.type_code
        return DocumentKind(self.kind).label if known or not self.type_label else self.type_label

    @property
    def is_written(self) -> bool:
        """Written here with a template, by several métiers at once."""
        return bool(self.template)

    @property
    def is_urgency(self) -> bool:
        """A document de liaison d'urgence gathered from the record: ``content`` holds its parts."""
        return "urgence" in self.content

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_ours(self) -> bool:
        """Made or scanned here, so that we may validate, replace and cancel it."""
        return self.provenance in {Provenance.ICI, Provenance.SCAN}

    @property
    def may_leave(self) -> bool:
        return self.state == State.VALIDE and self.usager_id is not None and self.cda_id is not None


class Arrival(StructureOwned):
    """One way a document came: the same document may come by a message to a person, one to the team, and from the DMP.

    ``source_ref`` names the row of the upper app (``messaging.message:<uuid>``). ``same_bytes`` is false when this copy differed
    from the one kept.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="arrivals")
    provenance = models.CharField(max_length=10, choices=Provenance)
    source_ref = models.CharField(max_length=120)
    sender = models.CharField("expéditeur", max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    same_bytes = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "source_ref"], name="documents_one_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.provenance} {self.source_ref}"


class FilingItem(StructureOwned, Dated):
    """A received document between the door and the record, or a file that could not be read at all (``document`` null).

    ``identity`` is what the document says of the person (traits, matricule and OID), sealed: it may be somebody unknown here.
    ``sentence`` is the plain reason a person reads.
    """

    document = models.OneToOneField(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="filing")
    raw = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField("fichier", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=FilingState, default=FilingState.TO_FILE)
    reason = models.CharField(max_length=10, choices=FilingReason, blank=True)
    sentence = models.CharField(max_length=500, blank=True)
    identity = SealedJSONField(default=dict)
    provenance = models.CharField(max_length=10, choices=Provenance)
    source_ref = models.CharField(max_length=120, blank=True)
    sender = models.CharField("expéditeur", max_length=200, blank=True)
    hint_id = models.UUIDField("personne du fil", null=True, blank=True)
    settled_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["structure", "state", "-created_at"], name="documents_tray"),
            models.Index(fields=["structure", "source_ref"], name="documents_by_source"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.reason}"

    @property
    def is_open(self) -> bool:
        return self.state == FilingState.TO_FILE


from alentour.documents.passages import Passage, PassageRevision, Typing  # noqa: E402  # their key to Document is by name

__all__ = ["Arrival", "Document", "FilingItem", "Passage", "PassageRevision", "Typing"]
