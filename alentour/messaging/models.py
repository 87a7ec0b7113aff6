"""Mailboxes, threads, messages. A message is one row in its structure, however many mailboxes hold it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedTextField
from alentour.core.models import Dated, StoredFile
from alentour.documents.models import Document
from alentour.identity.models import Usager
from alentour.messaging.enums import BoxKind, MessageState, PartKind, RoadState, ThreadState


class Mailbox(StructureOwned, Dated):
    """A mailbox of the structure in the espace de confiance. ``label`` is what its messages say they come from (va1.16)."""

    address = models.CharField("adresse", max_length=120, unique=True)
    kind = models.CharField("type", max_length=3, choices=BoxKind)
    label = models.CharField("libellé", max_length=120)
    members = models.ManyToManyField(Post, through="Member", related_name="mailboxes")
    uidvalidity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    synced_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "label"]

    def __str__(self) -> str:
        return self.label


class Member(models.Model):
    """A post that reads a mailbox; ``can_send`` lets it write in the mailbox's name."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE)
    post = models.ForeignKey(Post, on_delete=models.CASCADE)
    can_send = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["mailbox", "post"], name="messaging_one_member")]

    def __str__(self) -> str:
        return f"{self.post_id} in {self.mailbox_id}"


class Thread(StructureOwned, Dated):
    """A conversation as the structure sees it, and who deals with it."""

    subject = SealedTextField()
    boxes = models.ManyToManyField(Mailbox, related_name="threads")
    usager = models.ForeignKey(Usager, null=True, blank=True, on_delete=models.PROTECT, related_name="threads")
    usager_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    usager_reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=ThreadState, default=ThreadState.NEW)
    taken_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField()
    due_on = models.DateField("échéance", null=True, blank=True)
    citizen = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["structure", "-last_at"], name="messaging_list"),
            models.Index(fields=["structure", "usager", "-last_at"], name="messaging_of_usager"),
            models.Index(fields=["structure", "taken_by", "state"], name="messaging_mine"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Message(StructureOwned, Dated):
    """One message, written here or received. ``message_id`` is fixed when it enters the outbox and kept at each try.

    ``code`` and ``reason``: what keeps a received one from being attached by itself (900 to 906, specs/mss §2.8).
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    message_id = models.CharField(max_length=250)
    in_reply_to = models.CharField(max_length=250, blank=True)
    references = models.TextField(blank=True)
    mailbox = models.ForeignKey(Mailbox, null=True, blank=True, on_delete=models.PROTECT, related_name="sent")
    author = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sender = models.CharField(max_length=250)
    sender_label = models.CharField(max_length=250, blank=True)
    subject = SealedTextField()
    body = SealedTextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MessageState)
    code = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    quarantined = models.BooleanField(default=False)
    receipt_to = models.CharField(max_length=250, blank=True)
    raw = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "message_id"], name="messaging_one_message")
        ]
        indexes: ClassVar = [models.Index(fields=["thread", "at"], name="messaging_in_order")]
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class Delivery(models.Model):
    """A copy of a message in one mailbox, where IMAP knows it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="deliveries")
    uidvalidity = models.PositiveBigIntegerField()
    uid = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    receipt_sent = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mailbox", "uidvalidity", "uid"], name="messaging_one_uid"),
            models.UniqueConstraint(fields=["message", "mailbox"], name="messaging_one_copy"),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox_id} {self.uid}"


class Recipient(models.Model):
    """One recipient of a message sent from here, and its road."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="recipients")
    address = models.CharField(max_length=250)
    label = models.CharField(max_length=250, blank=True)
    detail = models.CharField(max_length=250, blank=True)
    state = models.CharField(max_length=10, choices=RoadState, default=RoadState.QUEUED)
    times = models.JSONField(default=dict)
    code = models.CharField(max_length=20, blank=True)
    sentence = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "address"], name="messaging_one_recipient")]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.label or self.address


class Attachment(StructureOwned):
    """A part of a message. ``document`` is the document of the record it is, or became; ``file`` the bytes as they travelled."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    part = models.CharField(max_length=20)
    name = models.CharField(max_length=250)
    media_type = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=PartKind)
    size = models.PositiveBigIntegerField(default=0)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments")

    class Meta:
        ordering: ClassVar = ["part", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class Reading(models.Model):
    """A post has read a message: the team sees who did."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="readings")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "post"], name="messaging_one_reading")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.message_id}"


class Note(StructureOwned):
    """A note of the team on a thread; it never leaves."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    body = SealedTextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return str(self.pk)


class TrustList(models.Model):
    """The last good copy of the liste blanche (specs/mss §4.4); one row, never emptied by a bad download."""

    fetched_at = models.DateTimeField()
    checked_at = models.DateTimeField()
    content = models.BinaryField()
    domains = models.JSONField(default=dict)
    trouble = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{len(self.domains)} domains"
