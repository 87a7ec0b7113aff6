"""Words of the directory."""

from __future__ import annotations

from django.db.models import TextChoices


class MailboxKind(TextChoices):
    """Types of secure mailboxes (TRE_R257)."""

    PER = "PER", "personnelle"
    ORG = "ORG", "organisationnelle"
    APP = "APP", "applicative"
    CAB = "CAB", "de cabinet"
    NONE = "", "aucune"
