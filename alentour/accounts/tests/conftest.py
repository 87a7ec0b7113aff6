"""Élodie and Gaël have no Pro Santé Connect: Élodie keeps the secretary's desk of the SAAD, Gaël administers its accounts."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django_otp.oath import TOTP

from alentour.accounts import factors
from alentour.accounts.enums import Metier
from alentour.accounts.local_models import Authenticator
from alentour.accounts.models import Post, Professional, Structure
from alentour.accounts.services import create_professional, open_post

PASSWORD = "les genêts fleurissent en mai"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()


@pytest.fixture
def elodie(saad: Structure) -> Post:
    """Secrétaire of the SAAD, local account, no second factor yet."""
    person = create_professional(family_name="Marchand", given_name="Élodie", username="elodie", password=PASSWORD)
    return open_post(professional=person, structure=saad, metier=Metier.SECRETAIRE, profession_code="331")


@pytest.fixture
def gael(saad: Structure) -> Post:
    """Administrator of the accounts of the SAAD."""
    person = create_professional(family_name="Morvan", given_name="Gaël", username="gael", password=PASSWORD)
    return open_post(professional=person, structure=saad, metier=Metier.ADMIN, profession_code="340")


def code_of(device: Authenticator, step: int = 0) -> str:
    """What the application shows now, or ``step`` half-minutes later."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + step * device.step
    return f"{totp.token():06d}"


def telephone(person: Professional, *, name: str = "Téléphone") -> Authenticator:
    """An application already set up (its last code served two minutes ago)."""
    device = factors.begin_authenticator(person)
    device.confirmed, device.name = True, name
    device.save()
    return device


@pytest.fixture
def local_session() -> Callable[[Client, Post], Authenticator]:
    """Log in through the screens: password, then code; returns the application."""

    def enter(client: Client, post: Post) -> Authenticator:
        device = telephone(post.professional)
        client.post("/connexion/", {"username": post.professional.username, "password": PASSWORD})
        client.post("/connexion/code/", {"code": code_of(device)})
        return device

    return enter
