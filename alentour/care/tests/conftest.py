"""Irène at the SSIAD, followed by Inès, Aïcha and Nadia; Marcel is followed by nobody of them but the coordination."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from alentour.accounts.models import Post
from alentour.identity.models import Usager
from alentour.identity.services import create_usager
from alentour.record.services import add_to_team


@pytest.fixture
def irene(ines: Post, aicha: Post, nadia: Post) -> Usager:
    usager = create_usager(
        structure=ines.structure, by=ines, birth_name="DUPONT", given_names="IRENE MARIE", first_given_name="IRENE",
        used_given_name="Irène", birth_date_text="1938-03-12", sex="F", birth_place="35238",
    )  # fmt: skip
    for post in (ines, aicha, nadia):
        add_to_team(usager=usager, post=post, by=None)
    return usager


@pytest.fixture
def marcel(nadia: Post) -> Usager:
    return create_usager(
        structure=nadia.structure, by=nadia, birth_name="LE GOFF", given_names="MARCEL", first_given_name="MARCEL",
        birth_date_text="1941-09-05", sex="M", birth_place="35238",
    )  # fmt: skip


@pytest.fixture
def at(client: Client, login: Callable[[Client, Post], Client]) -> Callable[[Post], Client]:
    """``at(ines)``: her browser."""
    return lambda post: login(Client(), post)
