"""Rows of the local accounts: invitations, authenticators, recovery codes, failed log-ins."""

from __future__ import annotations

from typing import ClassVar

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from alentour.core.models import Dated, UUIDModel


class Authenticator(TOTPDevice):  # type: ignore[misc]
    """An application that gives six digits (RFC 6238, by django-otp).

    The row holds a salt, not the secret: the secret is derived from it and from the master key, so a copy of the database alone
    gives no code.
    """

    class Meta:
        proxy = True

    @property
    def bin_key(self) -> bytes:
        derive = HKDF(hashes.SHA256(), 20, bytes.fromhex(self.key), b"accounts:authenticator")
        return derive.derive(settings.MASTER_KEY)


class RecoveryCode(UUIDModel):
    """One of the codes given once for the day the telephone is lost; only its digest is kept."""

    professional = models.ForeignKey("accounts.Professional", on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["professional", "digest"], name="accounts_one_recovery_code")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Invitation(UUIDModel, Dated):
    """A link that opens a local account once, within 72 hours; only its digest is kept."""

    professional = models.ForeignKey("accounts.Professional", on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("accounts.Post", null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_live(self) -> bool:
        return self.used_at is None and timezone.now() < self.expires_at


class Trials(models.Model):
    """The failed log-ins of one account since its last success, wherever they came from."""

    professional = models.OneToOneField("accounts.Professional", on_delete=models.CASCADE, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.failures)
