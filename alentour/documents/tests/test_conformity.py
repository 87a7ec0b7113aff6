"""What we write passes the official schema and our own rules, and what goes beside it in a message is a PDF/A."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pikepdf
import pytest
from esante.cda import decode, faults
from lxml import etree

from alentour.accounts.models import Post
from alentour.documents.enums import DocumentKind
from alentour.documents.models import Document
from alentour.documents.readable import pdf_of
from alentour.documents.services import cda_of, content, create_scan, replace, validate
from alentour.documents.tests.conftest import paper
from alentour.identity.models import Usager


@pytest.fixture
def kits() -> Path:
    """The folder of official samples (ALENTOUR_KITS, else `shared` beside the repository): never inside it."""
    folder = Path(os.environ.get("ALENTOUR_KITS", Path(__file__).resolve().parents[4] / "shared"))
    if not folder.is_dir():
        reason = "official samples not found: set ALENTOUR_KITS to their folder"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture
def produced(ordonnance: Document, photo: Document, martin: Post, irene: Usager, ines: Post) -> list[Document]:
    """One of each: a prescription and its new version, a photo, a scan by a nurse, all of them signed."""
    second = validate(document=replace(document=ordonnance, by=martin), by=martin)
    letter = create_scan(post=ines, usager=irene, kind=DocumentKind.SUIVI_SOINS, data=paper())
    return [ordonnance, second, photo, letter]


@pytest.mark.kits
def test_our_documents_pass_the_schema_of_the_ci_sis(produced: list[Document], kits: Path) -> None:
    schema = etree.XMLSchema(etree.parse(kits / "ci-sis/infrastructure/cda/CDA_extended.xsd"))
    for document in produced:
        schema.assertValid(etree.fromstring(cda_of(document)))


def test_our_documents_pass_our_own_rules(produced: list[Document]) -> None:
    for document in produced:
        assert faults(decode(cda_of(document))) == (), document.kind
        assert b"serviceProviderOrganization" not in cda_of(document), "closed to it by the schematron of the header"


def test_a_photo_travels_with_a_page_that_shows_it(photo: Document) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(photo))) as page, page.open_metadata() as meta:
        assert meta["pdfaid:part"] == "1"
        assert len(page.pages) == 1
        assert len(list(page.pages[0].get_images())) == 1


def test_a_prescription_travels_with_the_very_pdf_that_was_signed(ordonnance: Document) -> None:
    assert pdf_of(ordonnance) == content(ordonnance)
