"""Irène and Marcel as each structure knows them, and the small files of the tests (made here, never a real photo)."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from django.conf import settings
from PIL import Image

from alentour.accounts.models import Post, Structure
from alentour.documents import gateway
from alentour.documents.enums import DocumentKind
from alentour.documents.models import Document
from alentour.documents.services import Agreement, Line, create_ordonnance, create_photo, validate
from alentour.identity.enums import StatutIns
from alentour.identity.models import Usager
from alentour.identity.services import create_usager
from alentour.record.services import add_to_team

TEST_OID = "1.2.250.1.213.1.4.10"


@pytest.fixture(autouse=True)
def _files_of_the_test(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.STORAGES["default"]["OPTIONS"], "location", str(tmp_path))


def qualify(usager: Usager, matricule: str) -> Usager:
    """As INSi and an identity document would have left her."""
    usager.matricule, usager.ins_oid, usager.statut = matricule, TEST_OID, StatutIns.QUALIFIEE
    usager.save()
    return usager


def irene_of(structure: Structure) -> Usager:
    usager = create_usager(
        structure=structure,
        by=None,
        birth_name="DUPONT",
        given_names="IRENE MARIE",
        first_given_name="IRENE",
        birth_date_text="1938-03-12",
        sex="F",
        birth_place="35238",
        used_given_name="Irène",
    )
    return qualify(usager, "238033523800188")


@pytest.fixture
def irene(ssiad: Structure, aicha: Post, ines: Post) -> Usager:
    """At the SSIAD, followed by Aïcha and Inès."""
    usager = irene_of(ssiad)
    for post in (aicha, ines):
        add_to_team(usager=usager, post=post, by=None)
    return usager


@pytest.fixture
def marcel(ssiad: Structure, ines: Post) -> Usager:
    usager = create_usager(
        structure=ssiad,
        by=None,
        birth_name="LE GOFF",
        first_given_name="MARCEL",
        birth_date_text="1941-09-05",
        sex="M",
        birth_place="35238",
    )
    add_to_team(usager=usager, post=ines, by=None)
    return qualify(usager, "141093523801474")


@pytest.fixture
def irene_at_cabinet(cabinet: Structure, martin: Post) -> Usager:
    usager = irene_of(cabinet)
    add_to_team(usager=usager, post=martin, by=None)
    return usager


@pytest.fixture
def irene_at_saad(saad: Structure, nobody_else: None = None) -> Usager:
    """The SAAD has a record of her, but Karim is not in her care team."""
    return irene_of(saad)


def picture(
    width: int = 640, height: int = 480, *, form: str = "JPEG", colour: str = "#b4552d", **save: object
) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, form, **save)  # type: ignore[arg-type]
    return out.getvalue()


def paper(*, script: bool = False, password: str = "") -> bytes:
    """A small PDF."""
    document = pikepdf.new()
    document.add_blank_page()
    if script:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    out = io.BytesIO()
    document.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return out.getvalue()


LINES = [
    Line(
        text="Pansement hydrocellulaire talon 10 × 18 cm", posology="à changer tous les deux jours", duration="1 mois"
    ),
    Line(text="Paracétamol 500 mg", posology="1 comprimé 30 minutes avant le soin", nature="medicament"),
]


@pytest.fixture
def photo(irene: Usager, aicha: Post) -> Document:
    """The photo that Aïcha took of Irène's heel."""
    return create_photo(post=aicha, usager=irene, data=picture(), agreement=Agreement(), title="Plaie au talon")


@pytest.fixture
def ordonnance(irene_at_cabinet: Usager, martin: Post) -> Document:
    """The prescription that Dr Martin signed for Irène, in his cabinet."""
    draft = create_ordonnance(post=martin, usager=irene_at_cabinet, lines=LINES, title="Pansements du talon")
    return validate(document=draft, by=martin)


@pytest.fixture
def ordonnance_cda(ordonnance: Document) -> bytes:
    """What travels of it: the very bytes another structure receives."""
    from alentour.documents.services import cda_of

    return cda_of(ordonnance)


@pytest.fixture
def letter(martin: Post) -> Callable[..., bytes]:
    """A CDA by Dr Martin about whoever is asked, as it comes through the wire."""

    def write(usager: Usager, **changes: object) -> bytes:
        document = Document(
            structure=martin.structure,
            usager=usager,
            kind=changes.pop("kind", DocumentKind.LETTRE),
            title=changes.pop("title", "Courrier"),
            author=martin,
            validated_by=martin,
            media_type="application/pdf",
            **changes,
        )
        from django.utils import timezone

        from alentour.core.ids import oid_of

        document.type_code, document.type_system = document.traits.type_code, document.traits.system
        document.document_oid = document.document_oid or oid_of(document.id)
        document.set_oid = document.set_oid or f"{document.document_oid}.1"
        document.validated_at = timezone.now()
        return gateway.encode(document, paper()).cda

    return write
