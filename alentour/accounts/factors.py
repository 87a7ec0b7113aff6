"""The second factor of local accounts: an application that gives codes, a passkey, and recovery codes for bad days.

From django-otp and django-otp-webauthn; nobody but its holder ever sees a secret, not even once lost: it is made again.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import qrcode
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp.models import Device
from django_otp_webauthn.models import WebAuthnCredential

from alentour.accounts.local_models import Authenticator, RecoveryCode
from alentour.accounts.models import Professional
from alentour.core import trace
from alentour.core.doors import Refused

CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
MOST = 8


def relying_party(request: HttpRequest) -> str:
    """The name of host that the passkeys of this page belong to."""
    host = request.get_host().partition(":")[0]
    return host if host in settings.PASSKEY_HOSTS else next(iter(sorted(settings.PASSKEY_HOSTS)))


def passkeys_possible(request: HttpRequest) -> bool:
    """Whether the browser can use passkeys at this address (never at a bare number such as 127.0.0.1)."""
    return request.get_host().partition(":")[0] in settings.PASSKEY_HOSTS


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor as its holder sees it. ``slug`` names it in forms: ``code-12``, ``cle-3``."""

    slug: str
    name: str
    kind: str
    icon: str
    created_at: datetime | None
    last_used_at: datetime | None


def factors_of(person: Professional) -> list[Factor]:
    """The confirmed ones, oldest first (two queries)."""
    codes = Authenticator.objects.filter(user=person, confirmed=True)
    keys = WebAuthnCredential.objects.filter(user=person, confirmed=True)
    found = [_factor(one, "code", "application de codes", "smartphone") for one in codes]
    return found + [_factor(one, "cle", "clé d'accès", "key-round") for one in keys]


def _factor(device: Any, prefix: str, kind: str, icon: str) -> Factor:
    return Factor(f"{prefix}-{device.pk}", device.name, kind, icon, device.created_at, device.last_used_at)


def has_factor(person: Professional) -> bool:
    return bool(factors_of(person))


def begin_authenticator(person: Professional) -> Authenticator:
    """The application being set up: the same one until it is confirmed, so that reloading the page does not change the code to scan."""
    held: Authenticator | None = Authenticator.objects.filter(user=person, confirmed=False).first()
    return held or Authenticator.objects.create(user=person, name="", confirmed=False)


def key_of(device: Authenticator) -> str:
    """The secret to type by hand, in groups of four."""
    text = b32encode(device.bin_key).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code to draw as SVG: the side in modules, and the path of the dark ones."""

    side: int
    path: str


def qr_of(device: Authenticator) -> QrCode:
    code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(device.config_url)
    rows = code.get_matrix()
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, cell in enumerate(row) if cell]
    return QrCode(len(rows), "".join(dark))


def confirm_authenticator(*, person: Professional, code: str, name: str) -> Authenticator:
    """The first code proves that the application was set up; raises :class:`Refused` otherwise (a wrong code is counted)."""
    _room(person)
    with transaction.atomic():
        device = Authenticator.objects.select_for_update().filter(user=person, confirmed=False).first()
        if device is not None and device.verify_token(digits(code)):
            device.confirmed, device.name = True, (name.strip() or "Application de codes")[:64]
            device.save(update_fields=["confirmed", "name"])
            trace.record("factor.added", professional_id=person.pk, kind="code")
    if device is None:
        raise Refused("Cette application est déjà enregistrée, ou la mise en place a été reprise ailleurs.")
    if not device.confirmed:
        raise Refused(
            _throttled(device) or "Ce code ne va pas. Attendez le suivant dans l'application, puis écrivez-le."
        )
    return device


def _room(person: Professional) -> None:
    if len(factors_of(person)) >= MOST:
        raise Refused(f"{MOST} moyens sont déjà enregistrés : retirez-en un avant d'en ajouter.")


def digits(text: str) -> str:
    return "".join(one for one in text if one.isdigit())[:10]


def verify_code(*, person: Professional, code: str) -> Device | None:
    """The application of this person that gave ``code``; a code serves once. Raises :class:`Refused` when one must wait."""
    with transaction.atomic():
        devices = list(Authenticator.objects.select_for_update().filter(user=person, confirmed=True))
        waits = [sentence for device in devices if (sentence := _throttled(device))]
        found = next((device for device in devices if device.verify_token(digits(code))), None)
    if found is None and devices and len(waits) == len(devices):
        raise Refused(waits[0])
    return found


def _throttled(device: Authenticator) -> str:
    """django-otp doubles the wait at each wrong code; this says how long it is."""
    allowed, why = device.verify_is_allowed()
    if allowed or not why or not why.get("locked_until"):
        return ""
    seconds = max(1, int((why["locked_until"] - timezone.now()).total_seconds()) + 1)
    return f"Trop de codes faux à la suite : attendez {seconds} s, puis réessayez."


@transaction.atomic
def new_recovery_codes(person: Professional) -> list[str]:
    """Ten codes, shown once; the former ones serve no more."""
    RecoveryCode.objects.filter(professional=person).delete()
    codes = ["-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(3)) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(professional=person, digest=_digest(person, code)) for code in codes)
    trace.record("factor.codes", professional_id=person.pk)
    return codes


def codes_left(person: Professional) -> int:
    return RecoveryCode.objects.filter(professional=person, used_at=None).count()


@transaction.atomic
def use_recovery_code(*, person: Professional, code: str) -> bool:
    """Whether ``code`` was one of theirs, unused; it is spent."""
    rows = RecoveryCode.objects.filter(professional=person, digest=_digest(person, code), used_at=None)
    spent = rows.update(used_at=timezone.now()) == 1
    if spent:
        trace.record("factor.code_used", professional_id=person.pk)
    return spent


def _digest(person: Professional, code: str) -> str:
    """Seventy-four random bits need no slow hash; the person is in it so that two equal codes differ."""
    kept = "".join(one for one in code.lower() if one in ALPHABET)
    return hashlib.sha256(f"{person.pk}\0{kept}".encode()).hexdigest()


@transaction.atomic
def remove(*, person: Professional, slug: str) -> str:
    """Take one away, never the last; returns its name."""
    Professional.objects.select_for_update().get(pk=person.pk)
    held = factors_of(person)
    gone = next((one for one in held if one.slug == slug), None)
    if gone is None:
        raise Refused("Ce moyen est déjà retiré.")
    if len(held) == 1:
        raise Refused("C'est votre dernier moyen : ajoutez-en un autre avant de le retirer.")
    prefix, _, pk = slug.partition("-")
    model = Authenticator if prefix == "code" else WebAuthnCredential
    model.objects.filter(user=person, pk=int(pk)).delete()
    trace.record("factor.removed", professional_id=person.pk, kind=prefix)
    return gone.name


@transaction.atomic
def forget_all(person: Professional) -> None:
    """Everything that proved this account, gone: it must be enrolled again."""
    Authenticator.objects.filter(user=person).delete()
    WebAuthnCredential.objects.filter(user=person).delete()
    RecoveryCode.objects.filter(professional=person).delete()


@transaction.atomic
def name_passkey(*, person: Professional, name: str) -> WebAuthnCredential:
    """Give its name to the passkey just made."""
    key = WebAuthnCredential.objects.filter(user=person).latest("pk")
    key.name = name.strip() or "Clé d'accès"
    key.save(update_fields=["name"])
    trace.record("factor.added", professional_id=person.pk, kind="cle")
    return key
