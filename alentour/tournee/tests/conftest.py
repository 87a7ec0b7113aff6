"""Irène on the round of Inès and Aïcha; Marcel is followed by the coordination only. Gestures as a phone sends them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care.models import TreatmentLine
from alentour.care.services import add_line
from alentour.identity.models import Usager
from alentour.identity.services import create_usager
from alentour.record.enums import AlertKind
from alentour.record.services import add_to_team, raise_alert

Send = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def _calm() -> None:
    """Each test begins with its own minute."""
    cache.clear()


@pytest.fixture
def irene(ines: Post, aicha: Post, nadia: Post) -> Usager:
    usager = create_usager(
        structure=ines.structure, by=ines, birth_name="DUPONT", given_names="IRENE MARIE", first_given_name="IRENE",
        used_given_name="Irène", birth_date_text="1938-03-12", sex="F", birth_place="35238",
    )  # fmt: skip
    for post in (ines, aicha, nadia):
        add_to_team(usager=usager, post=post, by=None)
    raise_alert(usager=usager, by=ines, kind=AlertKind.ALLERGIE, label="Pénicilline")
    return usager


@pytest.fixture
def marcel(nadia: Post) -> Usager:
    return create_usager(
        structure=nadia.structure, by=nadia, birth_name="LE GOFF", given_names="MARCEL", first_given_name="MARCEL",
        birth_date_text="1941-09-05", sex="M", birth_place="35238",
    )  # fmt: skip


@pytest.fixture
def doliprane(irene: Usager, ines: Post) -> TreatmentLine:
    return add_line(
        usager=irene, by=ines, drug="Paracétamol 1 g", matin="1 cp", soir="1 cp", besoin="1 cp", max_per_day=1,
        prescriber="Dr Paul MARTIN", document_label="Ordonnance du 2 novembre",
    )  # fmt: skip


@pytest.fixture
def ask(login: Callable[[Client, Post], Client]) -> Callable[..., HttpResponse]:
    """``ask(ines, "etat", people=[…])``: the phone of Inès asks."""

    def asked(post: Post, what: str, **said: Any) -> HttpResponse:
        own = {"X-Tournee-Post": str(said.pop("as_post", post.id))}
        client = login(Client(headers=own), post)
        return client.post(f"/tournee/api/{what}/", json.dumps(said), content_type="application/json")  # type: ignore[return-value]

    return asked


@pytest.fixture
def send(ask: Callable[..., HttpResponse]) -> Send:
    """``send(ines, gesture(…))``: the outcome of one gesture."""

    def sent(post: Post, *gestures: dict[str, Any], clock: timedelta = timedelta(0)) -> dict[str, Any]:
        device_now = (timezone.now() + clock).isoformat()
        answer = ask(post, "envoyer", gestures=list(gestures), device_now=device_now, device="téléphone")
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)["outcomes"][-1]

    return sent


def gesture(kind: str, person: Usager, made_at: datetime | None = None, **content: Any) -> dict[str, Any]:
    """A gesture made a moment ago, unless ``made_at`` says otherwise."""
    more = {name: content.pop(name) for name in ("key", "declared_at", "offset_ms") if name in content}
    at = made_at or timezone.now() - timedelta(seconds=20)
    return {
        "key": str(uuid4()), "gesture": kind, "person": str(person.id), "made_at": at.isoformat(), "content": content, **more,
    }  # fmt: skip
