"""Papers: kept as a copy, made harmless, by those who may read and write such a document."""

from __future__ import annotations

import io

import pikepdf
import pytest

from alentour.accounts.models import Post
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents.enums import DocumentKind, Provenance, State
from alentour.documents.models import Document
from alentour.documents.services import content, create_scan
from alentour.documents.tests.conftest import paper, picture
from alentour.identity.models import Usager


def scan(post: Post, usager: Usager, data: bytes, kind: DocumentKind = DocumentKind.LETTRE, **more: str) -> Document:
    return create_scan(post=post, usager=usager, kind=kind, data=data, **more)  # type: ignore[arg-type]


def test_a_letter_of_the_hospital_is_kept_with_its_author(irene: Usager, ines: Post) -> None:
    kept = scan(ines, irene, paper(), author_name="Dr Anne Petit", author_structure="CHU", title="Courrier du CHU")

    assert (kept.provenance, kept.state) == (Provenance.SCAN, State.VALIDE)
    assert (kept.author_name, kept.author_structure, kept.signer_name) == ("Dr Anne Petit", "CHU", "Inès MOREAU")
    assert content(kept).startswith(b"%PDF")


def test_a_photographed_paper_becomes_a_jpeg(irene: Usager, ines: Post) -> None:
    kept = scan(ines, irene, picture(form="PNG"), DocumentKind.ORDONNANCE)
    assert (kept.media_type, kept.kind) == ("image/jpeg", DocumentKind.ORDONNANCE)


def test_a_pdf_that_runs_by_itself_is_quietened(irene: Usager, ines: Post) -> None:
    kept = content(scan(ines, irene, paper(script=True)))
    with pikepdf.open(io.BytesIO(kept)) as document:
        assert "/OpenAction" not in document.Root
        assert len(document.pages) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (paper(password="secret"), "mot de passe"),
        (b"%PDF-1.7\nbroken", "abîmé"),
        (b"GIF89a.......", "pas une image lisible"),
        (b"PK\x03\x04 a zip", "pas une image lisible"),
    ],
    ids=["locked", "broken", "gif", "zip"],
)
def test_what_cannot_be_kept_is_refused_in_words(irene: Usager, ines: Post, data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        scan(ines, irene, data)
    assert Document.objects.count() == 0


def test_the_secretary_copies_an_attestation_and_no_letter_of_care(irene: Usager, sophie: Post) -> None:
    assert scan(sophie, irene, paper(), DocumentKind.ATTESTATION).state == State.VALIDE
    with pytest.raises(ClosedDoor):
        scan(sophie, irene, paper(), DocumentKind.LETTRE)


def test_karim_copies_nothing_of_care(irene_at_saad: Usager, karim: Post) -> None:
    with pytest.raises(ClosedDoor) as door:
        scan(karim, irene_at_saad, paper(), DocumentKind.SUIVI_SOINS)
    assert "Aide à domicile" not in door.value.opens_to


def test_a_photo_does_not_come_in_by_the_scanner_without_agreement(irene: Usager, ines: Post) -> None:
    with pytest.raises(ClosedDoor):
        scan(ines, irene, picture(), DocumentKind.PHOTO_PLAIE)
    assert Document.objects.count() == 0
